import type { CleanUpLimits } from '../sync/clean-up-guard.ts';
import type { RunId, TenantId } from '../sync/ids.ts';
import type { Tx } from './database.ts';

/** What tells whether a completed listing can be believed. */
export type ListingEvidence = {
  readonly facts: { readonly listed: number; readonly stillThere: number; readonly active: number };
  readonly limits: CleanUpLimits;
};

export async function readListingEvidence(tenantId: TenantId, tx: Tx, runId: RunId): Promise<ListingEvidence> {
  const [row] = await tx.query<{
    read: number;
    still_there: number;
    active: number;
    max_percent: number;
    max_removals: number;
  }>(
    `select r.read, r.still_there, r.active,
       (s.settings -> 'cleanUp' ->> 'maxRemovalsPercent')::float8 as max_percent,
       (s.settings -> 'cleanUp' ->> 'maxRemovals')::int as max_removals
     from sync_runs r join integration_settings s on s.tenant_id = r.tenant_id and s.version = r.settings_version
     where r.tenant_id = $1 and r.id = $2`,
    [tenantId, runId],
  );
  if (row === undefined) throw new Error('The run whose listing is judged is not there.');
  return {
    facts: { listed: row.read, stillThere: row.still_there, active: row.active },
    limits: { maxRemovalsPercent: row.max_percent, maxRemovals: row.max_removals },
  };
}
