import { createRoute } from '@hono/zod-openapi';
import type { ApiDeps } from '../api-deps.ts';
import { describeExplained } from '../describe-explained.ts';
import { explainUser } from '../explain-user.ts';
import { newApp } from '../new-app.ts';
import { json, problems } from '../route-parts.ts';
import { Explanation, ExplanationBody } from '../schemas/explanation.schema.ts';
import { NoQuery } from '../schemas/list.schema.ts';
import { TenantPath } from '../schemas/path.schema.ts';

type Deps = Pick<ApiDeps, 'db' | 'directoryOf' | 'now'>;

const explain = createRoute({
  method: 'post',
  path: '/api/tenants/{id}/explanations',
  operationId: 'explainPerson',
  summary: 'Why somebody is, or is not, an employee',
  description:
    'Looks the person up live and shows each step of the saved rules. Nothing of it is stored or logged. When several fit, they are listed to choose from.',
  tags: ['Employees'],
  request: { params: TenantPath, query: NoQuery, body: { content: json(ExplanationBody), required: true } },
  responses: {
    200: { description: 'The explanation, or whom to choose from.', content: json(Explanation) },
    ...problems(404, 409, 413, 415, 422),
  },
});

export const explanationRoutes = (deps: Deps) =>
  newApp().openapi(explain, async (c) => {
    const { id } = c.req.valid('param');
    const { user } = c.req.valid('json');
    return c.json(describeExplained(await explainUser(deps, id, user, c.req.raw.signal)), 200);
  });
