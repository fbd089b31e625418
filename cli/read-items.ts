import type * as z from 'zod';
import { query, type Api } from './api.ts';
import { listOf } from './responses.schema.ts';

/** The most that the API gives at once. */
const PAGE = 1000;

type Filters = Readonly<Record<string, string | number | undefined>>;

/** Pages of a list, as they come, to its end. */
export async function* readPages<Item extends z.ZodType>(
  api: Api,
  route: string,
  item: Item,
  filters: Filters,
  limit = Infinity,
  most = PAGE,
) {
  let cursor: string | undefined;
  let left = limit;
  do {
    const asked = query({ ...filters, limit: Math.min(left, most), cursor });
    const page: { items: z.output<Item>[]; next?: string | null | undefined } = await api.get(
      `${route}${asked}`,
      listOf(item),
    );
    yield page;
    left -= page.items.length;
    cursor = page.items.length === 0 ? undefined : (page.next ?? undefined);
  } while (cursor !== undefined && left > 0);
}

/** The first `limit` items of a list that gives at most `most` at once, and where it goes on: null at its end. */
export async function readItems<Item extends z.ZodType>(
  api: Api,
  route: string,
  item: Item,
  filters: Filters,
  limit: number,
  most = PAGE,
) {
  const items: z.output<Item>[] = [];
  let next: string | null = null;
  for await (const page of readPages(api, route, item, filters, limit, most)) {
    items.push(...page.items);
    next = page.next ?? null;
  }
  return { items, next };
}
