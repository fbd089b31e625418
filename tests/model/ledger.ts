import { expect } from 'vitest';
import type { Observation } from './observe.ts';
import { isPresent, type PlainEmployee, type PlainEmployees } from './plain-employee.ts';
import {
  employeesAfter,
  employeesAfterApproval,
  type Everybody,
  type PlainRun,
  type Removal,
} from './plain-employees.ts';
import { same, type PlainRules } from './plain-person.ts';

/** When a run began, and when it had ended. */
export type RunTimes = { readonly began: number; readonly at: number };

/**
 * The employees as they should be. After a run that nothing disturbed they follow from the rules alone and are
 * compared; after any other one what is stored is taken over, of what a rule remembers (who held an address first)
 * only as much as can be seen from outside.
 */
export class Ledger {
  #employees: PlainEmployees = new Map();
  readonly #removals: Removal[] = [];

  /** A run over everybody, or over all that changed, was not disturbed: what it made of the employees is known. */
  compare(after: Observation, everybody: Everybody, rules: PlainRules, times: RunTimes): void {
    const { run } = after;
    if (run === null) throw new Error('A run is compared that is not there.');
    const removals = this.#removals;
    const expected = employeesAfter(this.#employees, everybody, rules, { ...plainRun(after, times), removals });
    expect(run.state, 'how the run ended').toBe(expected.held ? 'held' : 'succeeded');
    expect(shown(storedIn(after)), 'the employees').toEqual(shown(expected.employees));
    if (expected.held && after.held === String(run.id)) expect(after.list).toEqual(expected.leaving);
    if (run.kind === 'full') {
      expect({ read: run.read, skipped: run.skipped }).toEqual({ read: everybody.size, skipped: expected.skipped });
    }
    this.#employees = withTimes(expected.employees, after, times);
    this.#note(after, times.at);
  }

  /** Likewise a run that applied an approved list. */
  compareApproved(
    after: Observation,
    list: ReadonlySet<string>,
    everybody: Everybody,
    rules: PlainRules,
    times: RunTimes,
  ): void {
    const expected = employeesAfterApproval(this.#employees, list, everybody, rules, plainRun(after, times));
    expect(shown(storedIn(after)), 'the employees after an approval').toEqual(shown(expected));
    this.#employees = withTimes(expected, after, times);
  }

  /** A run that was disturbed, in whatever way. */
  takeOver(
    before: Observation,
    after: Observation,
    { settled, at }: { readonly settled: boolean; readonly at: number },
  ): void {
    const number = settled ? (after.run?.id ?? null) : null;
    const taken = new Map<string, PlainEmployee>();
    for (const [oid, stored] of storedIn(after)) {
      const old = this.#employees.get(oid);
      const moved = old === undefined || !same(old.email, stored.email);
      const written = before.employees.get(oid)?.heldSince !== stored.heldSince;
      const anew = old === undefined || !isPresent(old) || moved || written;
      taken.set(oid, { ...stored, heldSince: (anew ? settledNumber(stored, after) : old.heldSince) ?? number });
    }
    this.#employees = taken;
    this.#note(after, at);
  }

  /** What a person decided between two runs was compared already: it is taken over of those whom it changed. */
  takeOverByHand(before: Observation, after: Observation): void {
    const stored = storedIn(after);
    const old = storedIn(before);
    const touched = [...stored].filter(([oid, one]) => JSON.stringify(one) !== JSON.stringify(old.get(oid)));
    const taken = touched.map(([oid, one]) => {
      const isHeldAnew = old.get(oid)?.heldSince !== one.heldSince;
      const heldSince = isHeldAnew ? settledNumber(one, after) : (this.#employees.get(oid)?.heldSince ?? null);
      return [oid, { ...one, heldSince }] as const;
    });
    this.#employees = new Map([...this.#employees, ...taken]);
  }

  #note({ run }: Observation, at: number): void {
    if (run !== null && run.kind !== 'cleanUp') this.#removals.push({ endedAt: at, removed: run.removed });
  }
}

/** An address that was given since addresses were last settled counts as given by the next settlement. */
const settledNumber = ({ heldSince }: PlainEmployee, { unsettledSince }: Observation): number | null =>
  unsettledSince !== null && heldSince !== null && heldSince >= unsettledSince ? null : heldSince;

const plainRun = (after: Observation, times: RunTimes): PlainRun => ({
  ...times,
  number: after.run?.id ?? 0,
  foundOverdue: (oid) => after.employees.get(oid)?.erased === true,
});

/** When exactly somebody was removed within a run is seen from outside. */
function withTimes(expected: PlainEmployees, { employees }: Observation, { began, at }: RunTimes): PlainEmployees {
  const timed = [...expected].map(([oid, one]) => {
    const removedAt = employees.get(oid)?.removedAt ?? null;
    if (one.removedAt !== at || removedAt === null) return [oid, one] as const;
    expect(removedAt, 'when somebody was removed').toBeGreaterThanOrEqual(began);
    expect(removedAt, 'when somebody was removed').toBeLessThanOrEqual(at);
    return [oid, { ...one, removedAt }] as const;
  });
  return new Map(timed);
}

/** What is stored, as the rules speak of it. */
export function storedIn({ employees }: Observation): PlainEmployees {
  const oids = new Map([...employees].map(([oid, { id }]) => [id, oid]));
  return new Map(
    [...employees].map(([oid, { oid: _oid, id: _id, duplicateOf, ...rest }]) => [
      oid,
      { ...rest, duplicateOf: duplicateOf === null ? null : (oids.get(duplicateOf) ?? 'nobody') },
    ]),
  );
}

/** What anybody can see of them. */
export const shown = (employees: PlainEmployees) =>
  Object.fromEntries(
    [...employees].map(([oid, { values, heldSince: _held, removedAt: _at, ...rest }]) => [
      oid,
      { ...rest, values: Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null)) },
    ]),
  );
