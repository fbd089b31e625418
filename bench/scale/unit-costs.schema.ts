import { z } from 'zod';

const positive = z.number().nonnegative();

/** What one of each costs, as measured on one machine (`npm run scale -- --measure`): unit-costs.json. */
export const unitCostsSchema = z.strictObject({
  machine: z.string().min(1),
  commit: z.string().min(1),
  at: z.iso.datetime(),
  /** People of the directory that was measured. */
  people: z.int().positive(),
  /** Bytes in PostgreSQL, indexes included. */
  bytes: z.strictObject({ employee: positive, changeOfCreation: positive, change: positive, run: positive }),
  /** Bytes of write-ahead log. */
  wal: z.strictObject({ created: positive, unchanged: positive, change: positive, run: positive }),
  /** Milliseconds of processor time of the worker process. */
  workerMs: z.strictObject({ created: positive, unchanged: positive, run: positive }),
  /** Temporal's, of a run that was asked for; the signal that asked is one of the actions. */
  temporal: z.strictObject({
    incremental: z.strictObject({ actions: positive, events: positive, tenantBytes: positive, runBytes: positive }),
    full: z.strictObject({ actions: positive, events: positive, tenantBytes: positive, runBytes: positive }),
  }),
  /** Requests to Graph, those for pages of people left out. */
  graph: z.strictObject({ incremental: positive, full: positive }),
});
export type UnitCosts = z.infer<typeof unitCostsSchema>;
