import { path } from '../api.ts';
import type { Context } from '../context.ts';
import type { Ending } from '../exit-codes.ts';
import { findTenantId } from '../find-tenant.ts';
import { formatTable } from '../format-table.ts';
import { Examples } from '../responses.schema.ts';

export async function listExamples({ api, output }: Context, tenant: string): Promise<Ending> {
  const tenantId = await findTenantId(api, tenant);
  const examples = await api.get(path`/api/tenants/${tenantId}/examples`, Examples);
  output.result(examples, () => {
    if (examples.items.length === 0) return 'No examples.';
    const rows = examples.items.map(({ entraObjectId, expected }) => [entraObjectId, expected]);
    return formatTable([{ title: 'PERSON' }, { title: 'EXPECTED' }], rows);
  });
  return 'ok';
}
