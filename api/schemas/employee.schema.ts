import * as z from 'zod';
import { EMPLOYEE_SORTS } from '../../db/list-employees.ts';
import type { EmployeeStatus } from '../../sync/employee-status.ts';
import { PERSON_KINDS, type KindEvidence } from '../../sync/person-kind.ts';
import type { LooksLike } from '../../sync/looks-like.ts';
import { CHANGE_ACTIONS } from '../../sync/planned-change.ts';
import { ListQuery } from './list.schema.ts';
import { Values } from './run-change.schema.ts';
import { plainText } from '../../sync/plain-text.schema.ts';

const STATUSES = ['active', 'duplicate', 'missing', 'removed'] as const satisfies readonly EmployeeStatus[];
const EVIDENCE = [
  ...(['nothingElseFits', 'userTypeGuest', 'externalNameWithoutUserType', 'agentUser', 'namePattern'] as const),
  ...(['userPurpose', 'place', 'noMailbox', 'noPlace', 'byHand'] as const),
] as const satisfies readonly KindEvidence['evidence'][];
const LOOKS = ['sharedMailbox', 'room', 'equipment'] as const satisfies readonly LooksLike['kind'][];

const shape = {
  id: z.uuid(),
  entraObjectId: z.guid(),
  email: z.string(),
  status: z.enum(STATUSES),
  duplicateOf: z.uuid().optional().meta({ description: 'The employee who holds the address.' }),
  kind: z.enum(PERSON_KINDS),
  kindEvidence: z.enum(EVIDENCE).meta({ description: 'What makes the employee of that kind.' }),
  looksLike: z.enum(LOOKS).optional().meta({
    description: 'What a person seems to be whose mailbox Rollcall could not ask about. Nobody is left out by it.',
  }),
  looksLikeEvidence: z.enum(['name', 'disabledUnlicensed']).optional(),
  pinned: z.literal(true).optional().meta({ description: 'Kept, whatever Entra says, until unpinned.' }),
  erasedAt: z.iso.datetime().optional().meta({
    description:
      'Removed, and since then nothing is left of the person: no address, no values, and no kind that was theirs.',
  }),
  values: Values,
  origins: z.record(z.string(), z.enum(['entra', 'hand'])).meta({
    description: 'By field key: who gave the value. What is set by hand stays until it is given back.',
  }),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
};

export const Employee = z.object(shape).meta({ id: 'Employee' });

/** What `changedSince` says of somebody who is removed. */
export const Tombstone = z
  .object({
    id: shape.id,
    entraObjectId: shape.entraObjectId,
    status: z.literal('removed'),
    updatedAt: shape.updatedAt,
  })
  .meta({ id: 'Tombstone' });

/** What one run, or a person, did to an employee. */
const EmployeeChange = z
  .object({
    runId: z.string().nullable().meta({ description: 'Null: done by hand.' }),
    action: z.enum(CHANGE_ACTIONS),
    reason: z.string(),
    at: z.iso.datetime(),
    before: Values.nullable(),
    after: Values.nullable(),
  })
  .meta({ id: 'EmployeeChange' });

export const EmployeeWithHistory = z
  .object({ ...shape, history: z.array(EmployeeChange).readonly().meta({ description: 'The newest first.' }) })
  .meta({ id: 'EmployeeWithHistory' });

export const EmployeesQuery = ListQuery.extend({
  query: plainText(200)
    .or(z.literal(''))
    .optional()
    .meta({ description: 'Part of a name or an address, in any case.' }),
  status: z.enum(STATUSES).optional().meta({ description: 'Without it: all but the removed.' }),
  sort: z.enum(EMPLOYEE_SORTS).default('name').meta({ description: 'With - in front: descending.' }),
  changedSince: z.iso
    .datetime({ offset: true, error: 'Write a time such as 2026-01-31T00:00:00Z.' })
    .transform((text) => new Date(text))
    .optional()
    .meta({ description: 'Changed at that time or later; includes removed ones as tombstones.' }),
});
