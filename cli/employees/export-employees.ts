import { path, query } from '../api.ts';
import type { Context } from '../context.ts';
import type { Ending } from '../exit-codes.ts';
import { findTenantId } from '../find-tenant.ts';
import { counted } from '../human-time.ts';
import { readPages } from '../read-items.ts';
import { Employee } from '../responses.schema.ts';
import type { Selection } from './list-employees.ts';
import { countRecords } from './count-records.ts';
import { replaceFile } from './replace-file.ts';

export type ExportOptions = Selection & { readonly out?: string };

/** Streams all employees: memory does not grow with them, and a slow reader slows the server. */
export async function exportEmployees(context: Context, tenant: string, options: ExportOptions): Promise<Ending> {
  const { api, output } = context;
  const { out, ...selection } = options;
  const route = path`/api/tenants/${await findTenantId(api, tenant)}/employees`;
  if (out === undefined && output.json) {
    await writeDocument(context, route, selection);
    return 'ok';
  }
  const csv = await api.stream(`${route}${query(selection)}`, 'text/csv');
  if (out === undefined) {
    for await (const chunk of csv) await output.piece(chunk);
    return 'ok';
  }
  const records = countRecords(csv);
  await replaceFile(out, records.chunks);
  const employees = Math.max(0, records.count() - 1); // the head is none
  output.result({ file: out, employees }, () => `${counted(employees, 'employee')} written to ${out}`);
  return 'ok';
}

/** One JSON document of all pages, in the shape of one page. */
async function writeDocument({ api, output }: Context, route: string, selection: Selection): Promise<void> {
  let before = '{"items":[\n';
  for await (const { items } of readPages(api, route, Employee, selection)) {
    if (items.length === 0) continue;
    await output.piece(before + items.map((item) => JSON.stringify(item)).join(',\n'));
    before = ',\n';
  }
  await output.piece(`${before === ',\n' ? '' : before}\n],"next":null}\n`);
}
