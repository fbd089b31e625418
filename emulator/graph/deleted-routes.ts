import { type Context, Hono } from 'hono';
import { z } from 'zod';
import type { EmulatorContext } from '../context.ts';
import { peopleTest } from './filter/people-test.ts';
import { expiredPageToken, isOutdated } from './expired-page-token.ts';
import type { GraphEnv } from './graph-env.ts';
import { notFound, unsupported } from './graph-refusal.ts';
import { requirePermission } from './let-in.ts';
import { queryOf, topOf } from './query-of.ts';
import { type Selection, selectionOf, shown } from './selection.ts';
import { readToken, writeToken } from './token-text.ts';
import { askingOf } from './users-query.ts';

const USERS = '/directory/deletedItems/microsoft.graph.user';
/** https://learn.microsoft.com/en-us/graph/api/directory-deleteditems-list */
const USUAL_PAGE = 100;
const LARGEST_PAGE = 999;

const placeSchema = z.object({
  kind: z.literal('deleted'),
  position: z.number().int(),
  select: z.array(z.string()),
  filter: z.string().nullable(),
  counts: z.boolean(),
  top: z.number().int(),
  issuedAt: z.number(),
});
type Place = z.output<typeof placeSchema>;

/** People who left in the last 30 days. What kind of object is listed has to be said. */
export function deletedRoutes(context: EmulatorContext): Hono<GraphEnv> {
  return new Hono<GraphEnv>()
    .get('/directory/deletedItems', () => {
      throw unsupported('The type of the deleted items is needed: /directory/deletedItems/microsoft.graph.user.');
    })
    .get(USERS, (c) => listDeleted(context, c))
    .get(`${USERS}/:id`, showDeleted)
    .get('/directory/deletedItems/:id', showDeleted);
}

function listDeleted({ places, clock }: EmulatorContext, c: Context<GraphEnv>): Response {
  requirePermission(c.get('permissions'), 'User.Read.All', 'Directory.Read.All');
  const query = queryOf(c.req.url, ['$top', '$select', '$filter', '$count', '$skiptoken']);
  const token = query.get('$skiptoken');
  const place = token === null ? firstPlace(c, query, clock.now()) : readToken(token, placeSchema);
  if (place === null || isOutdated(c, place.issuedAt, clock.now())) throw expiredPageToken();
  const test = peopleTest(place.filter, null, askingOf(c, place.counts));
  const all = c
    .get('directory')
    .deleted()
    .filter(({ person }) => test === null || test(person));
  const position = place.position + place.top;
  const next = writeToken({ ...place, position, issuedAt: clock.now() });
  const { graphEndpoint } = places();
  return c.json({
    '@odata.context': `${graphEndpoint}/v1.0/$metadata#users`,
    ...(position < all.length && { '@odata.nextLink': `${graphEndpoint}/v1.0${USERS}?$skiptoken=${next}` }),
    value: all.slice(place.position, position).map(({ person }) => shown(person, place.select)),
  });
}

function firstPlace(c: Context<GraphEnv>, query: URLSearchParams, issuedAt: number): Place {
  const select = [...selectOf(c, query, 'listing')];
  const [filter, counts] = [query.get('$filter'), query.get('$count') === 'true'];
  return {
    kind: 'deleted',
    position: 0,
    select,
    filter,
    counts,
    top: topOf(query, USUAL_PAGE, LARGEST_PAGE),
    issuedAt,
  };
}

function showDeleted(c: Context<GraphEnv>): Response {
  requirePermission(c.get('permissions'), 'User.Read.All', 'Directory.Read.All');
  const id = c.req.param('id') ?? '';
  const select = selectOf(c, queryOf(c.req.url, ['$select']), 'oneUser');
  const deleted = c.get('directory').deleted();
  const found = deleted.find(({ person }) => person.properties.id === id.toLowerCase());
  if (found === undefined) throw notFound(id);
  return c.json({ '@odata.type': '#microsoft.graph.user', ...shown(found.person, select) });
}

function selectOf(c: Context<GraphEnv>, query: URLSearchParams, of: 'listing' | 'oneUser'): Selection {
  return selectionOf(query.get('$select'), {
    permissions: c.get('permissions'),
    of,
    mostCharacters: c.get('directory').behaviour.selectCharacters,
  });
}
