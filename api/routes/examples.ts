import { createRoute } from '@hono/zod-openapi';
import { readExamples } from '../../db/example-versions.ts';
import type { ApiDeps } from '../api-deps.ts';
import { etagOf, IfMatchHeader, versionWanted } from '../if-match.ts';
import { newApp } from '../new-app.ts';
import { refuseUnacceptable } from '../refuse-invalid.ts';
import { findTenant } from '../require-status.ts';
import { ETAG, json, problems } from '../route-parts.ts';
import { saveExamples } from '../settings/save-examples.ts';
import { NewExamples, SavedExamples } from '../schemas/example.schema.ts';
import { NoQuery } from '../schemas/list.schema.ts';
import { TenantPath } from '../schemas/path.schema.ts';

type Deps = Pick<ApiDeps, 'db'>;

const tags = ['Settings'];
const path = '/api/tenants/{id}/examples';
const saved = { description: 'The examples; ETag is their version.', headers: ETAG, content: json(SavedExamples) };

const show = createRoute({
  method: 'get',
  path,
  operationId: 'getExamples',
  summary: 'Read the example people of the filters',
  tags,
  request: { params: TenantPath, query: NoQuery },
  responses: { 200: saved, ...problems(404) },
});

const save = createRoute({
  method: 'put',
  path,
  operationId: 'putExamples',
  summary: 'Save the example people of the filters',
  description:
    'At most 100 people by object id, each with what is expected: every save of settings that import other people tries them live, and is refused where one would be treated otherwise. They are saved whatever the settings of now make of them, and nobody is looked up for it: Check Connectivity tells.',
  tags,
  request: {
    params: TenantPath,
    query: NoQuery,
    headers: IfMatchHeader,
    body: { content: json(NewExamples), required: true },
  },
  responses: { 200: saved, ...problems(404, 409, 412, 413, 415, 422, 428) },
});

export const exampleRoutes = ({ db }: Deps) =>
  newApp(refuseUnacceptable)
    .openapi(show, async (c) => {
      const { id } = c.req.valid('param');
      const { version, items } = await db.inTransaction(id, async (tx) => {
        await findTenant(id, tx);
        return readExamples(id, tx);
      });
      return c.json({ version, items }, 200, { ETag: etagOf(version) });
    })
    .openapi(save, async (c) => {
      const { id } = c.req.valid('param');
      const { version: inBody, items } = c.req.valid('json');
      const expected = versionWanted(c.req.valid('header')['if-match'], inBody);
      const version = await saveExamples({ db }, id, expected, items);
      return c.json({ version, items }, 200, { ETag: etagOf(version) });
    });
