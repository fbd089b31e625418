import { createRoute } from '@hono/zod-openapi';
import type { ApiDeps } from '../api-deps.ts';
import { CHECKS_WITHIN_MS } from '../check-directory.ts';
import { explainFound } from '../explain-user.ts';
import { kindsWithoutKeeping } from '../kinds-without-keeping.ts';
import { newApp } from '../new-app.ts';
import { newestRules } from '../newest-rules.ts';
import { directoryProblem } from '../refuse-directory.ts';
import { findTenant, requireDirectory } from '../require-status.ts';
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

export const explanationRoutes = ({ db, directoryOf, now }: Deps) =>
  newApp().openapi(explain, async (c) => {
    const { id } = c.req.valid('param');
    const { user } = c.req.valid('json');
    const { directoryId, rules } = await db.inTransaction(id, async (tx) => ({
      directoryId: requireDirectory(await findTenant(id, tx)),
      rules: await newestRules(id, tx),
    }));
    const directory = directoryOf(directoryId);
    const signal = AbortSignal.any([c.req.raw.signal, AbortSignal.timeout(CHECKS_WITHIN_MS)]);
    try {
      const found = await directory.lookUpUser(user, rules.select, signal);
      const inTransaction = <Result>(work: Parameters<typeof db.inTransaction<Result>>[1]) =>
        db.inTransaction(id, work);
      const kindsOf = kindsWithoutKeeping({ db, now }, { tenantId: id, directory, rules });
      return c.json(await explainFound(found, { tenantId: id, rules, directory, inTransaction, kindsOf }, signal), 200);
    } catch (err) {
      throw directoryProblem(err);
    }
  });
