import { Hono, type Context } from 'hono';
import type { EmulatorContext } from '../context.ts';
import type { Person } from '../people/person.ts';
import { DEFAULT_SELECTION } from '../people/property-catalogue.ts';
import type { GraphEnv } from './graph-env.ts';
import { badRequest, notFound } from './graph-refusal.ts';
import { requirePermission } from './let-in.ts';
import { listUsers } from './list-users.ts';
import { idAndNulls, selectionOf, shown } from './selection.ts';

/** People: https://learn.microsoft.com/en-us/graph/api/resources/user */
export function usersRoutes(context: EmulatorContext): Hono<GraphEnv> {
  return new Hono<GraphEnv>()
    .get('/users', (c) => listUsers(context, c))
    .get('/users/$count', countUsers)
    .get('/users/:id', showUser)
    .get('/users/:id/manager', showManager)
    .get('/users/:id/mailboxSettings', showMailboxSettings);
}

/** Only with the header: https://learn.microsoft.com/en-us/graph/aad-advanced-queries */
function countUsers(c: Context<GraphEnv>): Response {
  requirePermission(c.get('permissions'), 'User.Read.All', 'Directory.Read.All');
  if (c.req.header('consistencylevel')?.toLowerCase() !== 'eventual')
    throw badRequest('$count is not currently supported.');
  return c.text(String(c.get('directory').count), 200, { 'content-type': 'text/plain;odata.metadata=minimal' });
}

function findUser(c: Context<GraphEnv>): Person {
  requirePermission(c.get('permissions'), 'User.Read.All', 'Directory.Read.All');
  const id = decodeURIComponent(c.req.param('id') ?? '');
  const directory = c.get('directory');
  const person = directory.find(id, directory.nextView());
  if (person === null) throw notFound(id);
  return person;
}

function showUser(c: Context<GraphEnv>): Response {
  const person = findUser(c);
  const select = selectionOf(new URL(c.req.url).searchParams.get('$select'), {
    permissions: c.get('permissions'),
    of: 'oneUser',
    mostCharacters: c.get('directory').behaviour.selectCharacters,
  });
  return c.json(c.get('faults').get('idAndNulls') === undefined ? shown(person, select) : idAndNulls(person, select));
}

/** With too few rights a relationship answers an object with its id and all else null. */
function showManager(c: Context<GraphEnv>): Response {
  const { managerId } = findUser(c);
  const manager = managerId === null ? null : c.get('directory').find(managerId);
  if (manager === null) throw notFound('manager');
  const select = [...DEFAULT_SELECTION];
  return c.json({
    '@odata.type': '#microsoft.graph.user',
    ...(c.get('faults').get('idAndNulls') === undefined ? shown(manager, select) : idAndNulls(manager, select)),
  });
}

/** https://learn.microsoft.com/en-us/graph/api/resources/mailboxsettings */
function showMailboxSettings(c: Context<GraphEnv>): Response {
  requirePermission(c.get('permissions'), 'MailboxSettings.Read', 'MailboxSettings.ReadWrite');
  const { userPurpose } = findUser(c);
  return c.json({ userPurpose });
}
