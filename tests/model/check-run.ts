import { expect } from 'vitest';
import type { Field } from '../../sync/field.schema.ts';
import type { Observation, StoredChange, StoredEmployee, StoredRun } from './observe.ts';
import { withHands } from './plain-employee.ts';
import type { Everybody } from './plain-employees.ts';
import { judgePerson, type PlainPerson, type PlainRules, type PlainValues } from './plain-person.ts';

/**
 * What a run could have been told: every state that the directory showed since it began, or before by a lag, and the
 * rules of its beginning with every kind that was given by hand until its end.
 */
export type Window = { readonly states: readonly Everybody[]; readonly rules: readonly PlainRules[] };

/** From the beginning of a run, or what a person did meanwhile, to the next of these, or to its end. */
export type Stretch = { readonly before: Observation; readonly after: Observation };

const REMOVE = 3;
const MISSING = 4;

/** What holds after every run, whatever went wrong in it. */
export function checkRun(stretches: readonly Stretch[], window: Window): void {
  const after = stretches.at(-1)?.after;
  if (after === undefined) throw new Error('A run is checked that nobody has watched.');
  expect(after.runningRuns, 'runs that are going').toBeLessThanOrEqual(1);
  checkNobodyLeftWronglyIn(stretches, after.changes, window);
  for (const [index, stretch] of stretches.entries()) {
    checkContents(stretch, window);
    checkByHand(stretch);
    const done = index === 0 ? 0 : stretch.before.changes.length;
    checkReplay(stretch, stretch.after.changes.slice(done));
  }
  if (after.run !== null) checkCounts(after.run, stretches, after);
  checkCounted(after);
}

export function checkCounted({ runningRuns, employees, counted }: Observation): void {
  const there = [...employees.values()].filter(({ status }) => status !== 'removed').length;
  if (runningRuns === 0) expect(counted, 'employees that the tenant counts').toBe(there);
}

/** Whoever was there and matched in every answer since the run began, or is pinned, is not removed, not even in between. */
function checkNobodyLeftWronglyIn(
  stretches: readonly Stretch[],
  changes: readonly StoredChange[],
  window: Window,
): void {
  const left = changes.filter(({ action }) => action === REMOVE || action === MISSING).map(({ oid }) => oid);
  for (const { before, after } of stretches) {
    for (const [oid, { status }] of after.employees) {
      const was = before.employees.get(oid)?.status;
      if (status !== was && isAway(status)) left.push(oid);
    }
  }
  const alwaysPinned = (oid: string): boolean =>
    stretches.every(({ before, after }) => [before, after].every((seen) => seen.employees.get(oid)?.pinned));
  expect(
    left.filter((oid) => alwaysPinned(oid) || alwaysMatched(oid, window)),
    'people who left though they always matched, or were pinned',
  ).toEqual([]);
}

const alwaysMatched = (oid: string, { states, rules }: Window): boolean =>
  states.every((everybody) => {
    const person = everybody.get(oid);
    return person !== undefined && rules.every((each) => judgePerson(person, each, everybody).kind === 'employee');
  });

/** What was written of a person is what the rules said of them at some moment since the run began. */
function checkContents({ before, after }: Stretch, { states, rules }: Window): void {
  const fields = rules[0]?.fields ?? [];
  for (const [oid, { email, values, status, byHand, erased }] of after.employees) {
    const was = before.employees.get(oid);
    const same = was !== undefined && was.email === email && isDeepEqual(was.values, values);
    const isBack = was !== undefined && isAway(was.status) && !isAway(status);
    if (erased || (same && !isBack)) continue;
    const withManager = fields.some(({ source }) => source.startsWith('manager/'));
    const verdicts = waysToSee(oid, states, withManager).flatMap(({ person, others }) =>
      rules.flatMap((each) => {
        const verdict = judgePerson(person, each, others);
        return verdict.kind === 'employee' ? [{ ...verdict, values: withHands(verdict.values, byHand, fields) }] : [];
      }),
    );
    const mayLag = fields.filter(isOfOtherTimes).map(({ key }) => key);
    const fits =
      verdicts.some(
        (one) => one.email === email && isDeepEqual(without(one.values, mayLag), without(values, mayLag)),
      ) && fields.filter(isOfOtherTimes).every((field) => fitsAlone(field, values, was, verdicts));
    expect(fits || { oid, email, values, states: states.map((everybody) => everybody.get(oid)?.properties) }).toBe(
      true,
    );
  }
}

/** Who cannot be told of stays as they were, and so does what a policy keeps: such a value may be older than the others. */
const isOfOtherTimes = ({ source, policy = 'always' }: Field): boolean =>
  source.startsWith('manager/') || (policy !== 'always' && source !== 'email');

function fitsAlone(
  { key, source, policy }: Field,
  values: PlainValues,
  was: StoredEmployee | undefined,
  verdicts: readonly { readonly values: PlainValues }[],
): boolean {
  const value = values[key] ?? null;
  const old =
    was === undefined || was.erased || !Object.hasOwn(was.values, key) ? undefined : (was.values[key] ?? null);
  if (policy === 'onlyWhenNew' && old !== undefined) return value === old;
  if (policy === 'neverClear' && value === null && old !== undefined) return old === null;
  // Of a manager who cannot be told of nothing is shown, where nothing was.
  if (value === (source.startsWith('manager/') ? (old ?? null) : old)) return true;
  return verdicts.some((one) => (one.values[key] ?? null) === value);
}

/** A manager, and who is in a group, is read at another moment than the person. */
function waysToSee(
  oid: string,
  states: Window['states'],
  withManager: boolean,
): readonly { readonly person: PlainPerson; readonly others: Everybody }[] {
  const seen = states.flatMap((everybody) => everybody.get(oid) ?? []);
  const memberships = new Map(seen.map(({ groups }) => [[...groups].join(), groups]));
  const people = new Map(seen.map((person) => [person.properties, person]));
  const around = withManager ? states : states.slice(-1);
  return [...people.values()].flatMap((person) =>
    [...memberships.values()].flatMap((groups) => around.map((others) => ({ person: { ...person, groups }, others }))),
  );
}

/** No run touches what a person decided, but for erasing all that was known of somebody. */
function checkByHand({ before, after }: Stretch): void {
  for (const [oid, { pinned, byHand }] of before.employees) {
    const now = after.employees.get(oid);
    if (now?.erased === true) continue;
    expect({ pinned: now?.pinned, byHand: now?.byHand }, 'what a person decided').toEqual({ pinned, byHand });
  }
}

const isAway = (status: string): boolean => status === 'missing' || status === 'removed';

/** The changes of the run, taken back from the last to the first, lead to what was there before it. */
function checkReplay({ before, after }: Stretch, done: readonly StoredChange[]): void {
  const isKnown = ([oid]: readonly [string, unknown]): boolean => after.employees.get(oid)?.erased === false;
  const values = new Map([...after.employees].filter(isKnown).map(([oid, one]) => [oid, { ...one.values }]));
  for (const change of done.toReversed()) {
    const now = values.get(change.oid);
    if (change.action === 1) values.delete(change.oid);
    if (change.action === 1 || now === undefined) continue;
    for (const [key, value] of Object.entries(change.after ?? {})) {
      expect(now[key] ?? null, `what the change says ${key} became`).toBe(value);
    }
    Object.assign(now, change.before);
  }
  const taken = [...values].map(([oid, one]) => [oid, withoutNulls(one)] as const);
  const known = [...before.employees].filter((each) => isKnown(each) && !each[1].erased);
  const stored = known.map(([oid, one]) => [oid, withoutNulls(one.values)] as const);
  expect(new Map(taken), 'employees without the changes of the run').toEqual(new Map(stored));
}

const withoutNulls = (values: PlainValues) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));

/** Counters are people, and add up. */
function checkCounts(run: StoredRun, stretches: readonly Stretch[], after: Observation): void {
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

  const becameDuplicate = stretches.flatMap(({ before, after: { employees } }) =>
    [...employees].filter(
      ([oid, { status }]) => status === 'duplicate' && before.employees.get(oid)?.status !== 'duplicate',
    ),
  );
  expect(run.duplicates, 'who became a duplicate').toBe(becameDuplicate.length);
  if (run.kind === 'cleanUp') return;
  const skipped = Object.values(run.skipped).reduce((sum, people) => sum + people, 0);
  const { read, created, updated, unchanged, restored } = run;
  const sum = created + updated + unchanged + restored + skipped - after.writtenThenSkipped;
  expect({ read, sum, seen: after.read.size }).toEqual({ read, sum: read, seen: read });
}

const without = (values: PlainValues, keys: readonly string[]) =>
  Object.fromEntries(Object.entries(values).filter(([key]) => !keys.includes(key)));

function isDeepEqual(a: Readonly<Record<string, unknown>>, b: Readonly<Record<string, unknown>>): boolean {
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return keys.every((key) => (a[key] ?? null) === (b[key] ?? null));
}
