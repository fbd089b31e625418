import * as z from 'zod';

export const MadeInvitation = z
  .object({
    url: z.url().meta({ description: 'To be given to one person.' }),
    expiresAt: z.iso.datetime(),
  })
  .meta({ id: 'Invitation' });
