import * as z from 'zod';
import { plainText } from '../../sync/plain-text.schema.ts';
import { TENANT_STATUSES } from '../../sync/run.ts';
import { Trouble } from './trouble.schema.ts';

export const Tenant = z
  .object({
    id: z.uuid(),
    name: z.string(),
    entraTenantId: z.guid().nullable().meta({ description: 'The directory’s id at Microsoft; null: not linked yet.' }),
    status: z.enum(TENANT_STATUSES),
    attention: Trouble.optional().meta({
      description: 'What its admin has to do, while the status is needsAttention.',
    }),
    lastSyncedAt: z.iso.datetime().nullable(),
    nextSyncAt: z.iso.datetime().nullable(),
    employees: z.number().int().meta({ description: 'Active, duplicate and missing ones, as of the last run.' }),
  })
  .meta({ id: 'Tenant' });

/** The body of an onboarding. */
export const NewTenant = z
  .strictObject({
    name: plainText(200),
    entraTenantId: z
      .guid('Write the directory (tenant) id as Entra shows it: a GUID.')
      .toLowerCase()
      .optional()
      .meta({ description: 'A directory whose consent was given. Without it the tenant waits for its admin.' }),
    activate: z
      .boolean()
      .default(true)
      .meta({ description: 'False: nothing is synced before its integration settings are saved.' }),
  })
  .meta({ id: 'NewTenant', examples: [{ name: 'Contoso', entraTenantId: '7c9e6679-7425-40de-944b-e07fc1f90ae7' }] });
