import { expect } from 'vitest';
import type { Observation, StoredChange, StoredRun } from './observe.ts';
import type { Everybody } from './plain-employees.ts';
import { judgePerson, type PlainRules } from './plain-person.ts';

/** What a run could have been told: every state that the directory showed since it began, or before by a lag. */
export type Window = { readonly states: readonly Everybody[]; readonly rules: PlainRules };

const REMOVE = 3;
const MISSING = 4;

/** What holds after every run, whatever went wrong in it. */
export function checkRun(before: Observation, after: Observation, window: Window): void {
  expect(after.runningRuns, 'runs that are going').toBeLessThanOrEqual(1);
  checkNobodyLeftWronglyIn(after.changes, before, after, window);
  checkContents(before, after, window);
  checkReplay(before, after);
  if (after.run !== null) checkCounts(after.run, before, after);
  if (after.runningRuns === 0) {
    const there = [...after.employees.values()].filter(({ status }) => status !== 'removed').length;
    expect(after.counted, 'employees that the tenant counts').toBe(there);
  }
}

/** Whoever was there and matched in every answer since the run began is not removed, not even in between. */
function checkNobodyLeftWronglyIn(
  changes: readonly StoredChange[],
  before: Observation,
  after: Observation,
  window: Window,
): void {
  const left = changes.filter(({ action }) => action === REMOVE || action === MISSING).map(({ oid }) => oid);
  for (const [oid, { status }] of after.employees) {
    const was = before.employees.get(oid)?.status;
    if (status !== was && (status === 'removed' || status === 'missing')) left.push(oid);
  }
  expect(
    left.filter((oid) => alwaysMatched(oid, window)),
    'people who left though they always matched',
  ).toEqual([]);
}

const alwaysMatched = (oid: string, { states, rules }: Window): boolean =>
  states.every((everybody) => {
    const person = everybody.get(oid);
    return person !== undefined && judgePerson(person, rules, everybody).kind === 'employee';
  });

/** What was written of a person is what the rules said of them at some moment since the run began. */
function checkContents(before: Observation, after: Observation, { states, rules }: Window): void {
  for (const [oid, { email, values, status }] of after.employees) {
    const was = before.employees.get(oid);
    const same = was !== undefined && was.email === email && isDeepEqual(was.values, values);
    const isBack = was !== undefined && isAway(was.status) && !isAway(status);
    if (same && !isBack) continue;
    // A manager is read at another moment than whom they manage; who cannot be told of stays as they were.
    const verdicts = states.flatMap((everybody) => {
      const person = everybody.get(oid);
      if (person === undefined) return [];
      const judged = states.map((others) => judgePerson(person, rules, others));
      return judged.flatMap((verdict) => (verdict.kind === 'employee' ? [verdict] : []));
    });
    const ofManager = rules.fields.flatMap(({ key, source }) => (source.startsWith('manager/') ? [key] : []));
    const fits =
      verdicts.some(
        (one) => one.email === email && isDeepEqual(without(one.values, ofManager), without(values, ofManager)),
      ) &&
      ofManager.every((key) => [was, ...verdicts].some((one) => (one?.values[key] ?? null) === (values[key] ?? null)));
    expect(fits || { oid, email, values, states: states.map((everybody) => everybody.get(oid)?.properties) }).toBe(
      true,
    );
  }
}

const isAway = (status: string): boolean => status === 'missing' || status === 'removed';

/** The changes of the run, taken back from the last to the first, lead to what was there before it. */
function checkReplay(before: Observation, after: Observation): void {
  const values = new Map([...after.employees].map(([oid, one]) => [oid, { ...one.values }]));
  for (const change of after.changes.toReversed()) {
    const now = values.get(change.oid);
    if (change.action === 1) values.delete(change.oid);
    if (change.action === 1 || now === undefined) continue;
    for (const [key, value] of Object.entries(change.after ?? {})) {
      expect(now[key] ?? null, `what the change says ${key} became`).toBe(value);
    }
    Object.assign(now, change.before);
  }
  const taken = [...values].map(([oid, one]) => [oid, withoutNulls(one)] as const);
  const stored = [...before.employees].map(([oid, one]) => [oid, withoutNulls(one.values)] as const);
  expect(new Map(taken), 'employees without the changes of the run').toEqual(new Map(stored));
}

const withoutNulls = (values: Readonly<Record<string, string | null>>) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));

/** Counters are people, and add up. */
function checkCounts(run: StoredRun, before: Observation, after: Observation): void {
  const having = (action: number): number =>
    new Set(after.changes.flatMap((change) => (change.action === action ? [change.oid] : []))).size;
  expect({ removed: run.removed, missing: run.missing }).toEqual({ removed: having(REMOVE), missing: having(MISSING) });
  if (run.state === 'failed' || run.state === 'cancelled' || run.state === 'held') {
    expect({ removed: run.removed, missing: run.missing }, `${run.state} runs remove nobody`).toEqual({
      removed: 0,
      missing: 0,
    });
  }
  if (run.state !== 'succeeded' && run.state !== 'held') return;

  const becameDuplicate = [...after.employees].filter(
    ([oid, { status }]) => status === 'duplicate' && before.employees.get(oid)?.status !== 'duplicate',
  );
  expect(run.duplicates, 'who became a duplicate').toBe(becameDuplicate.length);
  if (run.kind === 'cleanUp') return;
  const skipped = Object.values(run.skipped).reduce((sum, people) => sum + people, 0);
  const { read, created, updated, unchanged, restored } = run;
  const sum = created + updated + unchanged + restored + skipped - after.writtenThenSkipped;
  expect({ read, sum, seen: after.seen }).toEqual({ read, sum: read, seen: read });
}

const without = (values: Readonly<Record<string, string | null>>, keys: readonly string[]) =>
  Object.fromEntries(Object.entries(values).filter(([key]) => !keys.includes(key)));

function isDeepEqual(a: Readonly<Record<string, unknown>>, b: Readonly<Record<string, unknown>>): boolean {
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return keys.every((key) => (a[key] ?? null) === (b[key] ?? null));
}
