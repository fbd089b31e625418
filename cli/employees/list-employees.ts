import { path } from '../api.ts';
import type { Context } from '../context.ts';
import type { Ending } from '../exit-codes.ts';
import { findTenantId } from '../find-tenant.ts';
import { formatTable } from '../format-table.ts';
import { humanTime } from '../human-time.ts';
import { noteMore } from '../note-more.ts';
import { plainText } from '../plain-text.ts';
import { readItems } from '../read-items.ts';
import { Employee } from '../responses.schema.ts';
import { nameOf } from './name-of.ts';

export type Selection = { readonly query?: string; readonly status?: string; readonly sort?: string };
export type ListOptions = Selection & { readonly limit: number };

export async function listEmployees({ api, output }: Context, tenant: string, options: ListOptions): Promise<Ending> {
  const { limit, ...selection } = options;
  const tenantId = await findTenantId(api, tenant);
  const list = await readItems(api, path`/api/tenants/${tenantId}/employees`, Employee, selection, limit);
  output.result(list, () => employeeTable(list.items));
  noteMore(output, list);
  return 'ok';
}

function employeeTable(employees: readonly Employee[]): string {
  if (employees.length === 0) return 'No employees.';
  const rows = employees.map(({ values, email, status, pinned, updatedAt, entraObjectId }) => [
    plainText(nameOf(values)),
    plainText(email ?? ''),
    pinned === true ? `${status}, kept` : status,
    humanTime(updatedAt),
    entraObjectId,
  ]);
  const columns = ['NAME', 'EMAIL', 'STATUS', 'CHANGED', 'ENTRA OBJECT ID'].map((title) => ({ title }));
  return formatTable(columns, rows);
}
