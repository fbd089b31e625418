import type { EntraObjectId, RunId, TenantId } from '../sync/ids.ts';
import type { Tx } from './database.ts';
import { notToBeAsked } from './people-to-ask.ts';

/**
 * The next people who are to be looked up by id, in the order of ids: who joined or left the chosen groups since the last
 * good run, and whose manager changed. Changes of people do not tell of either.
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
         and p.run_id = (select max(s.run_id) from scope_pages s join sync_runs r on r.tenant_id = s.tenant_id and r.id = s.run_id
           where s.tenant_id = $1 and s.run_id < $2 and r.kind <> 'preview'))
     select id from (
       select coalesce(now_in.id, was_in.id) as id from now_in full join was_in on was_in.id = now_in.id
       where now_in.id is null or was_in.id is null
       union
       select entra_object_id from people_to_ask where tenant_id = $1) moved
     where $3::uuid is null or id > $3
     order by 1 limit $4`,
    [tenantId, runId, after ?? null, limit],
  );
  return rows.map(({ id }) => id);
}

/** People who were looked up by id. */
type LookedUp = {
  readonly moved: readonly EntraObjectId[];
  /** Those of them of whom nothing could be told. */
  readonly unproven: readonly EntraObjectId[];
  /** These, and those whose manager could not be told. */
  readonly untold: readonly EntraObjectId[];
};

/**
 * Notes that these people were looked up; nobody: all were. Who is unproven counts as not read, so that the next run
 * finds that they joined again; who is untold is asked for again. False, and nothing is written, where another attempt
 * has noted it already.
 */
export async function noteMoved(
  tenantId: TenantId,
  tx: Tx,
  runId: RunId,
  after: EntraObjectId | undefined,
  { moved, unproven, untold }: LookedUp,
): Promise<boolean> {
  const noted = await tx.query(
    `update sync_runs set moved_after = coalesce($4, moved_after), moved_done = $4::uuid is null
     where tenant_id = $1 and id = $2 and moved_after is not distinct from $3::uuid and not moved_done returning 1`,
    [tenantId, runId, after ?? null, moved.at(-1) ?? null],
  );
  if (noted.length === 0) return false;
  await notToBeAsked(
    tenantId,
    tx,
    moved.filter((id) => !untold.includes(id)),
  );
  if (unproven.length > 0) {
    await tx.query(
      `update scope_pages set ids = (select coalesce(array_agg(m.id), '{}') from unnest(ids) m (id) where m.id <> all($3::uuid[]))
       where tenant_id = $1 and run_id = $2 and ids && $3::uuid[]`,
      [tenantId, runId, `{${unproven.join(',')}}`],
    );
  }
  return true;
}
