import * as z from 'zod';
import { CHANGE_ACTIONS } from '../../sync/planned-change.ts';
import { ListQuery } from './list.schema.ts';

/** Values by field key; null: not set. */
export const Values = z.record(z.string(), z.string().nullable()).readonly();

export const RunChange = z
  .object({
    entraObjectId: z.guid(),
    employeeId: z.uuid().optional(),
    action: z.enum(CHANGE_ACTIONS),
    reason: z.string(),
    applied: z
      .boolean()
      .meta({ description: 'False: planned by a clean-up that waits or by a preview, or nothing to apply.' }),
    before: Values.nullable().meta({ description: 'Only the fields that differ.' }),
    after: Values.nullable(),
  })
  .meta({ id: 'RunChange' });

export const ChangesQuery = ListQuery.extend({ action: z.enum(CHANGE_ACTIONS).optional() });
