import * as z from 'zod';

/** A group of the directory, as the picker shows it. */
export const Group = z
  .object({
    id: z.string().meta({ description: 'Goes into `filters.groups`.' }),
    name: z.string(),
    description: z.string().nullable(),
    members: z
      .number()
      .int()
      .optional()
      .meta({ description: 'About how many people are in it and in the groups within it, where Microsoft says it.' }),
  })
  .meta({ id: 'Group' });
