import { createRoute } from '@hono/zod-openapi';
import * as z from 'zod';
import type { Tx } from '../../db/database.ts';
import { readFields } from '../../db/field-versions.ts';
import { readIntegration } from '../../db/integration-settings.ts';
import { readEmployee } from '../../db/read-employee.ts';
import { chooseEmail } from '../../sync/choose-email.ts';
import { parseFieldSource } from '../../sync/field-source.ts';
import type { Field } from '../../sync/field.schema.ts';
import type { EmployeeId, TenantId } from '../../sync/ids.ts';
import { compileFields, mapFields, textOf } from '../../sync/map-fields.ts';
import { selectProperties } from '../../sync/select-properties.ts';
import type { ApiDeps } from '../api-deps.ts';
import { changeValue } from '../change-value.ts';
import { describeEmployee } from '../describe.ts';
import { noBody } from '../guards.ts';
import { lookUpUser } from '../look-up-user.ts';
import { newApp } from '../new-app.ts';
import { notFound } from '../problem-error.ts';
import { notAcceptable, refuseUnacceptable } from '../refuse-invalid.ts';
import { findTenant, NOT_LEAVING, requireDirectory, requireStatus } from '../require-status.ts';
import { json, problems } from '../route-parts.ts';
import { Employee } from '../schemas/employee.schema.ts';
import { NoQuery } from '../schemas/list.schema.ts';
import { ValuePath } from '../schemas/path.schema.ts';

type Deps = Pick<ApiDeps, 'db' | 'directoryOf'>;

const path = '/api/tenants/{id}/employees/{employeeId}/values/{fieldKey}';
const changed = { description: 'The employee as it is now.', content: json(Employee) };

const NewValue = z
  .strictObject({
    value: z
      .string()
      .max(2_000)
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
      const { value } = c.req.valid('json');
      const employee = await deps.db.inTransaction(id, async (tx) => {
        requireStatus(await findTenant(id, tx), NOT_LEAVING);
        const field = fieldOf((await readFields(id, tx)).items, fieldKey);
        if (field === undefined) throw notFound('field');
        refuseEmail(field);
        await changeValue(id, tx, employeeId, fieldKey, { kind: 'set', value: textOf(value) });
        return describe(id, tx, employeeId);
      });
      return c.json(employee, 200);
    })
    .openapi(giveBack, async (c) => {
      const { id, employeeId, fieldKey } = c.req.valid('param');
      const fromEntra = await askEntra(deps, id, employeeId, fieldKey);
      const employee = await deps.db.inTransaction(id, async (tx) => {
        await changeValue(id, tx, employeeId, fieldKey, { kind: 'giveBack', fromEntra });
        return describe(id, tx, employeeId);
      });
      return c.json(employee, 200);
    });

/** What Entra has for the field now; it is asked only where there is something to give back. */
async function askEntra(
  { db, directoryOf }: Deps,
  tenantId: TenantId,
  employeeId: EmployeeId,
  key: string,
): Promise<string | null> {
  const found = await db.inTransaction(tenantId, async (tx) => {
    const tenant = await findTenant(tenantId, tx);
    const employee = (await readEmployee(tenantId, tx, employeeId))?.employee;
    if (employee === undefined) throw notFound('employee');
    const { items } = await readFields(tenantId, tx);
    const field = fieldOf(items, key);
    const isLocked = Object.hasOwn(employee.valuesByHand, key);
    if (field === undefined && !isLocked) throw notFound('field');
    if (field === undefined || !isLocked) return undefined;
    const entraTenantId = requireDirectory(tenant);
    const { settings } = await readIntegration(tenantId, tx);
    const select = selectProperties(settings, [field]);
    return {
      field,
      select,
      sources: settings.email.sources,
      entraTenantId,
      entraObjectId: employee.entraObjectId,
    };
  });
  if (found === undefined) return null;
  const user = await lookUpUser(directoryOf(found.entraTenantId), found.entraObjectId, found.select);
  const email = chooseEmail(user, found.sources)?.address ?? '';
  return mapFields(user, compileFields([found.field]), email, found.sources)[key] ?? null;
}

const fieldOf = (fields: readonly Field[], key: string): Field | undefined => fields.find((each) => each.key === key);

function refuseEmail({ source }: Field): void {
  const parsed = parseFieldSource(source);
  if (parsed.kind === 'refused' || parsed.source.kind !== 'email') return;
  const message = 'The address follows the e-mail rule, and is never set by hand.';
  throw notAcceptable([{ path: 'value', message }]);
}

async function describe(tenantId: TenantId, tx: Tx, employeeId: EmployeeId): Promise<z.infer<typeof Employee>> {
  const found = await readEmployee(tenantId, tx, employeeId);
  if (found === undefined) throw notFound('employee');
  return describeEmployee(found.employee);
}
