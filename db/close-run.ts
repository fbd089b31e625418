import { assertNever } from '../sync/assert-never.ts';
import { FAILURES, isFailureCode } from '../sync/failure.ts';
import type { RunId, TenantId } from '../sync/ids.ts';
import type { RunKind } from '../sync/run.ts';
import { closePreview } from './close-preview.ts';
import { askForAttention } from './ask-for-attention.ts';
import type { Tx } from './database.ts';
import { dropPlan } from './drop-plan.ts';
import { noteStanding } from './note-standing.ts';
import { dropMembers } from './store-members-page.ts';

export type RunEnd = { readonly now: Date } & (
  | { readonly outcome: 'succeeded' | 'held' | 'cancelled' }
  | { readonly outcome: 'failed'; readonly code: string; readonly detail?: string }
);

type ClosedRun = { readonly kind: RunKind; readonly approves: RunId | null; readonly wrote: boolean };
/** One that reads or removes for the directory. */
type AppliedRun = ClosedRun & { readonly kind: Exclude<RunKind, 'preview'> };

/**
 * Ends a run that still counts as running, gives up its lease, and notes at the tenant what its admin reads. Nothing
 * happens to a run that has ended already, so it is safe to repeat.
 */
export async function closeRun(tenantId: TenantId, tx: Tx, runId: RunId, end: RunEnd): Promise<void> {
  const ended = await endRun(tenantId, tx, runId, end);
  if (ended === undefined) return;
  const { kind } = ended;
  if (kind === 'preview') return closePreview(tenantId, tx, runId, end.outcome);
  const run = { ...ended, kind };
  if (run.wrote) await countEmployees(tenantId, tx);
  const told = end.outcome === 'succeeded' || end.outcome === 'held';
  await noteStanding(tenantId, tx, runId, { kind: run.kind, told: told && run.kind !== 'cleanUp' });
  switch (end.outcome) {
    case 'succeeded':
    case 'held':
      await noteSuccess(tenantId, tx, runId, run, { outcome: end.outcome, now: end.now });
      return;
    case 'failed':
    case 'cancelled':
      await forgetUnfinished(tenantId, tx, runId, run, end.outcome);
      if (end.outcome === 'failed') await noteFailure(tenantId, tx, end);
      return;
    default:
      return assertNever(end);
  }
}

/** A run that waits with another shares its decision, also one that was taken before this run ended. */
async function endRun(tenantId: TenantId, tx: Tx, runId: RunId, end: RunEnd): Promise<ClosedRun | undefined> {
  const failed = end.outcome === 'failed';
  await tx.query('select from tenants where id = $1 for no key update', [tenantId]);
  const [run] = await tx.query<ClosedRun>(
    `with other as (
       select o.decision from sync_runs r join sync_runs o on o.tenant_id = r.tenant_id and o.id = r.waiting_run
       where r.tenant_id = $1 and r.id = $2 and o.decision is not null and $3 = 'held')
     update sync_runs set state = case when exists (select from other) then 'succeeded' else $3 end,
       decision = (select decision from other),
       finished_at = $4, error_code = $5, error_detail = $6, cursor_link = null, previous_link = null, scope_link = null,
       drift = case when drift_from is not null then (select count(distinct entra_object_id)::int from run_changes c
         where c.tenant_id = $1 and c.run_id = $2 and c.seq > drift_from) end
     where tenant_id = $1 and id = $2 and state = 'running'
     returning kind, approves::text, created + restored + removed > 0 as wrote`,
    [tenantId, runId, end.outcome, end.now, failed ? end.code : null, failed ? (end.detail ?? null) : null],
  );
  return run;
}

async function countEmployees(tenantId: TenantId, tx: Tx): Promise<void> {
  await tx.query(
    `update tenants set employees =
       (select count(*) from employees where tenant_id = $1 and status in ('active', 'duplicate', 'missing'))
     where id = $1`,
    [tenantId],
  );
}

async function noteSuccess(
  tenantId: TenantId,
  tx: Tx,
  runId: RunId,
  run: AppliedRun,
  { outcome, now }: { readonly outcome: 'succeeded' | 'held'; readonly now: Date },
): Promise<void> {
  await tx.query(
    `update tenants set attention_code = null, attention_detail = null,
       status = case status when 'needsAttention' then 'active' else status end,
       last_synced_at = case when $2 then $3 else last_synced_at end
     where id = $1`,
    [tenantId, run.kind !== 'cleanUp', now],
  );
  if (outcome === 'succeeded') await moveWatermark(tenantId, tx, runId, now);
  await keepMembers(tenantId, tx, runId, outcome === 'succeeded' && run.kind !== 'cleanUp');
  if (outcome === 'succeeded' && run.kind !== 'cleanUp') await forgetAsked(tenantId, tx, runId);
  switch (run.kind) {
    case 'incremental':
      // What became of people since is laid over the newest full run's.
      return;
    case 'full':
      // Who was seen, and why the others stayed out, is told of the newest full run.
      await tx.query('delete from listing_pages where tenant_id = $1 and run_id < $2', [tenantId, runId]);
      return;
    case 'cleanUp':
      await dropListing(tenantId, tx, runId);
      if (run.approves !== null) await dropPlan(tenantId, tx, run.approves);
      return;
    default:
      return assertNever(run.kind);
  }
}

/** The next run begins where this one has ended. A held one moves nothing: what it found is to be found again. */
async function moveWatermark(tenantId: TenantId, tx: Tx, runId: RunId, now: Date): Promise<void> {
  await tx.query(
    `update tenants t set watermark = r.watermark, watermark_rules = r.rules,
       full_synced_at = case r.kind when 'full' then $3 else t.full_synced_at end
     from sync_runs r
     where t.id = $1 and r.tenant_id = $1 and r.id = $2 and r.kind in ('full', 'incremental')`,
    [tenantId, runId, now],
  );
}

/** Who joins and leaves the groups is told from where the watermark stands: the members are those of the run that moved it. */
async function keepMembers(tenantId: TenantId, tx: Tx, runId: RunId, movedWatermark: boolean): Promise<void> {
  if (!movedWatermark) return dropMembers(tenantId, tx, runId);
  await tx.query(
    `delete from scope_pages s using sync_runs r
     where s.tenant_id = $1 and s.run_id < $2 and r.tenant_id = $1 and r.id = s.run_id and r.kind <> 'preview'`,
    [tenantId, runId],
  );
}

/** Whoever was unpinned, or could not be proven gone, before this run has been asked for. */
async function forgetAsked(tenantId: TenantId, tx: Tx, runId: RunId): Promise<void> {
  await tx.query('update employees set ask_after = null where tenant_id = $1 and ask_after < $2', [tenantId, runId]);
}

async function forgetUnfinished(
  tenantId: TenantId,
  tx: Tx,
  runId: RunId,
  run: AppliedRun,
  outcome: 'failed' | 'cancelled',
): Promise<void> {
  await dropListing(tenantId, tx, runId);
  await dropMembers(tenantId, tx, runId);
  await dropPlan(tenantId, tx, runId);
  // An approved list that a pause cut off is applied after it. One whose run failed waits for a person again.
  if (run.approves === null || outcome === 'cancelled') return;
  await tx.query(
    `update sync_runs set state = 'held', decision = null
     where tenant_id = $1 and (id = $2 or waiting_run = $2) and decision = 'approved'`,
    [tenantId, run.approves],
  );
}

async function dropListing(tenantId: TenantId, tx: Tx, runId: RunId): Promise<void> {
  await tx.query('delete from listing_pages where tenant_id = $1 and run_id = $2', [tenantId, runId]);
}

async function noteFailure(tenantId: TenantId, tx: Tx, end: Extract<RunEnd, { outcome: 'failed' }>): Promise<void> {
  if (!isFailureCode(end.code) || FAILURES[end.code].class !== 'tenantAttention') return;
  await askForAttention(tenantId, tx, end.code, end.detail);
}
