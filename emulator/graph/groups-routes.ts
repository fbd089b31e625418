import { type Context, Hono } from 'hono';
import type { EmulatorContext } from '../context.ts';
import type { Group } from '../groups/group.schema.ts';
import type { Json } from '../people/person.ts';
import type { GraphEnv } from './graph-env.ts';
import { badRequest, notFound, unsupported } from './graph-refusal.ts';
import { answerPage, placeOf } from './groups-page.ts';
import { requirePermission } from './let-in.ts';
import { queryOf, topOf } from './query-of.ts';
import { askingOf } from './users-query.ts';

/** https://learn.microsoft.com/en-us/graph/api/group-list: groups on a page, by default and at most; members likewise. */
const USUAL_PAGE = 100;
const LARGEST_PAGE = 999;

/** Groups: https://learn.microsoft.com/en-us/graph/api/resources/group */
export function groupsRoutes(context: EmulatorContext): Hono<GraphEnv> {
  return new Hono<GraphEnv>()
    .get('/groups', (c) => listGroups(context, c))
    .get('/groups/:id', (c) => {
      requireGroups(c);
      return c.json(shown(groupOf(c), queryOf(c.req.url, ['$select']).get('$select')));
    })
    .get('/groups/:id/transitiveMembers/microsoft.graph.user', (c) => listMembers(context, c))
    .get('/users/:id/transitiveMemberOf', (c) => listMemberships(context, c));
}

const requireGroups = (c: Context<GraphEnv>): void =>
  requirePermission(c.get('permissions'), 'GroupMember.Read.All', 'Group.Read.All', 'Directory.Read.All');

/** Who may not read hidden members is told of none: https://learn.microsoft.com/en-us/graph/api/group-list-transitivemembers */
const showsMembers = (c: Context<GraphEnv>, group: Group | null): boolean =>
  group?.hidden !== true || c.get('permissions').has('Member.Read.Hidden');

/** A deleted group is not found here, whether it can be restored or not. */
function groupOf(c: Context<GraphEnv>): Group {
  const id = c.req.param('id') ?? '';
  const group = c.get('directory').groups.find(id);
  if (group === null) throw notFound(id);
  return group;
}

function listGroups(context: EmulatorContext, c: Context<GraphEnv>): Response {
  requireGroups(c);
  const query = queryOf(c.req.url, ['$search', '$orderby', '$count', '$select', '$top', '$skiptoken']);
  const { hasHeader, counts } = askingOf(c, query.get('$count') === 'true');
  const search = query.get('$search');
  const isSorted = query.has('$orderby');
  if (search !== null && !hasHeader) {
    throw unsupported(
      "Request with $search query parameter only works through MSGraph with a special request header: 'ConsistencyLevel: eventual'",
    );
  }
  if (isSorted && !(hasHeader && counts)) throw unsupported('Sorting not supported for current query.');
  const place = placeOf(context, c, topOf(query, USUAL_PAGE, LARGEST_PAGE));
  const tests = search === null ? [] : testsOf(search);
  const groups = c
    .get('directory')
    .groups.list()
    .filter((group) => tests.every((test) => test(group)));
  return answerPage(
    context,
    c,
    place,
    groups.map((group) => shown(group, query.get('$select'))),
  );
}

const CLAUSE = /^"(displayName|description):([^"]+)"$/;

/** Blanks and signs split a name into words; what is searched begins one: https://learn.microsoft.com/en-us/graph/search-query-parameter */
function testsOf(search: string): ((group: Group) => boolean)[] {
  return search.split(' AND ').map((clause) => {
    const [, property, text = ''] = CLAUSE.exec(clause.trim()) ?? [];
    if (property === undefined) throw badRequest(`Syntax error: "${clause}" is no clause of $search.`);
    return ({ name, description }) => {
      const value = (property === 'displayName' ? name : (description ?? '')).toLowerCase();
      return value.split(/[^\p{L}\p{N}]+/u).some((word) => word.startsWith(text.toLowerCase())) || value === text;
    };
  });
}

/** https://learn.microsoft.com/en-us/graph/api/group-list-transitivemembers: the cast needs the header and `$count`. */
function listMembers(context: EmulatorContext, c: Context<GraphEnv>): Response {
  requireGroups(c);
  const query = queryOf(c.req.url, ['$count', '$select', '$top', '$skiptoken']);
  const { hasHeader, counts } = askingOf(c, query.get('$count') === 'true');
  if (!hasHeader || !counts) throw unsupported('The specified query needs ConsistencyLevel: eventual and $count=true.');
  if (query.get('$select') !== 'id') throw badRequest('Of members only the id is offered here.');
  const group = groupOf(c);
  const place = placeOf(context, c, topOf(query, USUAL_PAGE, LARGEST_PAGE));
  const directory = c.get('directory');
  const present = showsMembers(c, group)
    ? directory.groups.peopleIn(group.id).filter((id) => directory.find(id) !== null)
    : [];
  return answerPage(
    context,
    c,
    place,
    present.map((id) => ({ id })),
  );
}

/** https://learn.microsoft.com/en-us/graph/api/user-list-transitivememberof */
function listMemberships(context: EmulatorContext, c: Context<GraphEnv>): Response {
  requirePermission(c.get('permissions'), 'User.Read.All', 'GroupMember.Read.All', 'Directory.Read.All');
  const query = queryOf(c.req.url, ['$select', '$top', '$skiptoken']);
  const id = c.req.param('id') ?? '';
  const directory = c.get('directory');
  const person = directory.find(id);
  if (person === null) throw notFound(id);
  const place = placeOf(context, c, topOf(query, USUAL_PAGE, LARGEST_PAGE));
  const groups = directory.groups
    .groupsOf(person.properties.id)
    .filter((one) => showsMembers(c, directory.groups.find(one)));
  return answerPage(
    context,
    c,
    place,
    groups.map((one) => ({ '@odata.type': '#microsoft.graph.group', id: one })),
  );
}

const NAMES: readonly string[] = [
  'id',
  'displayName',
  'description',
  'visibility',
  'securityEnabled',
  'mailEnabled',
  'groupTypes',
];

function shown({ id, name, description, hidden }: Group, select: string | null): Record<string, Json> {
  const all: Record<string, Json> = {
    ...{ id, displayName: name, description, visibility: hidden ? 'HiddenMembership' : null },
    ...{ securityEnabled: true, mailEnabled: false, groupTypes: [] },
  };
  const wanted = select?.split(',') ?? NAMES;
  const unknown = wanted.find((property) => !NAMES.includes(property));
  if (unknown !== undefined) throw badRequest(`Could not find a property named '${unknown}' on type 'group'.`);
  return Object.fromEntries(wanted.map((property) => [property, all[property] ?? null]));
}
