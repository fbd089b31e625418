import { createRoute } from '@hono/zod-openapi';
import { listTenants } from '../../db/across-tenants/list-tenants.ts';
import type { EntraTenantId } from '../../sync/ids.ts';
import type { ApiDeps } from '../api-deps.ts';
import { describeTenant } from '../describe.ts';
import { noBody, operatorOnly } from '../guards.ts';
import { newApp } from '../new-app.ts';
import { offboardTenant } from '../tenants/offboard-tenant.ts';
import { onboardTenant } from '../tenants/onboard-tenant.ts';
import { findTenant } from '../require-status.ts';
import { json, problems } from '../route-parts.ts';
import { listOf, ListQuery, NoQuery } from '../schemas/list.schema.ts';
import { TenantPath } from '../schemas/path.schema.ts';
import { NewTenant, Tenant } from '../schemas/tenant.schema.ts';

type Deps = Pick<ApiDeps, 'db' | 'now' | 'sync' | 'directoryOf' | 'newId' | 'log'>;

const tags = ['Tenants'];

const onboard = createRoute({
  method: 'post',
  path: '/api/tenants',
  operationId: 'onboardTenant',
  summary: 'Onboard a directory (operators only)',
  description:
    'Checks sign-in, directory and permissions first; 422 brings the checks when one fails. Without `entraTenantId` the tenant is `unlinked` and waits for its admin.',
  tags,
  middleware: [operatorOnly] as const,
  request: { query: NoQuery, body: { content: json(NewTenant), required: true } },
  responses: {
    201: { description: 'Onboarded; its first run starts by itself.', content: json(Tenant) },
    ...problems(403, 409, 413, 415, 422),
  },
});

const list = createRoute({
  method: 'get',
  path: '/api/tenants',
  operationId: 'listTenants',
  summary: 'List tenants, the oldest first',
  description: 'A tenant’s key sees its own tenant only.',
  tags,
  request: { query: ListQuery },
  responses: { 200: { description: 'A page of tenants.', content: json(listOf(Tenant)) }, ...problems() },
});

const show = createRoute({
  method: 'get',
  path: '/api/tenants/{id}',
  operationId: 'getTenant',
  summary: 'Read a tenant',
  tags,
  request: { params: TenantPath, query: NoQuery },
  responses: { 200: { description: 'The tenant.', content: json(Tenant) }, ...problems(404) },
});

const offboard = createRoute({
  method: 'delete',
  path: '/api/tenants/{id}',
  operationId: 'offboardTenant',
  summary: 'Off-board a tenant (operators only)',
  description: 'Its sync stops, then all that is stored of it is erased. Until then it is `offboarding`, then 404.',
  tags,
  middleware: [operatorOnly, noBody] as const,
  request: { params: TenantPath, query: NoQuery },
  responses: { 202: { description: 'It is being off-boarded.', content: json(Tenant) }, ...problems(403, 404) },
});

export const tenantRoutes = (deps: Deps) =>
  newApp()
    .openapi(onboard, async (c) => {
      const { name, entraTenantId, activate } = c.req.valid('json');
      const directory = entraTenantId as EntraTenantId | undefined; // a GUID, by its schema
      const tenant = await onboardTenant(deps, { name, entraTenantId: directory, activate });
      return c.json(describeTenant(tenant), 201, { Location: `/api/tenants/${tenant.id}` });
    })
    .openapi(list, async (c) => {
      const { limit, cursor } = c.req.valid('query');
      const { caller } = c.var;
      if (caller.kind === 'tenant') {
        const own = await deps.db.inTransaction(caller.tenantId, (tx) => findTenant(caller.tenantId, tx));
        return c.json({ items: [describeTenant(own)], next: null }, 200);
      }
      const { items, next } = await deps.db.acrossTenants((tx) =>
        listTenants(tx, { after: cursor, limit, now: deps.now() }),
      );
      return c.json({ items: items.map(describeTenant), next }, 200);
    })
    .openapi(show, async (c) => {
      const { id } = c.req.valid('param');
      return c.json(describeTenant(await deps.db.inTransaction(id, (tx) => findTenant(id, tx))), 200);
    })
    .openapi(offboard, async (c) => {
      const { id } = c.req.valid('param');
      return c.json(describeTenant(await offboardTenant(deps, id)), 202);
    });
