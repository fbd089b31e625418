import * as z from 'zod';
import { Check } from './check.schema.ts';

/** Something is wrong, where, and how. */
export const Finding = z
  .object({
    path: z.string().meta({ description: 'Where: keys and places joined by dots; empty for the whole.' }),
    message: z.string(),
    position: z.number().int().optional().meta({ description: 'In a filter: where, in characters from its start.' }),
    length: z.number().int().optional().meta({ description: 'In a filter: how many characters are meant.' }),
    reason: z.string().optional().meta({ description: 'In a filter: what is wrong, for programs.' }),
    nearest: z.string().optional().meta({ description: 'In a filter: the name that could be meant.' }),
  })
  .meta({ id: 'Finding' });
export type Finding = z.infer<typeof Finding>;

/** RFC 9457 (https://www.rfc-editor.org/rfc/rfc9457), with what Rollcall adds. */
export const Problem = z
  .object({
    type: z.string().meta({ description: 'An address that explains this kind of problem.' }),
    title: z.string(),
    status: z.number().int(),
    detail: z.string().meta({ description: 'What happened this time, as a sentence.' }),
    code: z.string().meta({ description: 'The kind of problem, for programs.' }),
    remedy: z.string().optional().meta({ description: 'What to do next.' }),
    requestId: z.string().meta({ description: 'Also in the log of the API.' }),
    errors: z.array(Finding).readonly().optional(),
    checks: z.array(Check).readonly().optional(),
    runId: z.string().optional().meta({ description: 'The run to look at instead.' }),
    tenantId: z.string().optional().meta({ description: 'The tenant to look at instead.' }),
    version: z.number().int().optional().meta({ description: 'The version that is newest now.' }),
  })
  .meta({ id: 'Problem' });
