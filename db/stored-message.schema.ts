import * as z from 'zod';
import type { RunId } from '../sync/ids.ts';
import { TRIGGERS } from '../sync/run.ts';

const runId = z
  .string()
  .regex(/^[1-9]\d*$/)
  .transform((text) => text as RunId); // a run's number in decimal, checked above

/** A message to a tenant's workflow, or the start of a preview, as the outbox keeps it. Ids and words only: it goes into a history. */
export const StoredMessage = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('syncNow'),
    requestId: z.string(),
    trigger: z.enum(TRIGGERS),
    full: z.boolean(),
  }),
  z.strictObject({ kind: z.literal('pause') }),
  z.strictObject({ kind: z.literal('resume') }),
  z.strictObject({ kind: z.literal('unlink') }),
  z.strictObject({ kind: z.literal('offboard') }),
  z.strictObject({ kind: z.literal('approveCleanUp'), runId }),
  z.strictObject({ kind: z.literal('preview'), runId }),
]);
export type StoredMessage = z.infer<typeof StoredMessage>;
