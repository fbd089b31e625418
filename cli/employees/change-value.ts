import { path } from '../api.ts';
import type { Context } from '../context.ts';
import type { Ending } from '../exit-codes.ts';
import { findTenantId } from '../find-tenant.ts';
import { quoted } from '../options.ts';
import { plainText } from '../plain-text.ts';
import { Employee } from '../responses.schema.ts';
import { findEmployeeId } from './find-employee.ts';
import { nameOf } from './name-of.ts';

/** One field of one employee, as they are named on the command line. */
export type FieldOfEmployee = { readonly tenant: string; readonly employee: string; readonly field: string };

/** Sets a value by hand, or with `value` undefined gives the field back to Entra. */
export async function changeValue(
  { api, output }: Context,
  { tenant, employee: text, field }: FieldOfEmployee,
  value: string | undefined,
): Promise<Ending> {
  const tenantId = await findTenantId(api, tenant);
  const id = await findEmployeeId(api, tenantId, text);
  const route = path`/api/tenants/${tenantId}/employees/${id}/values/${field}`;
  const employee =
    value === undefined ? await api.send('DELETE', route, Employee) : await api.send('PUT', route, Employee, { value });
  output.result(employee, () => sentence(employee, field, value !== undefined, `${quoted(tenant)} ${id} ${field}`));
  return 'ok';
}

function sentence(employee: Employee, field: string, byHand: boolean, names: string): string {
  const who = plainText(nameOf(employee.values) || employee.email || employee.entraObjectId);
  const value = employee.values?.[field] ?? null;
  const now = `${field} of ${who} is ${value === null ? 'empty' : `“${plainText(value)}”`}`;
  return byHand
    ? `${now}, and no sync changes it. Give it back with: rollcall employees unset ${names}`
    : `${now}, as in Entra.`;
}
