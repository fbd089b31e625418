import * as z from 'zod';
import { Examples, EXPECTED_OUTCOMES } from '../../sync/example.schema.ts';

const version = z.number().int().min(1);

const ExampleOfApi = z
  .object({
    entraObjectId: z.string().meta({ description: 'The object id of the person in Entra.' }),
    expected: z.enum(EXPECTED_OUTCOMES),
  })
  .meta({ id: 'Example' });

export const SavedExamples = z.object({ version, items: z.array(ExampleOfApi).readonly() }).meta({ id: 'Examples' });

export const NewExamples = z.strictObject({ version: version.optional(), items: Examples }).meta({ id: 'NewExamples' });
