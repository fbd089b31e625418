import * as z from 'zod';

export const ExplanationBody = z
  .strictObject({
    user: z
      .string()
      .trim()
      .min(1)
      .max(256)
      .meta({ description: 'An object id, a whole address or user principal name, or words of the name.' }),
  })
  .meta({ id: 'ExplanationRequest' });

const Person = z.object({ entraObjectId: z.string(), name: z.string().nullable() });

export const Explanation = z
  .object({
    found: z.enum(['one', 'several', 'deleted', 'none']).meta({
      description: '`deleted`: among those deleted in the last 30 days, as a look-up by object id or address tells.',
    }),
    person: Person.nullable(),
    candidates: z.array(Person).meta({ description: 'At most 20 to choose from, when several were found.' }),
    outcome: z.object({
      kind: z.enum(['imported', 'duplicate', 'notImported', 'notFound', 'ambiguous']),
      reason: z.string().nullable().meta({ description: 'The skip reason, when not imported.' }),
      text: z.string(),
      remedy: z.string().nullable().meta({ description: 'What would have to change.' }),
    }),
    steps: z.array(
      z.object({
        step: z.enum(['entra', 'kind', 'email', 'clause', 'address', 'fields', 'employee', 'lastRun']),
        passed: z
          .enum(['true', 'false', 'unknown'])
          .nullable()
          .meta({ description: 'Null where there is nothing to pass.' }),
        text: z.string(),
        reason: z.string().nullable().meta({ description: 'The skip reason that a clause stands for.' }),
      }),
    ),
  })
  .meta({ id: 'Explanation' });
