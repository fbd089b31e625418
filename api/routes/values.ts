import { createRoute } from '@hono/zod-openapi';
import * as z from 'zod';
import type { ApiDeps } from '../api-deps.ts';
import { describeEmployee } from '../describe.ts';
import { noBody } from '../guards.ts';
import { newApp } from '../new-app.ts';
import { refuseUnacceptable } from '../refuse-invalid.ts';
import { json, problems } from '../route-parts.ts';
import { Employee } from '../schemas/employee.schema.ts';
import { NoQuery } from '../schemas/list.schema.ts';
import { ValuePath } from '../schemas/path.schema.ts';
import { giveValueBack, LONGEST_VALUE, setValueByHand } from '../by-hand/set-value-by-hand.ts';

type Deps = Pick<ApiDeps, 'db' | 'directoryOf'>;

const path = '/api/tenants/{id}/employees/{employeeId}/values/{fieldKey}';
const changed = { description: 'The employee as it is now.', content: json(Employee) };

const NewValue = z
  .strictObject({
    value: z
      .string()
      .max(LONGEST_VALUE)
      .nullable()
      .meta({ description: 'Blanks at its ends are left out; null or empty: no value.' }),
  })
  .meta({ id: 'NewValue' });

const set = createRoute({
  method: 'put',
  path,
  operationId: 'setValue',
  summary: 'Set a value by hand',
  description:
    'At once, and it locks the field of this employee: no sync changes it until it is given back. The Email field cannot be set.',
  tags: ['Employees'],
  request: { params: ValuePath, query: NoQuery, body: { content: json(NewValue), required: true } },
  responses: { 200: changed, ...problems(404, 409, 413, 415, 422) },
});

const giveBack = createRoute({
  method: 'delete',
  path,
  operationId: 'giveValueBack',
  summary: 'Give a value back to Entra',
  description:
    'Entra is asked for this person, and the field has its value at once. Nothing changes where Entra does not show the person.',
  tags: ['Employees'],
  middleware: [noBody] as const,
  request: { params: ValuePath, query: NoQuery },
  responses: { 200: changed, ...problems(404, 409, 503) },
});

export const valueRoutes = (deps: Deps) =>
  newApp(refuseUnacceptable)
    .openapi(set, async (c) => {
      const { id, employeeId, fieldKey } = c.req.valid('param');
      const employee = await setValueByHand(deps, id, employeeId, fieldKey, c.req.valid('json').value);
      return c.json(describeEmployee(employee), 200);
    })
    .openapi(giveBack, async (c) => {
      const { id, employeeId, fieldKey } = c.req.valid('param');
      return c.json(describeEmployee(await giveValueBack(deps, id, employeeId, fieldKey)), 200);
    });
