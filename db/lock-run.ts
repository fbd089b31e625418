import type { RunId, TenantId } from '../sync/ids.ts';
import type { RunKind, RunPhase, TenantStatus } from '../sync/run.ts';
import type { Tx } from './database.ts';

/** What a run must look at in each of its transactions. */
export type LockedRun = {
  readonly kind: RunKind;
  readonly phase: RunPhase;
  /** It stands where the last good run had ended: nothing of the changes is read yet. */
  readonly atWatermark: boolean;
  readonly tenantStatus: TenantStatus;
  /** Pages written. */
  readonly page: number;
  readonly restarts: number;
  readonly wentBack: boolean;
  /** The link of the page to write next; undefined: the first, or none. */
  readonly cursor: string | undefined;
  /** The link that fetched the page whose next link is the cursor. */
  readonly previousLink: string | undefined;
  readonly listingDone: boolean;
  /** Somebody is missing from what is read now, told of without an id. */
  readonly incomplete: boolean;
  readonly read: number;
  /** It found the same people as a clean-up that waits for a decision, and has given up its own list. */
  readonly waitsWithAnother: boolean;
  /** Nobody is stored but whom this run has stored, each read once: but for who is read twice, or brought in by hand. */
  readonly fromNothing: boolean;
};

/**
 * Takes the tenant's row and the run's until the end of the transaction: in this order everywhere, so that nobody waits
 * for somebody who waits for them. Undefined: the run has ended, or another one took its lease, or the tenant is gone.
 * Then nothing more may be written for it. Not `for update`: that would hold up whoever stores a message or a key of
 * the tenant, for as long as the page takes.
 */
export async function lockRun(tenantId: TenantId, tx: Tx, runId: RunId): Promise<LockedRun | undefined> {
  const [row] = await tx.query<{
    kind: RunKind;
    phase: RunPhase;
    at_watermark: boolean;
    status: TenantStatus;
    page: number;
    restarts: number;
    went_back: boolean;
    cursor_link: string | null;
    previous_link: string | null;
    listing_done: boolean;
    incomplete: boolean;
    read: number;
    waits: boolean;
    from_nothing: boolean;
  }>(
    `with t as materialized (select id, status, watermark from tenants where id = $1 for no key update)
     select r.kind, r.phase, r.cursor_link is not distinct from t.watermark as at_watermark, t.status, r.page, r.restarts, r.went_back, r.cursor_link, r.previous_link, r.listing_done, r.incomplete, r.read,
       r.waiting_run is not null as waits, r.from_nothing
     from t join sync_runs r on r.tenant_id = t.id
     where r.tenant_id = $1 and r.id = $2 and r.state = 'running' for update of r`,
    [tenantId, runId],
  );
  if (row === undefined) return undefined;
  return {
    kind: row.kind,
    phase: row.phase,
    atWatermark: row.at_watermark,
    tenantStatus: row.status,
    page: row.page,
    restarts: row.restarts,
    wentBack: row.went_back,
    cursor: row.cursor_link ?? undefined,
    previousLink: row.previous_link ?? undefined,
    listingDone: row.listing_done,
    incomplete: row.incomplete,
    read: row.read,
    waitsWithAnother: row.waits,
    fromNothing: row.from_nothing,
  };
}
