import type { Context } from 'hono';
import { z } from 'zod';
import type { EmulatorContext } from '../context.ts';
import type { Json } from '../people/person.ts';
import { expiredPageToken, isOutdated } from './expired-page-token.ts';
import type { GraphEnv } from './graph-env.ts';
import { readToken, writeToken } from './token-text.ts';
import { withoutFirstId } from './without-first-id.ts';

const placeSchema = z.object({
  kind: z.literal('groups'),
  entraTenantId: z.string(),
  top: z.number().int(),
  position: z.number().int(),
  /** Pages before: no two links of a listing are equal. */
  page: z.number().int(),
  issuedAt: z.number(),
});
type Place = z.output<typeof placeSchema>;

/** Where a listing around groups begins or goes on. Throws GraphRefusal for a place that is not known. */
export function placeOf({ clock }: EmulatorContext, c: Context<GraphEnv>, top: number): Place {
  const { entraTenantId, behaviour } = c.get('directory');
  const text = new URL(c.req.url).searchParams.get('$skiptoken');
  if (text === null) {
    const first = { kind: 'groups', entraTenantId, position: 0, page: 0, issuedAt: clock.now() } as const;
    return { ...first, top: Math.min(top, behaviour.largestPage) };
  }
  const place = readToken(text, placeSchema);
  if (place === null || place.entraTenantId !== entraTenantId || isOutdated(c, place.issuedAt, clock.now())) {
    throw expiredPageToken();
  }
  return place;
}

/** A page of items from that place on, with a link to the next: https://learn.microsoft.com/en-us/graph/paging */
export function answerPage(
  { clock, places }: EmulatorContext,
  c: Context<GraphEnv>,
  place: Place,
  items: readonly Record<string, Json>[],
): Response {
  const faults = c.get('faults');
  const { pathname, searchParams } = new URL(c.req.url);
  const end = place.position + place.top;
  const position = Math.max(0, end + (faults.get('shift')?.people ?? 0));
  const token = writeToken({ ...place, position, page: place.page + 1, issuedAt: clock.now() });
  searchParams.delete('$skiptoken');
  const options = [...searchParams].map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  const isEmpty = faults.get('emptyListing') !== undefined;
  const isCounted = place.page === 0 && searchParams.get('$count') === 'true';
  const origin = faults.get('foreignNextLink')?.origin ?? places().graphEndpoint;
  const link = `${origin}${pathname}?${[...options, `$skiptoken=${token}`].join('&')}`;
  return c.json({
    ...(isCounted && { '@odata.count': items.length }),
    ...(end < items.length && !isEmpty && { '@odata.nextLink': link }),
    value: isEmpty ? [] : withoutFirstId(items.slice(place.position, end), faults),
  });
}
