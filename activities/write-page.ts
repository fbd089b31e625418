import { applyPeople, type ListingStep, type PlannedPeople } from '../db/apply-people.ts';
import { claimRemoved } from '../db/claim-removed.ts';
import type { Tx } from '../db/database.ts';
import { endChanges, storeWatermark } from '../db/end-changes.ts';
import { AlreadyStoredError } from '../db/errors.ts';
import type { LockedRun } from '../db/lock-run.ts';
import type { RunPlace } from '../db/restart-listing.ts';
import { storePreviewPage } from '../db/store-preview-page.ts';
import { previewedChanges } from '../sync/previewed-changes.ts';
import type { ActivityDeps } from './activity-deps.ts';
import type { FetchedPage } from './fetch-page.ts';
import type { LearnedPeople, Reading } from './learn-about.ts';
import { lockOrStop, stopsHere } from './lock-or-stop.ts';
import { noteManagers } from './note-managers.ts';
import { planStoredPage } from './plan-stored-page.ts';

export type Written = 'stopped' | 'outOfPlace' | { readonly read: number; readonly done: boolean };

type Planned = {
  readonly ids: Reading['ids'];
  readonly rules: Reading['rules'];
  readonly run: LockedRun;
  readonly page: FetchedPage;
  readonly users: LearnedPeople['users'];
  readonly planned: PlannedPeople;
  readonly step: ListingStep;
  readonly takenForNew: boolean;
};

type Deps = Pick<ActivityDeps, 'db' | 'fingerprint'>;
type PageToWrite = {
  readonly place: RunPlace;
  readonly page: FetchedPage;
  readonly people: LearnedPeople;
  readonly expected: number | null;
};

/**
 * Plans a page against what is stored and keeps the plan, with the counters and the place of the next page, in one
 * transaction: applied at once, or, of a preview, stored. `outOfPlace`: another attempt wrote the page, and nothing is
 * written again.
 *
 * While a tenant's first people are read nobody is looked for who is new as far as anybody knows, and the database says
 * where that is not so: then the page is written once more as every other.
 */
export async function writePage(deps: Deps, reading: WrittenFor, page: PageToWrite): Promise<Written> {
  try {
    return await writeOnce(deps, reading, page, 'takenForNew');
  } catch (err) {
    if (!(err instanceof AlreadyStoredError)) throw err;
    return writeOnce(deps, reading, page, 'lookedFor');
  }
}

/** By the link too: a crash of the database can take numbers of pages back, which are then given to others. */
export const standsAt = (run: LockedRun, place: RunPlace): boolean =>
  run.page === place.page && run.cursor === place.link;

type WrittenFor = Pick<Reading, 'ids' | 'rules'>;

async function writeOnce(
  deps: Deps,
  { ids, rules }: WrittenFor,
  { place, page, people, expected }: PageToWrite,
  unknown: 'takenForNew' | 'lookedFor',
): Promise<Written> {
  const { tenantId } = ids;
  return deps.db.inTransaction(tenantId, async (tx) => {
    const run = await lockOrStop(ids, tx);
    if (stopsHere(run)) return 'stopped';
    if (!standsAt(run, place)) return 'outOfPlace';
    const takenForNew = unknown === 'takenForNew' && run.fromNothing && run.kind !== 'preview';
    const planned = await planStoredPage(deps, { tenantId, tx, takenForNew, ...people });
    const step = { cursor: page.next ?? null, fetchedBy: place.link ?? null, expected, complete: page.complete };
    const keepPlan = run.kind === 'preview' ? storePlan : applyPlan;
    return keepPlan(tx, { ids, rules, run, page, users: people.users, planned, step, takenForNew });
  });
}

async function applyPlan(
  tx: Tx,
  { ids: { tenantId, runId }, rules, run, page, users, planned, step, takenForNew }: Planned,
): Promise<Written> {
  const read = await applyPeople(tenantId, tx, runId, run.page, planned, step, { allNew: takenForNew });
  await claimRemoved(tenantId, tx, runId, page.removed, rules.cleanUpEnabled);
  if (rules.usesManager) await noteManagers(tenantId, tx, run.kind, { ...page, users });
  if (page.watermark === undefined) return { read, done: page.next === undefined };
  if (run.phase === 'changes') await endChanges(tenantId, tx, runId, page.watermark);
  else await storeWatermark(tenantId, tx, runId, page.watermark);
  return { read, done: run.kind === 'incremental' || run.phase === 'listing' };
}

async function storePlan(
  tx: Tx,
  { ids: { tenantId, runId }, rules: { cleanUpEnabled }, run, page, planned, step }: Planned,
): Promise<Written> {
  const { outcomes, unchanged } = planned;
  const previewed = { changes: previewedChanges(planned), outcomes, unchanged, removed: page.removed, cleanUpEnabled };
  const read = await storePreviewPage(tenantId, tx, runId, run.page, previewed, step);
  return { read, done: page.next === undefined };
}
