import * as z from 'zod';

export const Admin = z
  .object({
    entraObjectId: z.string().meta({ description: 'Who it is, in the tenant’s directory.' }),
    name: z.string().meta({ description: 'As Microsoft said it at the last sign-in.' }),
    addedAt: z.iso.datetime(),
    linked: z.boolean().meta({ description: 'Linked the account last.' }),
  })
  .meta({ id: 'Admin' });
