import type { LostPlace, WayOn } from '../sync/after-place-lost.ts';
import { assertNever } from '../sync/assert-never.ts';
import type { RunId, TenantId } from '../sync/ids.ts';
import type { KindReason, RunPhase } from '../sync/run.ts';
import type { Tx } from './database.ts';
import { dropPreviewPlan } from './forget-previews.ts';

/** Where a run goes on. */
export type RunPlace = {
  readonly phase: RunPhase;
  /** The link of the next page; undefined: the first. */
  readonly link: string | undefined;
  /** Pages written so far. */
  readonly page: number;
  readonly read: number;
  /** The number of the first page of what is read now. */
  readonly from: number;
};

type Row = {
  readonly phase: RunPhase;
  readonly cursor_link: string | null;
  readonly page: number;
  readonly read: number;
  readonly listing_from: number;
};

/**
 * Gives up a place that a run cannot go on from. `why` is told where it goes on with everybody for that reason. Counters of people read begin anew with what is read; those of changes stand,
 * for they were made, but those of a preview, which has only planned them. The number of pages moves on, so that another attempt which still reads from the old place finds
 * itself out of it.
 */
export async function restartListing(
  tenantId: TenantId,
  tx: Tx,
  runId: RunId,
  way: Exclude<WayOn, 'giveUp'>,
  why: LostPlace['why'],
): Promise<RunPlace> {
  if (way !== 'oneLinkBack') await forgetPages(tenantId, tx, runId);
  const [row] = await tx.query<Row>(
    `update sync_runs r set page = r.page + 1, previous_link = null, from_nothing = false, ${settingsOf(way)} from tenants t
     where r.tenant_id = $1 and r.id = $2 and t.id = $1 returning r.phase, r.cursor_link, r.page, r.read, r.listing_from`,
    way === 'everybody' ? [tenantId, runId, KIND_REASON_OF[why]] : [tenantId, runId],
  );
  if (row === undefined) throw new Error('The run of this listing is not there.');
  const { phase, cursor_link, page, read, listing_from } = row;
  return { phase, link: cursor_link ?? undefined, page, read, from: listing_from };
}

const KIND_REASON_OF = { refused: 'watermarkExpired', endless: 'changesEndless' } as const satisfies Readonly<
  Record<LostPlace['why'], KindReason>
>;

const NOTHING_READ = `read = 0, incomplete = false, unchanged = 0, skipped = '{}',
  created = case r.kind when 'preview' then 0 else r.created end, updated = case r.kind when 'preview' then 0 else r.updated end,
  restored = case r.kind when 'preview' then 0 else r.restored end`;

function settingsOf(way: Exclude<WayOn, 'giveUp'>): string {
  switch (way) {
    case 'oneLinkBack':
      return 'cursor_link = r.previous_link, went_back = true';
    case 'start':
      return `cursor_link = case r.phase when 'changes' then t.watermark end, went_back = false,
        restarts = r.restarts + 1, ${NOTHING_READ}`;
    case 'everybody':
      return `cursor_link = null, phase = 'listing', listing_from = r.page + 1, kind = 'full', watermark = null,
        kind_reason = case r.kind when 'full' then r.kind_reason else $3 end, ${NOTHING_READ}`;
    default:
      return assertNever(way);
  }
}

/** What the changes told, before a listing began, stands. */
async function forgetPages(tenantId: TenantId, tx: Tx, runId: RunId): Promise<void> {
  await dropPreviewPlan(tenantId, tx, runId);
  await tx.query(
    `delete from listing_pages p using sync_runs r
     where p.tenant_id = $1 and p.run_id = $2 and r.tenant_id = $1 and r.id = $2 and p.page >= r.listing_from`,
    [tenantId, runId],
  );
  await tx.query(
    `delete from planned_removals p using sync_runs r
     where p.tenant_id = $1 and p.run_id = $2 and r.tenant_id = $1 and r.id = $2
       and (r.phase = 'changes' or p.proof = 1)`,
    [tenantId, runId],
  );
}
