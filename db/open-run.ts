import type { KindFacts } from '../sync/decide-kind.ts';
import { decideRun, type RunDecision, type RunFacts } from '../sync/decide-run.ts';
import type { Fingerprint } from '../sync/evaluate-person.ts';
import type { RunId, TenantId } from '../sync/ids.ts';
import { rulesText } from '../sync/rules-text.ts';
import type { RunKind, TenantStatus, Trigger } from '../sync/run.ts';
import { closeRun } from './close-run.ts';
import type { Tx } from './database.ts';
import { decideCleanUp } from './decide-clean-up.ts';
import { readFields } from './field-versions.ts';
import { readIntegration } from './integration-settings.ts';
import { readStandingOfList } from './read-standing-of-list.ts';

export type RunToOpen = {
  readonly trigger: Trigger;
  readonly full: boolean;
  readonly requestIds: readonly string[];
  readonly approves?: RunId;
  /** Names who opens it: asked again by the same, the same run is the answer. */
  readonly openedBy: string;
  readonly now: Date;
  readonly fingerprint: Fingerprint;
};

export type RunOpening =
  | { readonly answer: 'opened'; readonly runId: RunId; readonly kind: RunKind; readonly trigger: Trigger }
  | Exclude<RunDecision, { answer: 'open' }>;

/**
 * Opens the tenant's next run with the newest settings and fields, and gives it the lease: a run that still counts
 * as running is closed as interrupted. A cleanUp run is opened instead of what was asked for where an approval was
 * forgotten; it answers no request.
 */
export async function openRun(tenantId: TenantId, tx: Tx, request: RunToOpen): Promise<RunOpening> {
  const [tenant] = await tx.query<TenantFacts>(
    `select status, watermark is not null as has_watermark, watermark_rules, full_synced_at,
       exists (select from sync_runs r where r.tenant_id = $1 and r.kind <> 'preview') as has_run
     from tenants where id = $1 for no key update`,
    [tenantId],
  );
  const known = await findOpened(tenantId, tx, request.openedBy);
  if (known !== undefined) return known;

  const approves = request.approves ?? (await findForgottenApproval(tenantId, tx, tenant?.status));
  const facts: RunFacts = {
    status: tenant?.status,
    hasRun: tenant?.has_run === true,
    approves: approves === undefined ? undefined : await readStandingOfList(tenantId, tx, approves),
    ...(await readKindFacts(tenantId, tx, tenant, request.fingerprint)),
  };
  const decision = decideRun(facts, { ...request, approvesRun: approves !== undefined });
  if (decision.answer !== 'open') return decision;

  await interruptOthers(tenantId, tx, request.now);
  // An operator can send the approval from the Temporal UI too: then it is decided here. So is a list that a run which
  // was interrupted just now was applying: it waits again.
  if (approves !== undefined) await decideCleanUp(tenantId, tx, approves, 'approved');
  const requestIds = approves === request.approves ? request.requestIds : [];
  const toInsert = { ...request, ...(approves && { approves }), requestIds, rules: facts.rules };
  const runId = await insertRun(tenantId, tx, toInsert, decision);
  return { answer: 'opened', runId, kind: decision.kind, trigger: decision.trigger };
}

type TenantFacts = {
  readonly status: TenantStatus;
  readonly has_run: boolean;
  readonly has_watermark: boolean;
  readonly watermark_rules: string | null;
  readonly full_synced_at: string | null;
};

async function readKindFacts(
  tenantId: TenantId,
  tx: Tx,
  tenant: TenantFacts | undefined,
  fingerprint: Fingerprint,
): Promise<KindFacts> {
  if (tenant === undefined) {
    return { watermarkRules: undefined, rules: '', fullSyncedAt: undefined, waitingKind: undefined };
  }
  const { settings } = await readIntegration(tenantId, tx);
  const { items } = await readFields(tenantId, tx);
  const [waiting] = await tx.query<{ kind: RunKind }>(
    `select kind from sync_runs where tenant_id = $1 and state = 'held' and waiting_run is null order by id desc limit 1`,
    [tenantId],
  );
  return {
    watermarkRules: tenant.has_watermark ? (tenant.watermark_rules ?? undefined) : undefined,
    rules: fingerprint(rulesText(settings, items)),
    fullSyncedAt: tenant.full_synced_at === null ? undefined : new Date(tenant.full_synced_at),
    waitingKind: waiting?.kind,
  };
}

/**
 * A list that a person approved and that no run has applied: the approval was lost with the workflow that knew of it.
 * It goes before whatever else was asked for.
 */
async function findForgottenApproval(
  tenantId: TenantId,
  tx: Tx,
  status: TenantStatus | undefined,
): Promise<RunId | undefined> {
  if (status !== 'active' && status !== 'needsAttention') return undefined;
  const [run] = await tx.query<{ id: RunId }>(
    `select r.id::text from sync_runs r
     where r.tenant_id = $1 and r.decision = 'approved' and r.waiting_run is null
       and exists (select from planned_removals p where p.tenant_id = $1 and p.run_id = r.id)
     order by r.id limit 1`,
    [tenantId],
  );
  return run?.id;
}

async function findOpened(tenantId: TenantId, tx: Tx, openedBy: string): Promise<RunOpening | undefined> {
  const [row] = await tx.query<{ id: RunId; kind: RunKind; trigger: Trigger }>(
    'select id::text, kind, trigger from sync_runs where tenant_id = $1 and opened_by = $2',
    [tenantId, openedBy],
  );
  return row && { answer: 'opened', runId: row.id, kind: row.kind, trigger: row.trigger };
}

async function interruptOthers(tenantId: TenantId, tx: Tx, now: Date): Promise<void> {
  const running = await tx.query<{ id: RunId }>(
    `select id::text from sync_runs where tenant_id = $1 and state = 'running' and kind <> 'preview'`,
    [tenantId],
  );
  for (const { id } of running) await closeRun(tenantId, tx, id, { outcome: 'failed', code: 'interrupted', now });
}

/**
 * A run that goes by other rules than the last good one leaves what it writes behind, however it ends: from then on
 * changes alone are not enough, also where the old rules are saved again.
 */
async function insertRun(
  tenantId: TenantId,
  tx: Tx,
  request: RunToOpen & { readonly rules: string },
  decision: Extract<RunDecision, { answer: 'open' }>,
): Promise<RunId> {
  const { kind, kindReason, trigger } = decision;
  const phase = decision.kind === 'cleanUp' ? 'listing' : decision.phase;
  const rows = await tx.query<{ id: RunId }>(
    `with next as (
       update tenants set last_run = last_run + 1,
         watermark_rules = case when watermark_rules <> $9 then '' else watermark_rules end
       where id = $1 returning last_run, watermark)
     insert into sync_runs (tenant_id, id, kind, kind_reason, trigger, state, approves, opened_by, request_ids,
       settings_version, fields_version, started_at, rules, phase, cursor_link, from_nothing)
     select $1, next.last_run, $2, $3, $4, 'running', $5, $6, $7,
       (select max(version) from integration_settings where tenant_id = $1),
       (select max(version) from field_versions where tenant_id = $1), $8, $9, $10,
       case $10 when 'changes' then next.watermark end, not exists (select from employees where tenant_id = $1)
     from next returning id::text`,
    [
      tenantId,
      kind,
      kindReason,
      trigger,
      request.approves ?? null,
      request.openedBy,
      [...request.requestIds],
      request.now,
      request.rules,
      phase,
    ],
  );
  const [row] = rows;
  if (row === undefined) throw new Error('A run was to be opened for a tenant that is not there.');
  return row.id;
}
