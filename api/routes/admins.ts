import { createRoute } from '@hono/zod-openapi';
import { listAdmins, type AdminRow } from '../../db/list-admins.ts';
import type { ApiDeps } from '../api-deps.ts';
import { noBody } from '../guards.ts';
import { newApp } from '../new-app.ts';
import { findTenant } from '../require-status.ts';
import { json, problems } from '../route-parts.ts';
import { Admin } from '../schemas/admin.schema.ts';
import { listOf, NoQuery } from '../schemas/list.schema.ts';
import { PersonPath, TenantPath } from '../schemas/path.schema.ts';
import { takeAdminAway } from '../access/take-admin-away.ts';

type Deps = Pick<ApiDeps, 'db' | 'log'>;

const tags = ['Account'];

const list = createRoute({
  method: 'get',
  path: '/api/tenants/{id}/admins',
  operationId: 'listAdmins',
  summary: 'Who administers the tenant, the first one first',
  tags,
  request: { params: TenantPath, query: NoQuery },
  responses: { 200: { description: 'All of them.', content: json(listOf(Admin)) }, ...problems(404) },
});

const remove = createRoute({
  method: 'delete',
  path: '/api/tenants/{id}/admins/{entraObjectId}',
  operationId: 'removeAdmin',
  summary: 'Remove an admin',
  description:
    'Whoever is signed in with that account is signed out at once, and the tenant’s unused invitations end. Its keys stay: take back those that this person may know. An operator can remove the last admin; a tenant’s key cannot.',
  tags,
  middleware: [noBody] as const,
  request: { params: PersonPath, query: NoQuery },
  responses: { 204: { description: 'No admin any more.' }, ...problems(404, 409) },
});

export const adminRoutes = (deps: Deps) =>
  newApp()
    .openapi(list, async (c) => {
      const { id } = c.req.valid('param');
      const admins = await deps.db.inTransaction(id, async (tx) => {
        await findTenant(id, tx);
        return listAdmins(id, tx);
      });
      return c.json({ items: admins.map(describeAdmin), next: null }, 200);
    })
    .openapi(remove, async (c) => {
      const { id, entraObjectId } = c.req.valid('param');
      await takeAdminAway(deps, id, entraObjectId, { evenLast: c.var.caller?.kind === 'operator' });
      return c.body(null, 204);
    });

const describeAdmin = ({ addedAt, ...admin }: AdminRow) => ({ ...admin, addedAt: addedAt.toISOString() });
