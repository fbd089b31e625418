import { z } from 'zod';

/** bench/results.json. */
export const resultsSchema = z.strictObject({
  machine: z.strictObject({
    processor: z.string(),
    cores: z.int().positive(),
    memoryGiB: z.number().positive(),
    system: z.string(),
    node: z.string(),
  }),
  /** Of the checkout, with `+` where files of it were changed. */
  commit: z.string().min(1),
  at: z.iso.datetime(),
  /** The sizes were scaled down. */
  quick: z.boolean(),
  /** Which Temporal it ran on. */
  temporal: z.enum(['dev', 'production']).default('dev'),
  rows: z.array(
    z.strictObject({
      name: z.string().min(1),
      what: z.string().min(1),
      value: z.number().nullable(),
      unit: z.string().min(1),
      against: z.string(),
      ratio: z.number().nullable(),
      limit: z.string(),
      used: z.number().nullable(),
      ok: z.boolean(),
      how: z.string(),
      cause: z.string().nullable(),
    }),
  ),
});
export type Results = z.infer<typeof resultsSchema>;
