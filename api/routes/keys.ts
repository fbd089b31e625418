import { createRoute } from '@hono/zod-openapi';
import { createOperatorKey, deleteOperatorKey, listOperatorKeys } from '../../db/across-tenants/operator-keys.ts';
import { createTenantKey, deleteTenantKey, listTenantKeys } from '../../db/tenant-keys.ts';
import type { ApiDeps } from '../api-deps.ts';
import { hashOfKey } from '../access/caller-of.ts';
import { describeKey } from '../describe.ts';
import { noBody, operatorOnly } from '../guards.ts';
import { newApp } from '../new-app.ts';
import { notFound } from '../problem-error.ts';
import { findTenant, NOT_LEAVING, requireStatus } from '../require-status.ts';
import { json, problems } from '../route-parts.ts';
import { Key, MadeKey, NewKey } from '../schemas/key.schema.ts';
import { listOf, ListQuery, NoQuery } from '../schemas/list.schema.ts';
import { KeyPath, TenantKeyPath, TenantPath } from '../schemas/path.schema.ts';

type Deps = Pick<ApiDeps, 'db' | 'newKey'>;

const tags = ['Keys'];
const page = { description: 'A page of keys, without the keys themselves.', content: json(listOf(Key)) };
const made = { description: 'The key: it is shown this once.', content: json(MadeKey) };
const gone = { description: 'Whoever uses it is refused from now on.' };
const body = { content: json(NewKey), required: true } as const;
const ofTenant = '/api/tenants/{id}/keys';

const listOfTenant = createRoute({
  method: 'get',
  path: ofTenant,
  operationId: 'listTenantKeys',
  summary: 'List a tenant’s keys, the oldest first',
  tags,
  request: { params: TenantPath, query: ListQuery },
  responses: { 200: page, ...problems(404) },
});

const makeForTenant = createRoute({
  method: 'post',
  path: ofTenant,
  operationId: 'makeTenantKey',
  summary: 'Make a key of a tenant',
  description: 'It may do what the tenant’s admin may.',
  tags,
  request: { params: TenantPath, query: NoQuery, body },
  responses: { 201: made, ...problems(404, 409, 413, 415) },
});

const removeOfTenant = createRoute({
  method: 'delete',
  path: `${ofTenant}/{keyId}`,
  operationId: 'removeTenantKey',
  summary: 'Take a tenant’s key back',
  tags,
  middleware: [noBody] as const,
  request: { params: TenantKeyPath, query: NoQuery },
  responses: { 204: gone, ...problems(404) },
});

const listOfOperators = createRoute({
  method: 'get',
  path: '/api/keys',
  operationId: 'listOperatorKeys',
  summary: 'List operators’ keys, the oldest first (operators only)',
  description: 'The key in ROLLCALL_OPERATOR_KEY is none of them.',
  tags,
  middleware: [operatorOnly] as const,
  request: { query: ListQuery },
  responses: { 200: page, ...problems(403) },
});

const makeForOperators = createRoute({
  method: 'post',
  path: '/api/keys',
  operationId: 'makeOperatorKey',
  summary: 'Make an operator’s key (operators only)',
  tags,
  middleware: [operatorOnly] as const,
  request: { query: NoQuery, body },
  responses: { 201: made, ...problems(403, 413, 415) },
});

const removeOfOperators = createRoute({
  method: 'delete',
  path: '/api/keys/{keyId}',
  operationId: 'removeOperatorKey',
  summary: 'Take an operator’s key back (operators only)',
  tags,
  middleware: [operatorOnly, noBody] as const,
  request: { params: KeyPath, query: NoQuery },
  responses: { 204: gone, ...problems(403, 404) },
});

export const keyRoutes = ({ db, newKey }: Deps) =>
  newApp()
    .openapi(listOfTenant, async (c) => {
      const { id } = c.req.valid('param');
      const { limit, cursor } = c.req.valid('query');
      const { items, next } = await db.inTransaction(id, async (tx) => {
        await findTenant(id, tx);
        return listTenantKeys(id, tx, { limit, after: cursor });
      });
      return c.json({ items: items.map(describeKey), next }, 200);
    })
    .openapi(makeForTenant, async (c) => {
      const { id } = c.req.valid('param');
      const { name } = c.req.valid('json');
      const key = newKey();
      const row = await db.inTransaction(id, async (tx) => {
        requireStatus(await findTenant(id, tx), NOT_LEAVING);
        return createTenantKey(id, tx, { name, hash: hashOfKey(key) });
      });
      return c.json({ ...describeKey(row), key }, 201);
    })
    .openapi(removeOfTenant, async (c) => {
      const { id, keyId } = c.req.valid('param');
      if (!(await db.inTransaction(id, (tx) => deleteTenantKey(id, tx, keyId)))) throw notFound('key');
      return c.body(null, 204);
    })
    .openapi(listOfOperators, async (c) => {
      const { limit, cursor } = c.req.valid('query');
      const { items, next } = await db.acrossTenants((tx) => listOperatorKeys(tx, { limit, after: cursor }));
      return c.json({ items: items.map(describeKey), next }, 200);
    })
    .openapi(makeForOperators, async (c) => {
      const { name } = c.req.valid('json');
      const key = newKey();
      const row = await db.acrossTenants((tx) => createOperatorKey(tx, { name, hash: hashOfKey(key) }));
      return c.json({ ...describeKey(row), key }, 201);
    })
    .openapi(removeOfOperators, async (c) => {
      const { keyId } = c.req.valid('param');
      if (!(await db.acrossTenants((tx) => deleteOperatorKey(tx, keyId)))) throw notFound('key');
      return c.body(null, 204);
    });
