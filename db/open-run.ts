import { decideRun, type RunDecision, type RunFacts } from '../sync/decide-run.ts';
import type { RunId, TenantId } from '../sync/ids.ts';
import type { RunKind, TenantStatus, Trigger } from '../sync/run.ts';
import { closeRun } from './close-run.ts';
import type { Tx } from './database.ts';
import { decideCleanUp } from './decide-clean-up.ts';
import { readStandingOfList } from './read-standing-of-list.ts';

export type RunToOpen = {
  readonly trigger: Trigger;
  readonly full: boolean;
  readonly requestIds: readonly string[];
  readonly approves?: RunId;
  /** Names who opens it: asked again by the same, the same run is the answer. */
  readonly openedBy: string;
  readonly now: Date;
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
  const [tenant] = await tx.query<{ status: TenantStatus; last_run: string }>(
    'select status, last_run from tenants where id = $1 for no key update',
    [tenantId],
  );
  const known = await findOpened(tenantId, tx, request.openedBy);
  if (known !== undefined) return known;

  const approves = request.approves ?? (await findForgottenApproval(tenantId, tx, tenant?.status));
  const facts: RunFacts = {
    status: tenant?.status,
    earlierRuns: Number(tenant?.last_run ?? 0),
    approves: approves === undefined ? undefined : await readStandingOfList(tenantId, tx, approves),
  };
  const decision = decideRun(facts, { trigger: request.trigger, approvesRun: approves !== undefined });
  if (decision.answer !== 'open') return decision;

  await interruptOthers(tenantId, tx, request.now);
  // An operator can send the approval from the Temporal UI too: then it is decided here. So is a list that a run which
  // was interrupted just now was applying: it waits again.
  if (approves !== undefined) await decideCleanUp(tenantId, tx, approves, 'approved');
  const requestIds = approves === request.approves ? request.requestIds : [];
  const runId = await insertRun(tenantId, tx, { ...request, ...(approves && { approves }), requestIds }, decision);
  return { answer: 'opened', runId, kind: decision.kind, trigger: decision.trigger };
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
    `select id::text from sync_runs where tenant_id = $1 and state = 'running'`,
    [tenantId],
  );
  for (const { id } of running) await closeRun(tenantId, tx, id, { outcome: 'failed', code: 'interrupted', now });
}

async function insertRun(
  tenantId: TenantId,
  tx: Tx,
  request: RunToOpen,
  { kind, kindReason, trigger }: Extract<RunDecision, { answer: 'open' }>,
): Promise<RunId> {
  const rows = await tx.query<{ id: RunId }>(
    `with next as (update tenants set last_run = last_run + 1 where id = $1 returning last_run)
     insert into sync_runs (tenant_id, id, kind, kind_reason, trigger, state, approves, opened_by, request_ids,
       settings_version, fields_version, started_at)
     select $1, next.last_run, $2, $3, $4, 'running', $5, $6, $7,
       (select max(version) from integration_settings where tenant_id = $1),
       (select max(version) from field_versions where tenant_id = $1), $8
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
    ],
  );
  const [row] = rows;
  if (row === undefined) throw new Error('A run was to be opened for a tenant that is not there.');
  return row.id;
}
