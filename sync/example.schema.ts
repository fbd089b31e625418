import * as z from 'zod';
import type { EntraObjectId } from './ids.ts';

/** What an admin expects the rules to make of somebody. */
export const EXPECTED_OUTCOMES = ['imported', 'notImported'] as const;
export type ExpectedOutcome = (typeof EXPECTED_OUTCOMES)[number];

/** Every Save looks each of them up, twenty in a request. */
export const MOST_EXAMPLES = 100;

const ObjectId = z.guid().toLowerCase() as unknown as z.ZodType<EntraObjectId, string>; // a GUID, as the schema sees

/** Somebody whom the filters are tried on: nothing of them is kept but this. */
export const Example = z.strictObject({ entraObjectId: ObjectId, expected: z.enum(EXPECTED_OUTCOMES) });
export type Example = z.infer<typeof Example>;

/** The examples of one tenant, each person once, in the order in which the admin has them. */
export const Examples = z
  .array(Example)
  .max(MOST_EXAMPLES)
  .superRefine((examples, context) => {
    const seen = new Set<EntraObjectId>();
    examples.forEach(({ entraObjectId }, index) => {
      if (seen.has(entraObjectId))
        context.addIssue({ code: 'custom', path: [index, 'entraObjectId'], message: 'This person is named twice.' });
      seen.add(entraObjectId);
    });
  });
