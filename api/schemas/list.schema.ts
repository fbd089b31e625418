import * as z from 'zod';

/** The query of a route that has none: whatever is asked for beyond it is refused. */
export const NoQuery = z.strictObject({});

/** What every list takes. */
export const ListQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(1000).default(100).meta({ description: 'At most so many items.' }),
  cursor: z
    .string()
    .min(1)
    .max(2000)
    .optional()
    .meta({ description: '`next` of the page before, with everything else of the query unchanged.' }),
});

/** A page of a list. */
export const listOf = <Item extends z.ZodType>(item: Item) =>
  z.object({
    items: z.array(item).readonly(),
    next: z.string().nullable().meta({ description: 'The cursor of the next page; null: this is the last one.' }),
  });
