import type { RunId, TenantId } from '../../sync/ids.ts';
import type { Lane } from './lane.ts';
import type { StoredChange } from './observe.ts';

/** What a preview has told of the run that it saw coming. */
export type Told = {
  readonly changes: readonly StoredChange[];
  /** The clean-up would wait for a decision. */
  readonly wouldHold: boolean;
  /** How many people would become duplicates, once all of it were applied. */
  readonly duplicates: number;
  /** Who they are, and who would hold the address, by object id. */
  readonly holders: Readonly<Record<string, string>>;
};

export async function observePreview(query: Lane['query'], tenantId: TenantId, runId: RunId): Promise<Told> {
  const [row] = await query<{ told: Told }>(
    `select json_build_object(
       'changes', (select coalesce(json_agg(json_build_object('oid', entra_object_id, 'action', action, 'before', before,
           'after', after)), '[]') from preview_changes where tenant_id = $1 and run_id = $2::bigint),
       'holders', (select coalesce(json_object_agg(entra_object_id, holder_entra_object_id), '{}')
         from preview_duplicates where tenant_id = $1 and run_id = $2::bigint),
       'wouldHold', would_remove is not null, 'duplicates', duplicates) as told
     from sync_runs where tenant_id = $1 and id = $2::bigint`,
    [tenantId, runId],
  );
  if (row === undefined) throw new Error('The preview is gone.');
  return row.told;
}
