import type { EntraObjectId, RunId, TenantId } from '../sync/ids.ts';
import type { Tx } from './database.ts';

/** Where the reading of the members of chosen groups stands. */
export type ScopePlace = {
  /** Which of the chosen groups, in the order of the settings. */
  readonly group: number;
  /** Graph's link to the page to read next; undefined: the first of the group. */
  readonly link: string | undefined;
  /** Pages written. Never begins anew, so that a page can tell whether it was written already. */
  readonly page: number;
};

/**
 * Stores a page of members and where the next one is; `next` undefined: all groups are read. The caller holds the run's
 * lock. `outOfPlace`: another attempt wrote this page already, and nothing is written again.
 */
export async function storeMembersPage(
  tenantId: TenantId,
  tx: Tx,
  runId: RunId,
  place: ScopePlace,
  members: readonly EntraObjectId[],
  next: Omit<ScopePlace, 'page'> | undefined,
): Promise<'stored' | 'outOfPlace'> {
  const moved = await tx.query(
    `update sync_runs set scope_page = scope_page + 1, scope_group = $4, scope_link = $5, scope_done = $6
     where tenant_id = $1 and id = $2 and scope_page = $3 and not scope_done returning 1`,
    [tenantId, runId, place.page, next?.group ?? place.group, next?.link ?? null, next === undefined],
  );
  if (moved.length === 0) return 'outOfPlace';
  if (members.length > 0) {
    await tx.query('insert into scope_pages (tenant_id, run_id, page, ids) values ($1, $2, $3, $4::uuid[])', [
      tenantId,
      runId,
      place.page,
      `{${members.join(',')}}`,
    ]);
  }
  return 'stored';
}

/**
 * Begins again with the first group, since Graph no longer knows the place: what was read of it counts as nothing. Gives
 * how often that has happened in this run. The number of pages moves on, so that whoever still reads is out of place.
 */
export async function restartMembers(
  tenantId: TenantId,
  tx: Tx,
  runId: RunId,
  { page }: ScopePlace,
): Promise<number | 'outOfPlace'> {
  const [run] = await tx.query<{ restarts: number }>(
    `update sync_runs set scope_page = scope_page + 1, scope_group = 0, scope_link = null,
       scope_restarts = scope_restarts + 1
     where tenant_id = $1 and id = $2 and scope_page = $3 and not scope_done returning scope_restarts as restarts`,
    [tenantId, runId, page],
  );
  if (run === undefined) return 'outOfPlace';
  await dropMembers(tenantId, tx, runId);
  return run.restarts;
}

/** Whether the groups have any member, as this run read them. */
export async function hasMembers(tenantId: TenantId, tx: Tx, runId: RunId): Promise<boolean> {
  const [row] = await tx.query<{ some: boolean }>(
    'select exists (select from scope_pages where tenant_id = $1 and run_id = $2) as some',
    [tenantId, runId],
  );
  return row?.some === true;
}

/** Forgets what a run read of the groups. */
export async function dropMembers(tenantId: TenantId, tx: Tx, runId: RunId): Promise<void> {
  await tx.query('delete from scope_pages where tenant_id = $1 and run_id = $2', [tenantId, runId]);
}
