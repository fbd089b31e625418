import { createRoute } from '@hono/zod-openapi';
import type { ApiDeps } from '../api-deps.ts';
import { checkConnectivity } from '../checks/check-connectivity.ts';
import { newApp } from '../new-app.ts';
import { refuseUnacceptable } from '../refuse-invalid.ts';
import { json, problems } from '../route-parts.ts';
import { Connectivity } from '../schemas/connectivity.schema.ts';
import { NoQuery } from '../schemas/list.schema.ts';
import { TenantPath } from '../schemas/path.schema.ts';
import { UnsavedChanges } from '../schemas/settings.schema.ts';

type Deps = Pick<ApiDeps, 'db' | 'directoryOf' | 'now'>;

const check = createRoute({
  method: 'post',
  path: '/api/tenants/{id}/connectivity',
  operationId: 'checkConnectivity',
  summary: 'Check Connectivity',
  description:
    'Tries what a sync does, and counts for at most 20 seconds whom these settings would import. Nothing is stored. The body holds unsaved settings or fields; what is absent is taken from what is saved. `examples` says whether the example people would be treated as expected: it is of no weight for `ok`, but a save would be refused.',
  tags: ['Settings'],
  request: { params: TenantPath, query: NoQuery, body: { content: json(UnsavedChanges), required: false } },
  responses: {
    200: { description: 'The checks, passed or not, and the counts.', content: json(Connectivity) },
    ...problems(404, 409, 413, 415, 422),
  },
});

export const connectivityRoutes = (deps: Deps) =>
  newApp(refuseUnacceptable).openapi(check, async (c) =>
    c.json(await checkConnectivity(deps, c.req.valid('param').id, c.req.valid('json'), c.req.raw.signal), 200),
  );
