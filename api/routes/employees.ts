import { createRoute } from '@hono/zod-openapi';
import { accepts } from 'hono/accepts';
import * as z from 'zod';
import { listEmployees, type EmployeeRow } from '../../db/list-employees.ts';
import { readEmployee } from '../../db/read-employee.ts';
import type { ApiDeps } from '../api-deps.ts';
import { describeEmployee } from '../describe.ts';
import { exportEmployees, isTombstone } from '../export/export-employees.ts';
import { newApp } from '../new-app.ts';
import { notFound, ProblemError } from '../problem-error.ts';
import { findTenant } from '../require-status.ts';
import { json, problems } from '../route-parts.ts';
import { Employee, EmployeesQuery, EmployeeWithHistory, Tombstone } from '../schemas/employee.schema.ts';
import { listOf, NoQuery } from '../schemas/list.schema.ts';
import { EmployeePath, TenantPath } from '../schemas/path.schema.ts';

type Deps = Pick<ApiDeps, 'db' | 'log'>;

const tags = ['Employees'];
const CSV = 'text/csv';

const list = createRoute({
  method: 'get',
  path: '/api/tenants/{id}/employees',
  operationId: 'listEmployees',
  summary: 'List employees, or export all of them as CSV',
  description:
    'JSON comes in pages. With `Accept: text/csv` all of them are streamed: the labels of the fields in their order, then status and entraObjectId. With `changedSince` removed ones come as tombstones (JSON only).',
  tags,
  request: { params: TenantPath, query: EmployeesQuery },
  responses: {
    200: {
      description: 'A page of employees, or all as CSV.',
      content: {
        ...json(listOf(z.union([Employee, Tombstone]))),
        'text/csv': { schema: z.string().meta({ examples: ['Email,status,entraObjectId\r\n'] }) },
      },
    },
    ...problems(404),
  },
});

const show = createRoute({
  method: 'get',
  path: '/api/tenants/{id}/employees/{employeeId}',
  operationId: 'getEmployee',
  summary: 'Read an employee, with all that was done to it',
  tags,
  request: { params: EmployeePath, query: NoQuery },
  responses: { 200: { description: 'The employee.', content: json(EmployeeWithHistory) }, ...problems(404) },
});

export const employeeRoutes = (deps: Deps) =>
  newApp()
    .openapi(list, async (c) => {
      const { id } = c.req.valid('param');
      const wanted = c.req.valid('query');
      c.header('Vary', 'Accept');
      if (accepts(c, { header: 'Accept', supports: ['application/json', CSV], default: 'application/json' }) === CSV) {
        refusePaging(c.req.query());
        return c.body(await exportEmployees(deps, id, wanted, c.var.requestId), 200, {
          'Content-Type': `${CSV}; charset=utf-8; header=present`,
          'Content-Disposition': 'attachment; filename="employees.csv"',
        });
      }
      const { items, next } = await deps.db.inTransaction(id, async (tx) => {
        await findTenant(id, tx);
        return listEmployees(id, tx, wanted);
      });
      return c.json(
        { items: items.map((row) => (isTombstone(row, wanted) ? tombstone(row) : describeEmployee(row))), next },
        200,
      );
    })
    .openapi(show, async (c) => {
      const { id, employeeId } = c.req.valid('param');
      const found = await deps.db.inTransaction(id, (tx) => readEmployee(id, tx, employeeId));
      if (found === undefined) throw notFound('employee');
      const history = found.history.map((change) => ({ ...change, at: change.at.toISOString() }));
      return c.json({ ...describeEmployee(found.employee), history }, 200);
    });

const tombstone = ({ id, entraObjectId, updatedAt }: EmployeeRow): z.infer<typeof Tombstone> => ({
  id,
  entraObjectId,
  status: 'removed',
  updatedAt: updatedAt.toISOString(),
});

function refusePaging(query: Readonly<Record<string, string>>): void {
  const errors = ['limit', 'cursor']
    .filter((name) => name in query)
    .map((path) => ({ path, message: 'CSV always holds all: leave it out.' }));
  if (errors.length > 0) throw new ProblemError('malformed', 'The query is not understood.', { errors });
}
