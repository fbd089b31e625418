import { z } from 'zod';
import { CONSENTS } from '../../directory/definition.schema.ts';

export const DirectoryAnswer = z.object({
  entraTenantId: z.string(),
  name: z.string(),
  domain: z.string(),
  people: z.number(),
  left: z.number(),
  consent: z.enum(CONSENTS),
  permissions: z.array(z.string()),
  behaviour: z.record(z.string(), z.json()),
});

export const DirectoriesAnswer = z.object({ items: z.array(DirectoryAnswer) });
