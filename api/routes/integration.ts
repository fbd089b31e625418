import { createRoute } from '@hono/zod-openapi';
import { readIntegration } from '../../db/integration-settings.ts';
import type { ApiDeps } from '../api-deps.ts';
import { etagOf, IfMatchHeader, versionWanted } from '../if-match.ts';
import { newApp } from '../new-app.ts';
import { refuseUnacceptable } from '../refuse-invalid.ts';
import { findTenant } from '../require-status.ts';
import { ETAG, json, problems } from '../route-parts.ts';
import { saveIntegration } from '../settings/save-integration.ts';
import { NoQuery } from '../schemas/list.schema.ts';
import { TenantPath } from '../schemas/path.schema.ts';
import { NewSettings, NotedSettings, SavedSettings } from '../schemas/settings.schema.ts';

type Deps = Pick<ApiDeps, 'db' | 'sync' | 'directoryOf' | 'now' | 'newId' | 'log'>;

const tags = ['Settings'];
const path = '/api/tenants/{id}/integration';
const saved = { description: 'The settings; ETag is their version.', headers: ETAG, content: json(SavedSettings) };

const show = createRoute({
  method: 'get',
  path,
  operationId: 'getIntegration',
  summary: 'Read the integration settings',
  tags,
  request: { params: TenantPath, query: NoQuery },
  responses: { 200: saved, ...problems(404) },
});

const save = createRoute({
  method: 'put',
  path,
  operationId: 'putIntegration',
  summary: 'Save the integration settings',
  description:
    'Each save is a new version. The first one of a linked tenant activates it; then the directory is synced. While unlinked it only saves; while paused the sync waits for the resume. Chosen groups are looked up first: one that is not there, or may not be read, is refused. Where other people than before would be imported, the examples are tried, and what breaks one is refused (`examplesBroken`).',
  tags,
  request: {
    params: TenantPath,
    query: NoQuery,
    headers: IfMatchHeader,
    body: { content: json(NewSettings), required: true },
  },
  responses: { 200: { ...saved, content: json(NotedSettings) }, ...problems(404, 409, 412, 413, 415, 422, 428) },
});

export const integrationRoutes = (deps: Deps) =>
  newApp(refuseUnacceptable)
    .openapi(show, async (c) => {
      const { id } = c.req.valid('param');
      const { version, settings } = await deps.db.inTransaction(id, async (tx) => {
        await findTenant(id, tx);
        return readIntegration(id, tx);
      });
      return c.json({ version, ...settings }, 200, { ETag: etagOf(version) });
    })
    .openapi(save, async (c) => {
      const { id } = c.req.valid('param');
      const { version: inBody, ...written } = c.req.valid('json');
      const expected = versionWanted(c.req.valid('header')['if-match'], inBody);
      const { version, settings, notes } = await saveIntegration(deps, id, expected, written);
      return c.json({ version, ...settings, ...(notes.length > 0 && { notes }) }, 200, { ETag: etagOf(version) });
    });
