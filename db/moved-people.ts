import type { EntraObjectId, RunId, TenantId } from '../sync/ids.ts';
import type { Tx } from './database.ts';

/**
 * The next people who joined or left the chosen groups since the last good run, in the order of ids. Changes of people
 * do not tell of it, so they are looked up by id.
 */
export async function nextMoved(
  tenantId: TenantId,
  tx: Tx,
  runId: RunId,
  after: EntraObjectId | undefined,
  limit: number,
): Promise<readonly EntraObjectId[]> {
  const rows = await tx.query<{ id: EntraObjectId }>(
    `with now_in as (
       select distinct m.id from scope_pages p cross join unnest(p.ids) m (id) where p.tenant_id = $1 and p.run_id = $2
     ), was_in as (
       select distinct m.id from scope_pages p cross join unnest(p.ids) m (id)
       where p.tenant_id = $1
         and p.run_id = (select max(run_id) from scope_pages where tenant_id = $1 and run_id < $2))
     select coalesce(now_in.id, was_in.id) as id from now_in full join was_in on was_in.id = now_in.id
     where (now_in.id is null or was_in.id is null) and ($3::uuid is null or coalesce(now_in.id, was_in.id) > $3)
     order by 1 limit $4`,
    [tenantId, runId, after ?? null, limit],
  );
  return rows.map(({ id }) => id);
}

/**
 * Notes that people up to `last` were looked up; undefined: all were. Who could not be told counts as not read, so that
 * the next run finds that they joined again. False, and nothing is written, where another attempt has noted it already.
 */
export async function noteMoved(
  tenantId: TenantId,
  tx: Tx,
  runId: RunId,
  after: EntraObjectId | undefined,
  { last, untold }: { readonly last: EntraObjectId | undefined; readonly untold: readonly EntraObjectId[] },
): Promise<boolean> {
  const noted = await tx.query(
    `update sync_runs set moved_after = coalesce($4, moved_after), moved_done = $4::uuid is null
     where tenant_id = $1 and id = $2 and moved_after is not distinct from $3::uuid and not moved_done returning 1`,
    [tenantId, runId, after ?? null, last ?? null],
  );
  if (noted.length === 0) return false;
  if (untold.length > 0) {
    await tx.query(
      `update scope_pages set ids = (select coalesce(array_agg(m.id), '{}') from unnest(ids) m (id) where m.id <> all($3::uuid[]))
       where tenant_id = $1 and run_id = $2 and ids && $3::uuid[]`,
      [tenantId, runId, `{${untold.join(',')}}`],
    );
  }
  return true;
}
