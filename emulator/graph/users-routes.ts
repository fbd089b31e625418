import { type Context, Hono } from 'hono';
import type { EmulatorContext } from '../context.ts';
import type { Json, Person } from '../people/person.ts';
import { peopleTest } from './filter/people-test.ts';
import type { GraphEnv } from './graph-env.ts';
import { badRequest, GraphRefusal, notFound } from './graph-refusal.ts';
import { requirePermission } from './let-in.ts';
import { listUsers } from './list-users.ts';
import { queryOf } from './query-of.ts';
import { idAndNulls, type Selection, selectionOf, shown } from './selection.ts';
import { countPeople } from './users-page.ts';
import { askingOf } from './users-query.ts';

/** People: https://learn.microsoft.com/en-us/graph/api/resources/user */
export function usersRoutes(context: EmulatorContext): Hono<GraphEnv> {
  return new Hono<GraphEnv>()
    .get('/users', (c) => listUsers(context, c))
    .get('/users/$count', countUsers)
    .get('/users/:id', showUser)
    .get('/users/:id/manager', showManager)
    .get('/users/:id/mailboxSettings', (c) => c.json(mailboxSettingsOf(c)))
    .get('/users/:id/mailboxSettings/userPurpose', (c) => c.json({ value: mailboxSettingsOf(c).userPurpose }));
}

const requirePeople = (c: Context<GraphEnv>): void =>
  requirePermission(c.get('permissions'), 'User.Read.All', 'Directory.Read.All');

/** A number as text, and only with the header: https://learn.microsoft.com/en-us/graph/aad-advanced-queries */
function countUsers(c: Context<GraphEnv>): Response {
  requirePeople(c);
  const query = queryOf(c.req.url, ['$filter', '$search']);
  const asking = askingOf(c, true);
  if (!asking.hasHeader) throw badRequest('$count is not currently supported.');
  const directory = c.get('directory');
  const test = peopleTest(query.get('$filter'), query.get('$search'), asking);
  return c.text(String(countPeople(directory, test, directory.nextView())), 200, { 'content-type': 'text/plain' });
}

/** By object id or user principal name. Throws Request_ResourceNotFound. */
function findUser(c: Context<GraphEnv>): Person {
  const id = c.req.param('id') ?? '';
  const directory = c.get('directory');
  const person = directory.find(id, directory.nextView());
  if (person === null) throw notFound(id);
  return person;
}

const selectOf = (c: Context<GraphEnv>): Selection => selectionFrom(c, queryOf(c.req.url, ['$select']).get('$select'));

function selectionFrom(c: Context<GraphEnv>, names: string | null): Selection {
  return selectionOf(names, {
    permissions: c.get('permissions'),
    of: 'oneUser',
    mostCharacters: c.get('directory').behaviour.selectCharacters,
  });
}

function showUser(c: Context<GraphEnv>): Response {
  requirePeople(c);
  const query = queryOf(c.req.url, ['$select', '$expand']);
  const select = selectionFrom(c, query.get('$select'));
  const person = findUser(c);
  if (c.get('faults').get('idAndNulls') !== undefined) return c.json(idAndNulls(person, select));
  return c.json({
    ...shown(person, select),
    ...(select.includes('mailboxSettings') && { mailboxSettings: mailboxSettingsOf(c) }),
    ...expandedManager(c, person, query.get('$expand')),
  });
}

/** Of one person the manager can be had too; the key is absent where there is none. */
function expandedManager(c: Context<GraphEnv>, { managerId }: Person, expand: string | null): Record<string, Json> {
  if (expand === null) return {};
  const found = /^manager(?:\(\$select=([^()]*)\))?$/.exec(expand);
  if (found === null) throw badRequest(`'${expand}' cannot be expanded here.`);
  const [, names = null] = found;
  const manager = managerId === null ? null : c.get('directory').find(managerId);
  if (manager === null) return {};
  return { manager: { '@odata.type': '#microsoft.graph.user', ...shown(manager, selectionFrom(c, names)) } };
}

/**
 * Who may not read people still gets an answer where another permission let them in: the id, and all else null.
 * https://learn.microsoft.com/en-us/graph/permissions-overview#limited-information-returned-for-inaccessible-member-objects
 */
function showManager(c: Context<GraphEnv>): Response {
  const permissions = c.get('permissions');
  const mayRead = permissions.has('User.Read.All') || permissions.has('Directory.Read.All');
  if (permissions.size === 0) requirePeople(c);
  const select = selectOf(c);
  const { managerId } = findUser(c);
  const manager = managerId === null ? null : c.get('directory').find(managerId);
  if (manager === null) throw notFound('manager');
  const isBlank = !mayRead || c.get('faults').get('idAndNulls') !== undefined;
  return c.json({
    '@odata.type': '#microsoft.graph.user',
    ...(isBlank ? idAndNulls(manager, select) : shown(manager, select)),
  });
}

/** https://learn.microsoft.com/en-us/graph/api/resources/mailboxsettings; without a mailbox Exchange's own error. */
function mailboxSettingsOf(c: Context<GraphEnv>): { readonly userPurpose: string; readonly timeZone: string } {
  requirePermission(c.get('permissions'), 'MailboxSettings.Read', 'MailboxSettings.ReadWrite');
  const { userPurpose, properties } = findUser(c);
  if (properties['mail'] === null || properties['userType'] === 'Guest') {
    throw new GraphRefusal(404, 'MailboxNotEnabledForRESTAPI', 'The mailbox is inactive, on-premises or not there.');
  }
  return { userPurpose, timeZone: 'UTC' };
}
