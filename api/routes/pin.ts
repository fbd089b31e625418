import { createRoute } from '@hono/zod-openapi';
import type * as z from 'zod';
import type { HandWish } from '../../sync/decide-by-hand.ts';
import type { EmployeeId, TenantId } from '../../sync/ids.ts';
import type { ApiDeps } from '../api-deps.ts';
import { describeEmployee } from '../describe.ts';
import { noBody } from '../guards.ts';
import { keepEmployee } from '../by-hand/keep-employee.ts';
import { newApp } from '../new-app.ts';
import { json, problems } from '../route-parts.ts';
import { Employee } from '../schemas/employee.schema.ts';
import { NoQuery } from '../schemas/list.schema.ts';
import { EmployeePath } from '../schemas/path.schema.ts';

type Deps = Pick<ApiDeps, 'db'>;

const routeOf = <const Method extends 'post' | 'put' | 'delete', const Path extends string>(
  method: Method,
  path: Path,
  about: { readonly operationId: string; readonly summary: string; readonly description: string },
) =>
  createRoute({
    method,
    path,
    ...about,
    tags: ['Employees'],
    middleware: [noBody] as const,
    request: { params: EmployeePath, query: NoQuery },
    responses: { 200: { description: 'The employee as it is now.', content: json(Employee) }, ...problems(404, 409) },
  });

const restore = routeOf('post', '/api/tenants/{id}/employees/{employeeId}/restore', {
  operationId: 'restoreEmployee',
  summary: 'Undo a removal',
  description:
    'Whatever its reason: the employee, removed or missing, is back at once, with what was last known, and is pinned, so that no run removes it again. One that is there already stays as it is.',
});
const pin = routeOf('put', '/api/tenants/{id}/employees/{employeeId}/pin', {
  operationId: 'pinEmployee',
  summary: 'Keep an employee, whatever Entra says',
  description:
    'Pinned employees are neither removed nor missing until they are unpinned, and leave every list that waits for a decision. One that is missing or removed is restored by it.',
});
const unpin = routeOf('delete', '/api/tenants/{id}/employees/{employeeId}/pin', {
  operationId: 'unpinEmployee',
  summary: 'Leave an employee to Entra again',
  description:
    'Nothing happens at once: the next run asks Entra for this person and treats the employee by the answer. Sync Now brings it about sooner.',
});

export const pinRoutes = ({ db }: Deps) => {
  const change = async (id: TenantId, employeeId: EmployeeId, wish: HandWish): Promise<z.infer<typeof Employee>> =>
    describeEmployee(await keepEmployee({ db }, id, employeeId, wish));
  return newApp()
    .openapi(restore, async (c) => {
      const { id, employeeId } = c.req.valid('param');
      return c.json(await change(id, employeeId, 'restore'), 200);
    })
    .openapi(pin, async (c) => {
      const { id, employeeId } = c.req.valid('param');
      return c.json(await change(id, employeeId, 'pin'), 200);
    })
    .openapi(unpin, async (c) => {
      const { id, employeeId } = c.req.valid('param');
      return c.json(await change(id, employeeId, 'unpin'), 200);
    });
};
