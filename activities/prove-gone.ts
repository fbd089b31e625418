import { applyProofs } from '../db/apply-proofs.ts';
import { nextToProve } from '../db/next-to-prove.ts';
import { askForEmployees } from '../db/people-to-ask.ts';
import { readListingEvidence } from '../db/read-listing-evidence.ts';
import { readRunWork, type RunWork } from '../db/read-run-work.ts';
import type { Proof } from '../entra/directory.ts';
import { listingIncomplete } from '../sync/clean-up-guard.ts';
import type { EntraObjectId } from '../sync/ids.ts';
import { priorityOf } from '../sync/request-priority.ts';
import { compileRules } from '../sync/rules.ts';
import type { ActivityDeps } from './activity-deps.ts';
import { inChunk } from './chunk.ts';
import { confirmDirectory } from './confirm-directory.ts';
import { runFailure } from './failures.ts';
import { learnAbout, type LearnedPeople, startReading } from './learn-about.ts';
import { lockOrStop, stopsHere } from './lock-or-stop.ts';
import { planStoredPage } from './plan-stored-page.ts';
import { withoutManager } from './resolve-managers.ts';
import type { RunIds } from './run-ids.ts';

export type ProveGoneResult = { readonly next: 'more' | 'done' | 'stopped' };

type Deps = Pick<ActivityDeps, 'db' | 'directoryOf' | 'fingerprint' | 'now' | 'chunkTimeMs' | 'stopping'>;

/** A Graph batch holds 20 requests; one of them asks for somebody known to exist. */
const BATCH = 19;

/**
 * Asks Entra for each candidate by id. Who answers 404 is gone; who is still there is treated by what that answer
 * says, as if the listing had held it; who cannot be told stays. When too many are still there the listing was no
 * good, and the run fails before anybody is removed.
 *
 * Safe to run twice: each batch is stored before the next is asked, and a proof stored again changes nothing.
 */
export async function proveGone(deps: Deps, { tenantId, runId }: RunIds): Promise<ProveGoneResult> {
  return inChunk(deps, async (chunk) => {
    const work = await deps.db.inTransaction(tenantId, (tx) => readRunWork(tenantId, tx, runId));
    if (work === undefined) throw runFailure('interrupted');
    const directory = deps.directoryOf(work.entraTenantId, priorityOf(work.trigger));
    if (work.kind === 'cleanUp') await confirmDirectory(directory, work, deps.now(), chunk.signal);
    const rules = compileRules(work.settings, work.fields);
    // A run that applies a list has not read the groups: were one gone or hidden, nobody would seem to be in it.
    if (work.kind === 'cleanUp') await directory.requireGroups(rules.filter.groups ?? [], chunk.signal);
    const reading = startReading({ tenantId, runId }, directory, rules);
    for (;;) {
      const batch = await deps.db.inTransaction(tenantId, (tx) => nextToProve(tenantId, tx, runId, BATCH));
      if (batch.ids.length === 0) return { next: 'done' };
      const proofs = await directory.proveUsers(batch.ids, batch.control, rules.select, chunk.signal);
      const there = [...proofs.values()].flatMap((proof) => (proof.kind === 'there' ? [proof.user] : []));
      const found = await learnAbout(deps, reading, { users: there, phase: 'changes' }, chunk.signal);
      const stored = await storeProofs(deps, reading.ids, work, found, proofs);
      if (stored === 'stopped') return { next: 'stopped' };
      if (chunk.isOver()) return { next: 'more' };
    }
  });
}

async function storeProofs(
  deps: Deps,
  { tenantId, runId }: RunIds,
  work: RunWork,
  found: LearnedPeople,
  proofs: ReadonlyMap<EntraObjectId, Proof>,
): Promise<'stored' | 'stopped'> {
  return deps.db.inTransaction(tenantId, async (tx) => {
    if (stopsHere(await lockOrStop({ tenantId, runId }, tx))) return 'stopped';
    const planned = await planStoredPage(deps, { tenantId, tx, ...found });
    await applyProofs(tenantId, tx, {
      runId,
      gone: idsOf(proofs, 'gone'),
      unproven: idsOf(proofs, 'unproven'),
      found: planned,
    });
    await askForEmployees(tenantId, tx, withoutManager(found));
    if (work.kind === 'full') {
      const { facts, limits } = await readListingEvidence(tenantId, tx, runId);
      if (listingIncomplete(facts, limits)) throw runFailure('listingIncomplete');
    }
    return 'stored';
  });
}

const idsOf = (proofs: ReadonlyMap<EntraObjectId, Proof>, kind: 'gone' | 'unproven'): EntraObjectId[] =>
  [...proofs].flatMap(([id, proof]) => (proof.kind === kind ? [id] : []));
