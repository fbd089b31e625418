import { createRoute } from '@hono/zod-openapi';
import { acceptFields } from '../settings/accept-fields.ts';
import { acceptFilters } from '../settings/accept-filters.ts';
import { acceptGroups } from '../settings/accept-groups.ts';
import type { ApiDeps } from '../api-deps.ts';
import { newApp } from '../new-app.ts';
import { refuseUnacceptable } from '../refuse-invalid.ts';
import { json, problems } from '../route-parts.ts';
import { NoQuery } from '../schemas/list.schema.ts';
import { TenantPath } from '../schemas/path.schema.ts';
import { UnsavedChanges } from '../schemas/settings.schema.ts';
import { PreviewStarted } from '../schemas/sync-run.schema.ts';
import { startPreview } from '../runs/start-preview.ts';

type Deps = Pick<ApiDeps, 'db' | 'sync' | 'directoryOf' | 'newId' | 'log' | 'now'>;

const preview = createRoute({
  method: 'post',
  path: '/api/tenants/{id}/preview',
  operationId: 'previewChanges',
  summary: 'Preview what saving would add, change and remove',
  description:
    'Plans a whole sync by unsaved settings or fields and changes nobody; what is absent is taken from what is saved. runs/{runId} tells how far it has come and what would happen, runs/{runId}/changes person by person. It is kept for a day.',
  tags: ['Settings'],
  request: { params: TenantPath, query: NoQuery, body: { content: json(UnsavedChanges), required: false } },
  responses: {
    202: { description: 'The run that plans.', content: json(PreviewStarted) },
    ...problems(404, 409, 413, 415, 422),
  },
});

export const previewRoutes = (deps: Deps) =>
  newApp(refuseUnacceptable).openapi(preview, async (c) => {
    const { id } = c.req.valid('param');
    const unsaved = c.req.valid('json');
    const fields = unsaved.fields && acceptFields(unsaved.fields, 'fields');
    const settings = unsaved.settings && acceptFilters(unsaved.settings, 'settings.filters');
    if (settings !== undefined) await acceptGroups(deps, id, settings, 'settings.filters');
    return c.json({ runId: await startPreview(deps, id, { settings, fields }) }, 202);
  });
