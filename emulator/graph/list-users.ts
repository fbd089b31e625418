import type { Context } from 'hono';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { EmulatorContext } from '../context.ts';
import type { Directory } from '../directory/directory.ts';
import { EVERYTHING } from '../directory/population.ts';
import type { Json, Person } from '../people/person.ts';
import { expiredPageToken, isOutdated } from './expired-page-token.ts';
import type { GraphEnv } from './graph-env.ts';
import { GraphRefusal } from './graph-refusal.ts';
import { requirePermission } from './let-in.ts';
import { idAndNulls, shown } from './selection.ts';
import { readToken, writeToken } from './token-text.ts';
import { withoutFirstId } from './without-first-id.ts';
import { countPeople, nextOrder, orderSchema, readPage, readSortedPage } from './users-page.ts';
import { readUsersQuery, testOf, type UsersQuery, usersQuerySchema } from './users-query.ts';

/** Where a listing goes on. */
const placeSchema = z.object({
  kind: z.literal('users'),
  entraTenantId: z.string(),
  query: usersQuerySchema,
  order: orderSchema,
  position: z.number().int(),
  /** Pages before: no two links of a listing are equal. */
  page: z.number().int(),
  issuedAt: z.number(),
  /** The link of a request that was repeated, and does not work. */
  isBroken: z.boolean(),
});
type Place = z.output<typeof placeSchema>;

/**
 * A page of all people, the first or the one that `$skiptoken` names.
 * https://learn.microsoft.com/en-us/graph/api/user-list, https://learn.microsoft.com/en-us/graph/paging
 */
export async function listUsers(context: EmulatorContext, c: Context<GraphEnv>): Promise<Response> {
  requirePermission(c.get('permissions'), 'User.Read.All', 'Directory.Read.All');
  const directory = c.get('directory');
  const token = new URL(c.req.url).searchParams.get('$skiptoken');
  const place = token === null ? firstPlace(context, c) : placeOf(context, c, token);
  const test = testOf(c, place.query);
  const { pageLatencyMs } = directory.behaviour;
  if (pageLatencyMs > 0) await delay(pageLatencyMs);

  const faults = c.get('faults');
  const endpoint = context.places().graphEndpoint;
  const view = directory.nextView();
  const { orderBy, counts, select } = place.query;
  const top = faults.get('emptyPage') === undefined ? Math.min(place.query.top, directory.behaviour.largestPage) : 0;
  const wanted = { ...place, top, test, view };
  const { people, next } = orderBy === null ? readPage(directory, wanted) : readSortedPage(directory, wanted, orderBy);
  const isEmpty = faults.get('emptyListing') !== undefined;
  const show = faults.get('idAndNulls') === undefined ? showerOf(directory, place.query) : blankerOf(place.query);
  const isCounted = token === null && counts && c.req.header('consistencylevel')?.toLowerCase() === 'eventual';
  return c.json({
    '@odata.context': `${endpoint}/v1.0/$metadata#users(${select.join(',')})`,
    ...(isCounted && { '@odata.count': countPeople(directory, test, view) }),
    ...(next !== null && !isEmpty && { '@odata.nextLink': linkTo(context, c, place, next) }),
    value: isEmpty ? [] : withoutFirstId(people.map(show), faults),
  });
}

function firstPlace({ clock }: EmulatorContext, c: Context<GraphEnv>): Place {
  const directory = c.get('directory');
  return {
    ...{ kind: 'users', entraTenantId: directory.entraTenantId },
    query: readUsersQuery(c),
    order: nextOrder(directory),
    ...{ position: 0, page: 0, issuedAt: clock.now(), isBroken: false },
  };
}

function placeOf({ clock }: EmulatorContext, c: Context<GraphEnv>, token: string): Place {
  const place = readToken(token, placeSchema);
  const directory = c.get('directory');
  const isForeign = place === null || place.entraTenantId !== directory.entraTenantId;
  if (isForeign || isOutdated(c, place.issuedAt, clock.now())) throw expiredPageToken();
  if (place.isBroken) {
    throw new GraphRefusal(400, 'DirectoryPageTokenNotFoundException', 'The specified page token was not found.');
  }
  return place;
}

function linkTo({ places, clock }: EmulatorContext, c: Context<GraphEnv>, place: Place, next: number): string {
  const faults = c.get('faults');
  const { pathname, search } = new URL(c.req.url);
  if (faults.get('sameNextLink') !== undefined) return `${places().graphEndpoint}${pathname}${search}`;
  const token = writeToken({
    ...place,
    position: Math.max(0, next + (faults.get('shift')?.people ?? 0)),
    page: place.page + 1,
    issuedAt: clock.now(),
    isBroken: faults.get('retriedToken') !== undefined,
  });
  const origin = faults.get('foreignNextLink')?.origin ?? places().graphEndpoint;
  // The options are shown as well, and cost units, but the token has them: a link is followed as it is.
  const options = search
    .slice(1)
    .split('&')
    .filter((option) => option !== '' && !SKIP_TOKEN.test(option));
  return `${origin}/v1.0/users?${[...options, `$skiptoken=${token}`].join('&')}`;
}

const SKIP_TOKEN = /^(?:\$|%24)skiptoken=/i;

type Shower = (person: Person) => Record<string, Json>;

const blankerOf =
  ({ select }: UsersQuery): Shower =>
  (person) =>
    idAndNulls(person, select);

function showerOf(directory: Directory, { select, managerSelect }: UsersQuery): Shower {
  if (managerSelect === null) return (person) => shown(person, select);
  return (person) => {
    const manager = person.managerId === null ? null : directory.find(person.managerId, EVERYTHING);
    if (manager === null) return shown(person, select);
    return {
      ...shown(person, select),
      manager: { '@odata.type': '#microsoft.graph.user', ...shown(manager, managerSelect) },
    };
  };
}
