import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';
import { openPreview } from '../../db/open-preview.ts';
import { lockTenant } from '../../db/lock-tenant.ts';
import type { PreviewStep } from './history.ts';
import { lagOf, showsManagers } from './how-disturbed.ts';
import { apart } from './lane.ts';
import { digestOf } from './observe-everything.ts';
import { observePreview, type Told } from './observe-preview.ts';
import { observeAnswers, type Observation, type StoredChange } from './observe.ts';
import { performPreview } from './perform-preview.ts';
import type { DirectoryMoment } from './directory-moment.ts';
import { whyNobodyIsJudged } from './plain-groups.ts';
import type { PlainRules } from './plain-person.ts';
import type { WatchedTenant } from './watched-tenant.ts';

/** What was told, and of what: it holds as long as all of that is so. */
export type Promised = Told & {
  readonly rules: PlainRules;
  readonly of: DirectoryMoment;
  readonly seen: Observation;
  readonly at: number;
};

/**
 * A preview, between runs or beside one: nothing that is stored changes by it. What it told is kept, where nothing
 * disturbed it, to be compared with the next run that nothing disturbs.
 */
export async function playPreview(tenant: WatchedTenant, { change, trouble }: PreviewStep): Promise<void> {
  const { lane, tenantId, admin, directory } = tenant;
  const { emulator } = lane;
  const { behaviour } = directory.entra;
  const rules = change === undefined ? admin.rules : admin.rulesWith(change);
  const unsaved = change === undefined ? {} : rules;
  const began = emulator.clock.now();
  const before = await digestOf(lane, tenantId, 'previews');
  const runId = await lane.db.inTransaction(tenantId, async (tx) => {
    await lockTenant(tenantId, tx);
    const { settings, fields } = { settings: undefined, fields: undefined, ...unsaved };
    return openPreview(tenantId, tx, { settings, fields, openedBy: `preview/${randomUUID()}`, now: lane.now() });
  });
  const stage = {
    activities: lane.activities[trouble.shortChunks ? 'short' : 'long'],
    advance: (ms: number) => emulator.clock.advance(ms),
    unknownError: () => lane.breaks.unknownError,
  };
  const { result: end, requests } = await apart(emulator, () => performPreview(stage, { tenantId, runId }, trouble));
  expect(await digestOf(lane, tenantId, 'previews'), 'all that is stored, after a preview').toBe(before);

  if (end === 'abandoned') tenant.lostPreview = runId;
  const moments = directory.since(began - lagOf(behaviour));
  tenant.mailboxes.take(await observeAnswers(lane.query, tenantId), { moments, rules, began, asked: requests });
  const met = requests.some(({ faults }) => faults.length > 0);
  const lags = behaviour.replicationLagMs > 0 || (showsManagers(rules) && behaviour.deltaLagMs > 0);
  const why = whyNobodyIsJudged('preview', rules, directory.now);
  if (why !== null) expect(end, `how a preview ends where ${why}`).not.toBe('succeeded');
  else if (!met && !lags && end !== 'abandoned')
    expect(end, 'a preview ends well when nothing disturbs it').toBe('succeeded');
  const holds = end === 'succeeded' && !met && !lags && tenant.going === undefined;
  const told = holds ? await observePreview(lane.query, tenantId, runId) : undefined;
  const at = emulator.clock.now();
  tenant.promised = told && { ...told, rules, of: directory.now, seen: tenant.seen, at };
}

/** How long nothing ages that a run looks at. */
const SOON_MS = 60_000;

/** Whether a run that begins now goes by just what the preview went by. */
export function isDue({ promised, admin, directory, seen, lane }: WatchedTenant): boolean {
  if (promised === undefined) return false;
  const { rules, of, at } = promised;
  const isSame = of === directory.now && promised.seen === seen && isDeepStrictEqual(rules, admin.rules);
  return isSame && lane.emulator.clock.now() - at < SOON_MS;
}

/** What a preview has told is what the run after it did, where nothing happened in between and nothing disturbed it. */
export function comparePromised(
  { changes, wouldHold, duplicates, holders, seen }: Promised,
  { changes: done, list, run, held, employees }: Observation,
): void {
  const isRemoval = ({ action }: StoredChange): boolean => action === 3 || action === 4;
  expect(run?.state, 'whether the clean-up waits, as the preview told').toBe(wouldHold ? 'held' : 'succeeded');
  if (!wouldHold) {
    expect(run?.duplicates, 'how many became duplicates, as the preview told').toBe(duplicates);
    expect(newHolders(seen.employees, employees), 'who became a duplicate of whom, as the preview told').toEqual(
      holders,
    );
  }
  const promised = wouldHold ? changes.filter((change) => !isRemoval(change)) : changes;
  const removals = new Set(changes.filter(isRemoval).map(({ oid }) => oid));
  if (wouldHold && held === String(run?.id)) expect(list, 'whose removal waits').toEqual(removals);
  // A creation keeps its values at the employee, and with a retention of no days nothing is left of who was removed.
  const known = (change: StoredChange): StoredChange => {
    const after = change.action === 1 ? (employees.get(change.oid)?.values ?? null) : change.after;
    return employees.get(change.oid)?.erased === true ? { ...change, before: null, after: null } : { ...change, after };
  };
  const byPerson = (all: readonly StoredChange[]) => new Map(all.map((change) => [change.oid, change]));
  expect(byPerson(done.map(known)), 'what the run changed').toEqual(
    byPerson(promised.map((each) => forgotten(each, employees))),
  );
}

/** Whoever is a duplicate and was none before, and who holds the address. */
function newHolders(
  before: Observation['employees'],
  now: Observation['employees'],
): Readonly<Record<string, string | undefined>> {
  const oids = new Map([...now.values()].map(({ id, oid }) => [id, oid]));
  const became = [...now.values()].filter(
    ({ oid, status }) => status === 'duplicate' && before.get(oid)?.status !== 'duplicate',
  );
  return Object.fromEntries(became.map(({ oid, duplicateOf }) => [oid, oids.get(duplicateOf ?? '')]));
}

const forgotten = (change: StoredChange, employees: Observation['employees']): StoredChange =>
  employees.get(change.oid)?.erased === true ? { ...change, before: null, after: null } : change;
