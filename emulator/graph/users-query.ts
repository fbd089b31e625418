import type { Context } from 'hono';
import { z } from 'zod';
import { DEFAULT_SELECTION } from '../people/property-catalogue.ts';
import { type Asking, type PeopleTest, peopleTest } from './filter/people-test.ts';
import type { GraphEnv } from './graph-env.ts';
import { badRequest, unsupported } from './graph-refusal.ts';
import { queryOf, topOf } from './query-of.ts';
import { selectionOf } from './selection.ts';

/** https://learn.microsoft.com/en-us/graph/api/user-list: people on a page, by default and at most. */
const USUAL_PAGE = 100;
const LARGEST_PAGE = 999;
/** `$expand=manager` drops the page to 100, whatever `$top` says; signInActivity to 500. */
const LARGEST_WITH_MANAGER = 100;
const LARGEST_WITH_SIGN_INS = 500;

/** What a listing of people was asked for. Its links hold it, since they are followed as they are. */
export const usersQuerySchema = z.object({
  top: z.number().int(),
  select: z.array(z.string()),
  /** Properties of the expanded manager; null: not expanded. */
  managerSelect: z.array(z.string()).nullable(),
  filter: z.string().nullable(),
  search: z.string().nullable(),
  orderBy: z.object({ property: z.enum(['displayName', 'userPrincipalName']), isDescending: z.boolean() }).nullable(),
  counts: z.boolean(),
});
export type UsersQuery = z.output<typeof usersQuerySchema>;

const OPTIONS = ['$top', '$select', '$filter', '$search', '$orderby', '$expand', '$count'];
const EXPANDED_MANAGER = /^manager(?:\(\$select=([\w,]+)\))?$/;
const ORDER = /^(displayName|userPrincipalName)(?: +(asc|desc))?$/;

/** `ConsistencyLevel: eventual`: https://learn.microsoft.com/en-us/graph/aad-advanced-queries */
export function askingOf(c: Context<GraphEnv>, counts: boolean): Asking {
  return { hasHeader: c.req.header('consistencylevel')?.toLowerCase() === 'eventual', counts };
}

/** Reads the first request of a listing. Throws GraphRefusal. */
export function readUsersQuery(c: Context<GraphEnv>): UsersQuery {
  const query = queryOf(c.req.url, OPTIONS);
  const select = selectionOf(query.get('$select'), {
    permissions: c.get('permissions'),
    of: 'listing',
    mostCharacters: c.get('directory').behaviour.selectCharacters,
  });
  const managerSelect = managerSelectOf(query.get('$expand'));
  const largest = select.includes('signInActivity') ? LARGEST_WITH_SIGN_INS : LARGEST_PAGE;
  const top = Math.min(topOf(query, USUAL_PAGE, LARGEST_PAGE), managerSelect === null ? largest : LARGEST_WITH_MANAGER);
  return {
    ...{ top, select: [...select], managerSelect },
    filter: query.get('$filter'),
    search: query.get('$search'),
    orderBy: orderOf(query.get('$orderby')),
    counts: query.get('$count') === 'true',
  };
}

/** Whom the listing leaves; null: everybody. Links forget the header, so each page asks anew. Throws GraphRefusal. */
export function testOf(c: Context<GraphEnv>, query: UsersQuery): PeopleTest | null {
  const asking = askingOf(c, query.counts);
  const isAdvanced = asking.hasHeader && asking.counts;
  const { filter, search, orderBy, managerSelect } = query;
  if (isAdvanced && managerSelect !== null) throw unsupported('$expand cannot be part of an advanced query.');
  if (orderBy !== null && (filter !== null || search !== null) && !isAdvanced) {
    throw unsupported('Sorting not supported for current query.');
  }
  return peopleTest(filter, search, asking);
}

function managerSelectOf(expand: string | null): string[] | null {
  if (expand === null) return null;
  const match = EXPANDED_MANAGER.exec(expand.trim());
  if (match === null) throw badRequest(`$expand=${expand} is not supported: only manager is.`);
  return match[1]?.split(',') ?? [...DEFAULT_SELECTION];
}

function orderOf(text: string | null): UsersQuery['orderBy'] {
  if (text === null) return null;
  const [, property, direction] = ORDER.exec(text.trim()) ?? [];
  if (property !== 'displayName' && property !== 'userPrincipalName') {
    throw unsupported(`Sorting by '${text}' is not supported.`);
  }
  return { property, isDescending: direction === 'desc' };
}
