import * as z from 'zod';

/** One line of Check Connectivity, or of /readyz. */
export const Check = z
  .object({
    name: z.string(),
    ok: z.boolean(),
    detail: z.string(),
    remedy: z.string().optional().meta({ description: 'What to do, where something is not as it must be.' }),
  })
  .meta({ id: 'Check' });
