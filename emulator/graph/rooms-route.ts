import { type Context, Hono } from 'hono';
import type { EmulatorContext } from '../context.ts';
import { EVERYTHING } from '../directory/population.ts';
import { guidOfText } from '../hash.ts';
import type { Json } from '../people/person.ts';
import type { GraphEnv } from './graph-env.ts';
import { requirePermission } from './let-in.ts';
import { queryOf, topOf } from './query-of.ts';

/** https://learn.microsoft.com/en-us/graph/api/place-list: places on a page, by default and at most. */
const USUAL_PAGE = 100;
const LARGEST_PAGE = 1_000;

/** Rooms as places. A place's id is not that of the room's user: only the address is the same. */
export function roomsRoute({ places }: Pick<EmulatorContext, 'places'>): Hono<GraphEnv> {
  return new Hono<GraphEnv>().get('/places/microsoft.graph.room', (c) => c.json(roomsPage(c, places().graphEndpoint)));
}

/** A page, with the link of the next where there are more. */
function roomsPage(c: Context<GraphEnv>, graphEndpoint: string): Record<string, Json> {
  requirePermission(c.get('permissions'), 'Place.Read.All');
  const query = queryOf(c.req.url, ['$top', '$skip']);
  const skip = Number(query.get('$skip') ?? 0);
  const { population } = c.get('directory');
  const rooms: Record<string, Json>[] = [];
  for (let slot = 0; slot < population.slots; slot++) {
    const person = population.presentAt(slot, EVERYTHING);
    if (person?.userPurpose !== 'room') continue;
    const { id, displayName, mail, userPrincipalName, businessPhones } = person.properties;
    rooms.push({
      id: guidOfText(`place/${id}`),
      displayName,
      emailAddress: mail ?? userPrincipalName,
      phone: Array.isArray(businessPhones) ? (businessPhones[0] ?? '') : '',
      capacity: 8,
      bookingType: 'standard',
    });
  }
  const end = skip + topOf(query, USUAL_PAGE, LARGEST_PAGE);
  const page = { value: rooms.slice(skip, end) };
  if (end >= rooms.length) return page;
  const { pathname, searchParams } = new URL(c.req.url);
  searchParams.set('$skip', String(end));
  return { ...page, '@odata.nextLink': `${graphEndpoint}${pathname}?${searchParams.toString()}` };
}
