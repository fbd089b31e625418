import * as z from 'zod';
import { plainText } from '../../sync/plain-text.schema.ts';

export const ExplanationBody = z
  .strictObject({
    user: plainText(256).meta({
      description: 'An object id, a whole address or user principal name, or words of the name.',
    }),
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
        text: z.string().meta({ description: 'What was looked at, what was found there, and whether that passes.' }),
        reason: z.string().nullable().meta({ description: 'The skip reason that a clause stands for.' }),
        employeeId: z.uuid().nullable().meta({
          description: 'Of `employee`: who the person is. Of `address`: who holds it. Otherwise null.',
        }),
      }),
    ),
  })
  .meta({ id: 'Explanation' });
