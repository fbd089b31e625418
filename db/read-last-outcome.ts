import type { EntraObjectId, RunId, TenantId } from '../sync/ids.ts';
import { outcomeOf, type ListedOutcome } from './codes.ts';
import type { Tx } from './database.ts';

/** What became of somebody in the last run that met them, an employee or not. */
export type LastOutcome = {
  readonly runId: RunId;
  readonly at: Date;
  readonly outcome: Exclude<ListedOutcome, 'seenAgain'>;
};

/**
 * What the newest full run and those after it told of somebody last. Undefined: no run that has ended has met them. All
 * pages are looked through, some 100 ms for a million people.
 */
export async function readLastOutcome(
  tenantId: TenantId,
  tx: Tx,
  person: EntraObjectId,
): Promise<LastOutcome | undefined> {
  const [row] = await tx.query<{ id: RunId; at: string; outcome: number }>(
    `select r.id::text, r.finished_at as at, get_byte(p.outcomes, (array_position(p.ids, $2::uuid) - 1) * 2) as outcome
     from listing_pages p join sync_runs r on r.tenant_id = p.tenant_id and r.id = p.run_id
     where p.tenant_id = $1 and $2::uuid = any(p.ids) and r.finished_at is not null
     order by p.run_id desc, p.page desc limit 1`,
    [tenantId, person],
  );
  if (row === undefined) return undefined;
  const outcome = outcomeOf(row.outcome);
  // The last page on which somebody stands is never one that another page follows.
  return outcome === 'seenAgain' ? undefined : { runId: row.id, at: new Date(row.at), outcome };
}

/** The newest run that has read the directory to its end. Undefined: none has. */
export async function lastWholeRun(tenantId: TenantId, tx: Tx): Promise<RunId | undefined> {
  const [row] = await tx.query<{ id: RunId }>(
    'select max(id)::text as id from sync_runs where tenant_id = $1 and not_imported is not null having max(id) is not null',
    [tenantId],
  );
  return row?.id;
}
