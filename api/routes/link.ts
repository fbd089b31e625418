import { createRoute } from '@hono/zod-openapi';
import type { ApiDeps } from '../api-deps.ts';
import { describeTenant } from '../describe.ts';
import { noBody } from '../guards.ts';
import { inviteAdmin } from '../access/invite-admin.ts';
import { newApp } from '../new-app.ts';
import { json, problems } from '../route-parts.ts';
import { MadeInvitation } from '../schemas/invitation.schema.ts';
import { NoQuery } from '../schemas/list.schema.ts';
import { TenantPath } from '../schemas/path.schema.ts';
import { Tenant } from '../schemas/tenant.schema.ts';
import { unlinkTenant } from '../tenants/unlink-tenant.ts';

type Deps = Pick<ApiDeps, 'db' | 'sync' | 'newId' | 'newKey' | 'now' | 'publicUrl' | 'log'>;

const tags = ['Account'];

const invite = createRoute({
  method: 'post',
  path: '/api/tenants/{id}/invitations',
  operationId: 'inviteAdmin',
  summary: 'Invite an admin',
  description:
    'Whoever signs in with the link first administers the tenant: with an account of its directory, where one is linked. The link works once, within seven days.',
  tags,
  middleware: [noBody] as const,
  request: { params: TenantPath, query: NoQuery },
  responses: {
    201: { description: 'The link: it is shown this once.', content: json(MadeInvitation) },
    ...problems(404, 409),
  },
});

const unlink = createRoute({
  method: 'delete',
  path: '/api/tenants/{id}/link',
  operationId: 'unlinkTenant',
  summary: 'Unlink the directory',
  description:
    'The sync stops and the people stay. Only the same directory can be linked again, and no other tenant can have it.',
  tags,
  middleware: [noBody] as const,
  request: { params: TenantPath, query: NoQuery },
  responses: { 202: { description: 'Its sync stops.', content: json(Tenant) }, ...problems(404, 409) },
});

export const linkRoutes = (deps: Deps) =>
  newApp()
    .openapi(invite, async (c) => {
      const { url, expiresAt } = await inviteAdmin(deps, c.req.valid('param').id);
      return c.json({ url, expiresAt: expiresAt.toISOString() }, 201);
    })
    .openapi(unlink, async (c) => c.json(describeTenant(await unlinkTenant(deps, c.req.valid('param').id)), 202));
