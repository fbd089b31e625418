import { createRoute } from '@hono/zod-openapi';
import type { ApiDeps } from '../api-deps.ts';
import { askSync } from '../runs/ask-sync.ts';
import { describeTenant } from '../describe.ts';
import { noBody } from '../guards.ts';
import { newApp } from '../new-app.ts';
import { pauseTenant } from '../tenants/pause-tenant.ts';
import { resumeTenant } from '../tenants/resume-tenant.ts';
import { json, problems } from '../route-parts.ts';
import { NoQuery } from '../schemas/list.schema.ts';
import { TenantPath } from '../schemas/path.schema.ts';
import { Requested, SyncBody } from '../schemas/sync-run.schema.ts';
import { Tenant } from '../schemas/tenant.schema.ts';

type Deps = Pick<ApiDeps, 'db' | 'sync' | 'newId' | 'log'>;

const tags = ['Sync'];

const syncNow = createRoute({
  method: 'post',
  path: '/api/tenants/{id}/sync',
  operationId: 'syncNow',
  summary: 'Sync Now',
  description:
    'The run starts at once, or after the one that is going: many requests meanwhile make one more run. 202 is a promise that an outage of Temporal does not break.',
  tags,
  request: { params: TenantPath, query: NoQuery, body: { content: json(SyncBody), required: false } },
  responses: { 202: { description: 'Asked for.', content: json(Requested) }, ...problems(404, 409, 413, 415) },
});

const pauseOrResume = (verb: 'pause' | 'resume', description: string) =>
  createRoute({
    method: 'post',
    path: `/api/tenants/{id}/${verb}`,
    operationId: `${verb}Tenant`,
    summary: verb === 'pause' ? 'Pause the sync' : 'Resume the sync',
    description,
    tags,
    middleware: [noBody] as const,
    request: { params: TenantPath, query: NoQuery },
    responses: { 202: { description: 'The tenant as it is now.', content: json(Tenant) }, ...problems(404, 409) },
  });

const pause = pauseOrResume('pause', 'A run that is going stops at its next page. Pausing twice is harmless.');
const resume = pauseOrResume('resume', 'A run that was cut off, asked for or due meanwhile starts at once.');

export const syncRoutes = (deps: Deps) =>
  newApp()
    .openapi(syncNow, async (c) => {
      const { id } = c.req.valid('param');
      const { full = false } = c.req.valid('json');
      return c.json({ requestId: await askSync(deps, id, { full }) }, 202);
    })
    .openapi(pause, async (c) => {
      const { id } = c.req.valid('param');
      return c.json(describeTenant(await pauseTenant(deps, id)), 202);
    })
    .openapi(resume, async (c) => {
      const { id } = c.req.valid('param');
      return c.json(describeTenant(await resumeTenant(deps, id)), 202);
    });
