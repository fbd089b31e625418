import type { EntraObjectId, RunId, TenantId } from '../sync/ids.ts';
import { applyPeople, type PlannedPeople } from './apply-people.ts';
import { PROOF } from './codes.ts';
import { countPeopleOnce } from './count-people-once.ts';
import type { Tx } from './database.ts';

export type Proofs = {
  readonly runId: RunId;
  readonly gone: readonly EntraObjectId[];
  /** Entra's answer said nothing: they stay, and the next run asks for them again, for no change may tell of them. */
  readonly unproven: readonly EntraObjectId[];
  /** People who are still there, planned by what the answer says of them. */
  readonly found: PlannedPeople;
};

/**
 * Notes what became of candidates. Who is still there is written as a person of the listing; of an approved list,
 * whoever is still there and matches is unproven too. Safe to repeat: only who was to be proven counts.
 */
export async function applyProofs(tenantId: TenantId, tx: Tx, { runId, gone, unproven, found }: Proofs): Promise<void> {
  await mark(tenantId, tx, runId, gone, PROOF.proven);
  const untold = await mark(tenantId, tx, runId, unproven, PROOF.unproven);
  await askAgain(tenantId, tx, runId, unproven);
  const { there, absent } = await countToProve(
    tenantId,
    tx,
    runId,
    found.outcomes.map((outcome) => outcome.entraObjectId),
  );
  const [run] = await tx.query<{ page: number }>(
    `update sync_runs set still_there = still_there + $5::int,
       unproven = unproven + $3::int + case kind when 'cleanUp' then $4::int else 0 end
     where tenant_id = $1 and id = $2 returning page`,
    [tenantId, runId, untold, there === 0 ? 0 : there - found.removals.length, absent],
  );
  if (there === 0 || run === undefined) return;
  const again = await wereSeen(tenantId, tx, runId, found);
  await applyPeople(tenantId, tx, runId, run.page, found);
  // Whom the changes called removed may stand on a page of them too.
  if (again) await countPeopleOnce(tenantId, tx, runId);
}

async function askAgain(tenantId: TenantId, tx: Tx, runId: RunId, ids: readonly EntraObjectId[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.query(
    `update employees set ask_after = $2
     where tenant_id = $1 and entra_object_id = any($3::uuid[]) and status in ('active', 'duplicate') and not pinned`,
    [tenantId, runId, `{${ids.join(',')}}`],
  );
}

async function wereSeen(tenantId: TenantId, tx: Tx, runId: RunId, { outcomes }: PlannedPeople): Promise<boolean> {
  const [row] = await tx.query<{ seen: boolean }>(
    `select exists (
       select from listing_pages where tenant_id = $1 and run_id = $2 and ids && $3::uuid[]) as seen`,
    [tenantId, runId, `{${outcomes.map(({ entraObjectId }) => entraObjectId).join(',')}}`],
  );
  return row?.seen === true;
}

async function mark(
  tenantId: TenantId,
  tx: Tx,
  runId: RunId,
  ids: readonly EntraObjectId[],
  proof: number,
): Promise<number> {
  if (ids.length === 0) return 0;
  const marked = await tx.query(
    `update planned_removals set proof = $4
     where tenant_id = $1 and run_id = $2 and proof = $5 and entra_object_id = any($3::uuid[]) returning 1`,
    [tenantId, runId, `{${ids.join(',')}}`, proof, PROOF.toProve],
  );
  return marked.length;
}

/** `absent`: those of them whom a completed listing did not hold. */
async function countToProve(
  tenantId: TenantId,
  tx: Tx,
  runId: RunId,
  ids: readonly EntraObjectId[],
): Promise<{ readonly there: number; readonly absent: number }> {
  if (ids.length === 0) return { there: 0, absent: 0 };
  const [row] = await tx.query<{ there: number; absent: number }>(
    `select count(*)::int as there, (count(*) filter (where absent))::int as absent from planned_removals
     where tenant_id = $1 and run_id = $2 and proof = $4 and entra_object_id = any($3::uuid[])`,
    [tenantId, runId, `{${ids.join(',')}}`, PROOF.toProve],
  );
  return row ?? { there: 0, absent: 0 };
}
