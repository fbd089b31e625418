import type { CleanUpFacts, CleanUpLimits } from '../sync/clean-up-guard.ts';
import type { RunId, TenantId } from '../sync/ids.ts';
import { PROOF } from './codes.ts';
import { countRemovedLately } from './count-removed-lately.ts';
import type { Tx } from './database.ts';

export type PlannedCleanUp = {
  readonly facts: CleanUpFacts;
  readonly limits: CleanUpLimits;
  /** A person approved the list: the guard has been asked already. */
  readonly approved: boolean;
  /** Another run whose list waits for a decision and names the same people. */
  readonly waitingWithSame?: RunId;
};

type Row = {
  readonly kind: string;
  readonly enabled: boolean;
  readonly max_percent: number;
  readonly max_removals: number;
  readonly active: number;
  readonly proven: number;
};

/** What the guard has to know of a run's proven removals. Where clean-up is off nobody would be removed. */
export async function readCleanUp(tenantId: TenantId, tx: Tx, runId: RunId, now: Date): Promise<PlannedCleanUp> {
  const [row] = await tx.query<Row>(
    `select r.kind, (s.settings -> 'cleanUp' ->> 'enabled')::boolean as enabled,
       (s.settings -> 'cleanUp' ->> 'maxRemovalsPercent')::float8 as max_percent,
       (s.settings -> 'cleanUp' ->> 'maxRemovals')::int as max_removals, r.active,
       (select count(*)::int from planned_removals p
        where p.tenant_id = $1 and p.run_id = $2 and p.proof = $3) as proven
     from sync_runs r join integration_settings s on s.tenant_id = r.tenant_id and s.version = r.settings_version
     where r.tenant_id = $1 and r.id = $2`,
    [tenantId, runId, PROOF.proven],
  );
  if (row === undefined) throw new Error('The run whose clean-up is planned is not there.');
  const removedLast24h = await countRemovedLately(tenantId, tx, now);
  const waiting = row.kind === 'cleanUp' ? undefined : await findWaitingWithSame(tenantId, tx, runId);
  return {
    facts: { toRemove: row.enabled ? row.proven : 0, removedLast24h, active: row.active },
    limits: { maxRemovalsPercent: row.max_percent, maxRemovals: row.max_removals },
    approved: row.kind === 'cleanUp',
    ...(waiting !== undefined && { waitingWithSame: waiting }),
  };
}

async function findWaitingWithSame(tenantId: TenantId, tx: Tx, runId: RunId): Promise<RunId | undefined> {
  const [row] = await tx.query<{ id: RunId }>(
    `with mine as (select entra_object_id from planned_removals where tenant_id = $1 and run_id = $2 and proof = $3)
     select held.id::text from sync_runs held cross join lateral (
       select not exists (
         (table mine except select p.entra_object_id from planned_removals p
          where p.tenant_id = $1 and p.run_id = held.id and p.proof = $3)
         union all
         (select p.entra_object_id from planned_removals p
          where p.tenant_id = $1 and p.run_id = held.id and p.proof = $3 except table mine)) as same_people) compared
     where held.tenant_id = $1 and held.state = 'held' and held.waiting_run is null and compared.same_people
     order by held.id desc limit 1`,
    [tenantId, runId, PROOF.proven],
  );
  return row?.id;
}
