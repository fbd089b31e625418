import * as z from 'zod';
import { Check } from './check.schema.ts';

const people = z.number().int();

/** By kind of person. */
const ByKind = z.object({
  person: people,
  guest: people,
  sharedMailbox: people,
  room: people,
  equipment: people,
  serviceAccount: people,
});

export const Connectivity = z
  .object({
    ok: z.boolean(),
    tenantName: z.string().nullable().meta({ description: 'What the directory calls itself.' }),
    checks: z.array(Check).readonly(),
    usersTotal: people.nullable().meta({ description: 'What the directory counts; null: it does not say.' }),
    usersCounted: people.meta({ description: 'Read for this answer; fewer than usersTotal: a part.' }),
    usersMatching: people.meta({ description: 'Of those counted, who would be employees.' }),
    byKind: ByKind.meta({ description: 'Of all who were counted.' }),
  })
  .meta({ id: 'Connectivity' });
