import { path } from '../api.ts';
import type { Context } from '../context.ts';
import type { Ending } from '../exit-codes.ts';
import { findTenantId } from '../find-tenant.ts';
import { noteMore } from '../note-more.ts';
import { readItems } from '../read-items.ts';
import { SyncRun } from '../responses.schema.ts';
import { runTable } from './run-text.ts';

export const RUN_KINDS = ['full', 'incremental', 'cleanUp', 'preview'] as const;
export type RunsOptions = { readonly limit: number; readonly kind?: (typeof RUN_KINDS)[number] };

/** The runs of a tenant, newest first: previews only where they are asked for. */
export async function listRuns(context: Context, tenant: string, { limit, kind }: RunsOptions): Promise<Ending> {
  const { api, output } = context;
  const tenantId = await findTenantId(api, tenant);
  const list = await readItems(api, path`/api/tenants/${tenantId}/runs`, SyncRun, { kind }, limit);
  output.result(list, () => runTable(list.items, tenant));
  noteMore(output, list);
  return 'ok';
}
