import { Hono, type Context } from 'hono';
import { z } from 'zod';
import type { EmulatorContext } from '../context.ts';
import type { GraphEnv } from './graph-env.ts';
import { badRequest, GraphRefusal, notFound } from './graph-refusal.ts';
import { requirePermission } from './let-in.ts';
import { idAndNulls, selectionOf, shown } from './selection.ts';
import { readToken, writeToken } from './token-text.ts';

/** The organization, deleted people, rooms, and many objects by their ids. */
export function otherReads(context: EmulatorContext): Hono<GraphEnv> {
  return new Hono<GraphEnv>()
    .get('/organization', showOrganization)
    .get('/directory/deletedItems/microsoft.graph.user', (c) => listDeleted(context, c))
    .get('/directory/deletedItems/:id', showDeleted)
    .get('/places/microsoft.graph.room', (c) => listRooms(c))
    .post('/directoryObjects/getByIds', getByIds);
}

/** https://learn.microsoft.com/en-us/graph/api/organization-list: always exactly one. */
function showOrganization(c: Context<GraphEnv>): Response {
  requirePermission(c.get('permissions'), 'Organization.Read.All', 'Directory.Read.All');
  const { entraTenantId, name, domain } = c.get('directory');
  const all: Record<string, unknown> = {
    id: c.get('faults').get('otherOrganization')?.id ?? entraTenantId,
    displayName: name,
    verifiedDomains: [{ capabilities: 'Email', isDefault: true, isInitial: false, name: domain, type: 'Managed' }],
    createdDateTime: '2016-01-04T08:00:00Z',
    countryLetterCode: 'GB',
  };
  const select = new URL(c.req.url).searchParams.get('$select');
  const value =
    select === null ? all : Object.fromEntries(select.split(',').map((name_) => [name_, all[name_] ?? null]));
  return c.json({ value: [value] });
}

const deletedPlace = z.object({
  kind: z.literal('deleted'),
  position: z.number().int(),
  select: z.array(z.string()),
  top: z.number().int(),
});

/** https://learn.microsoft.com/en-us/graph/api/directory-deleteditems-list: without the cast it is refused. */
function listDeleted({ places }: EmulatorContext, c: Context<GraphEnv>): Response {
  requirePermission(c.get('permissions'), 'User.Read.All', 'Directory.Read.All');
  const query = new URL(c.req.url).searchParams;
  const token = query.get('$skiptoken');
  const place = token === null ? firstDeleted(c, query) : readToken(token, deletedPlace);
  if (place === null) throw badRequest('The page token is not valid.');
  const all = c.get('directory').deleted();
  const page = all.slice(place.position, place.position + place.top);
  const value = page.map(({ person }) => ({ ...shown(person, place.select), id: person.properties.id }));
  const position = place.position + place.top;
  if (position >= all.length) return c.json({ value });
  const next = `${places().graphEndpoint}/v1.0/directory/deletedItems/microsoft.graph.user?$skiptoken=${writeToken({ ...place, position })}`;
  return c.json({ '@odata.nextLink': next, value });
}

function firstDeleted(c: Context<GraphEnv>, query: URLSearchParams): z.output<typeof deletedPlace> {
  const { behaviour } = c.get('directory');
  const limits = {
    permissions: c.get('permissions'),
    of: 'listing',
    mostCharacters: behaviour.selectCharacters,
  } as const;
  const top = Number(query.get('$top') ?? 100);
  return { kind: 'deleted', position: 0, select: [...selectionOf(query.get('$select'), limits)], top };
}

function showDeleted(c: Context<GraphEnv>): Response {
  requirePermission(c.get('permissions'), 'User.Read.All', 'Directory.Read.All');
  const id = c.req.param('id') ?? '';
  const found = c
    .get('directory')
    .deleted()
    .find(({ person }) => person.properties.id === id.toLowerCase());
  if (found === undefined) throw notFound(id);
  const { behaviour } = c.get('directory');
  const limits = {
    permissions: c.get('permissions'),
    of: 'oneUser',
    mostCharacters: behaviour.selectCharacters,
  } as const;
  const select = selectionOf(new URL(c.req.url).searchParams.get('$select'), limits);
  return c.json({
    '@odata.type': '#microsoft.graph.user',
    ...shown(found.person, select),
    id: found.person.properties.id,
  });
}

/** https://learn.microsoft.com/en-us/graph/api/place-list: a room's id is not that of its user. */
function listRooms(c: Context<GraphEnv>): Response {
  requirePermission(c.get('permissions'), 'Place.Read.All');
  const directory = c.get('directory');
  const rooms = [...directory.ids()].flatMap((id) => {
    const person = directory.find(id);
    if (person?.userPurpose !== 'room') return [];
    const { displayName, mail, userPrincipalName } = person.properties;
    return [{ id: `place-${id}`, displayName, emailAddress: mail ?? userPrincipalName }];
  });
  return c.json({ value: rooms });
}

const idsSchema = z.object({ ids: z.array(z.string()).min(1).max(1_000), types: z.array(z.string()).optional() });

/** https://learn.microsoft.com/en-us/graph/api/directoryobject-getbyids: who may not read people gets ids and nulls. */
async function getByIds(c: Context<GraphEnv>): Promise<Response> {
  requirePermission(c.get('permissions'), 'Directory.Read.All', 'User.Read.All');
  const { data } = idsSchema.safeParse(await c.req.json().catch(() => undefined));
  if (data === undefined)
    throw new GraphRefusal(400, 'Request_BadRequest', "Invalid value specified for property 'ids'.");
  const whole = c.get('permissions').has('Directory.Read.All');
  const value = data.ids.flatMap((id) => {
    const person = c.get('directory').find(id);
    if (person === null) return [];
    const select = ['id', 'displayName', 'userPrincipalName', 'mail'];
    return [
      { '@odata.type': '#microsoft.graph.user', ...(whole ? shown(person, select) : idAndNulls(person, select)) },
    ];
  });
  return c.json({ value });
}
