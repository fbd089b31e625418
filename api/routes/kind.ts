import { createRoute } from '@hono/zod-openapi';
import * as z from 'zod';
import { findEmployeeOfPerson } from '../../db/read-employee.ts';
import type { EntraObjectId, TenantId } from '../../sync/ids.ts';
import { PERSON_KINDS } from '../../sync/person-kind.ts';
import type { ApiDeps } from '../api-deps.ts';
import { describeEmployee } from '../describe.ts';
import { noBody } from '../guards.ts';
import { newApp } from '../new-app.ts';
import { json, problems } from '../route-parts.ts';
import { Employee } from '../schemas/employee.schema.ts';
import { NoQuery } from '../schemas/list.schema.ts';
import { PersonPath } from '../schemas/path.schema.ts';
import { setKindByHand } from '../by-hand/set-kind-by-hand.ts';

type Deps = Pick<ApiDeps, 'db' | 'directoryOf' | 'now'>;

const path = '/api/tenants/{id}/people/{entraObjectId}/kind';
const answers = {
  200: { description: 'The employee as it is now.', content: json(Employee) },
  204: { description: 'Done; the person is no employee.' },
};

const put = createRoute({
  method: 'put',
  path,
  operationId: 'setKind',
  summary: 'Overrule the kind of one person',
  description:
    'Of anybody in the directory, employee or not, by the Entra object id. It acts at once and holds in every run: who becomes a person is looked up and imported if nothing else keeps them out; an employee whom the filter leaves out by the new kind is removed while clean-up is on, else missing. That removal counts as approved.',
  tags: ['Employees'],
  request: {
    params: PersonPath,
    query: NoQuery,
    body: { content: json(z.strictObject({ kind: z.enum(PERSON_KINDS) })), required: true },
  },
  responses: { ...answers, ...problems(400, 404, 409, 413, 415, 422, 503) },
});
const giveBack = createRoute({
  method: 'delete',
  path,
  operationId: 'giveBackKind',
  summary: 'Leave the kind of one person to Entra again',
  description: 'The person is looked up at once and treated by what is found.',
  tags: ['Employees'],
  middleware: [noBody] as const,
  request: { params: PersonPath, query: NoQuery },
  responses: { ...answers, ...problems(404, 409, 422, 503) },
});

export const kindRoutes = (deps: Deps) => {
  const present = async (id: TenantId, entraObjectId: EntraObjectId) => {
    const employee = await deps.db.inTransaction(id, (tx) => findEmployeeOfPerson(id, tx, entraObjectId));
    return employee === undefined || employee.status === 'removed' ? undefined : describeEmployee(employee);
  };
  return newApp()
    .openapi(put, async (c) => {
      const { id, entraObjectId } = c.req.valid('param');
      await setKindByHand(deps, { tenantId: id, entraObjectId }, c.req.valid('json').kind);
      const employee = await present(id, entraObjectId);
      return employee === undefined ? c.body(null, 204) : c.json(employee, 200);
    })
    .openapi(giveBack, async (c) => {
      const { id, entraObjectId } = c.req.valid('param');
      await setKindByHand(deps, { tenantId: id, entraObjectId }, undefined);
      const employee = await present(id, entraObjectId);
      return employee === undefined ? c.body(null, 204) : c.json(employee, 200);
    });
};
