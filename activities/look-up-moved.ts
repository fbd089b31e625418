import { applyPeople } from '../db/apply-people.ts';
import { nextMoved, noteMoved } from '../db/moved-people.ts';
import type { EntraObjectId } from '../sync/ids.ts';
import type { ActivityDeps } from './activity-deps.ts';
import type { Chunk } from './chunk.ts';
import { learnAbout, type Reading } from './learn-about.ts';
import { lockOrStop, stopsHere } from './lock-or-stop.ts';
import { planStoredPage } from './plan-stored-page.ts';
import { withoutManager } from './resolve-managers.ts';

/** Ten batches of Graph: each look at who moved compares all members. */
const BATCH = 190;

/**
 * Looks up by id everybody who joined or left the chosen groups since the last good run, or whose manager changed, and
 * treats them by what the answer says, as if a page had held them: changes of people do not tell of it. Who is gone from
 * Entra meanwhile is left to the changes, which tell of that.
 *
 * Safe to run twice: where it stands is stored with what it wrote, and who was looked up again does not change.
 */
export async function lookUpMoved(
  deps: Pick<ActivityDeps, 'db' | 'fingerprint' | 'now'>,
  reading: Reading,
  from: EntraObjectId | undefined,
  chunk: Chunk,
): Promise<'done' | 'more' | 'stopped'> {
  const { directory, rules } = reading;
  const { tenantId, runId } = reading.ids;
  for (let after = from; ;) {
    const moved = await deps.db.inTransaction(tenantId, (tx) => nextMoved(tenantId, tx, runId, after, BATCH));
    const proofs =
      moved.length === 0 ? [] : [...(await directory.proveUsers(moved, undefined, rules.select, chunk.signal))];
    const found = proofs.flatMap(([, proof]) => (proof.kind === 'there' ? [proof.user] : []));
    const people = await learnAbout(deps, reading, { users: found, phase: 'changes' }, chunk.signal);
    const unproven = proofs.flatMap(([id, proof]) => (proof.kind === 'unproven' ? [id] : []));
    const untold = [...unproven, ...withoutManager(people)];
    const last = moved.at(-1);
    const written = await deps.db.inTransaction(tenantId, async (tx) => {
      const run = await lockOrStop({ tenantId, runId }, tx);
      if (stopsHere(run)) return 'stopped';
      if (!(await noteMoved(tenantId, tx, runId, after, { moved, unproven, untold }))) return 'outOfPlace';
      if (found.length > 0) {
        const planned = await planStoredPage(deps, { tenantId, tx, ...people });
        await applyPeople(tenantId, tx, runId, run.page, planned);
      }
      return 'written';
    });
    if (written !== 'written') return written === 'stopped' ? written : 'more';
    if (last === undefined) return 'done';
    if (chunk.isOver()) return 'more';
    after = last;
  }
}
