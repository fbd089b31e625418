import { createRoute } from '@hono/zod-openapi';
import { readFields } from '../../db/field-versions.ts';
import type { ApiDeps } from '../api-deps.ts';
import { etagOf, IfMatchHeader, versionWanted } from '../if-match.ts';
import { newApp } from '../new-app.ts';
import { refuseUnacceptable } from '../refuse-invalid.ts';
import { findTenant } from '../require-status.ts';
import { ETAG, json, problems } from '../route-parts.ts';
import { saveFields } from '../settings/save-fields.ts';
import { NoQuery } from '../schemas/list.schema.ts';
import { TenantPath } from '../schemas/path.schema.ts';
import { NewFields, SavedFields } from '../schemas/settings.schema.ts';

type Deps = Pick<ApiDeps, 'db' | 'sync' | 'newId' | 'log'>;

const tags = ['Settings'];
const path = '/api/tenants/{id}/fields';
const saved = { description: 'The fields; ETag is their version.', headers: ETAG, content: json(SavedFields) };

const show = createRoute({
  method: 'get',
  path,
  operationId: 'getFields',
  summary: 'Read the fields, in display order',
  tags,
  request: { params: TenantPath, query: NoQuery },
  responses: { 200: saved, ...problems(404) },
});

const save = createRoute({
  method: 'put',
  path,
  operationId: 'putFields',
  summary: 'Save the fields',
  description:
    'A source is a property path of Graph (`jobTitle`, `businessPhones[0]`, `employeeOrgData/costCenter`), the word `email`, a name of LDAP, which is replaced, or an expression after `=` (docs/fields.md). The directory is synced when a key, a source or a policy changed, not for order and labels.',
  tags,
  request: {
    params: TenantPath,
    query: NoQuery,
    headers: IfMatchHeader,
    body: { content: json(NewFields), required: true },
  },
  responses: { 200: saved, ...problems(404, 409, 412, 413, 415, 422, 428) },
});

export const fieldRoutes = (deps: Deps) =>
  newApp(refuseUnacceptable)
    .openapi(show, async (c) => {
      const { id } = c.req.valid('param');
      const { version, items } = await deps.db.inTransaction(id, async (tx) => {
        await findTenant(id, tx);
        return readFields(id, tx);
      });
      return c.json({ version, items }, 200, { ETag: etagOf(version) });
    })
    .openapi(save, async (c) => {
      const { id } = c.req.valid('param');
      const { version: inBody, items: written } = c.req.valid('json');
      const expected = versionWanted(c.req.valid('header')['if-match'], inBody);
      const { version, items } = await saveFields(deps, id, expected, written);
      return c.json({ version, items }, 200, { ETag: etagOf(version) });
    });
