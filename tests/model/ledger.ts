import { expect } from 'vitest';
import type { Observation } from './observe.ts';
import {
  employeesAfter,
  employeesAfterApproval,
  isPresent,
  type Everybody,
  type PlainEmployee,
  type PlainEmployees,
  type Removal,
} from './plain-employees.ts';
import type { PlainRules } from './plain-person.ts';

/**
 * The employees as they should be. After a run that nothing disturbed they follow from the rules alone and are
 * compared; after any other one what is stored is taken over, of what a rule remembers (who held an address first)
 * only as much as can be seen from outside.
 */
export class Ledger {
  #employees: PlainEmployees = new Map();
  readonly #removals: Removal[] = [];

  /** A run over everybody, or over all that changed, was not disturbed: what it made of the employees is known. */
  compare(after: Observation, everybody: Everybody, rules: PlainRules, at: number): void {
    const { run } = after;
    if (run === null) throw new Error('A run is compared that is not there.');
    const expected = employeesAfter(this.#employees, everybody, rules, {
      number: run.id,
      at,
      removals: this.#removals,
    });
    expect(run.state, 'how the run ended').toBe(expected.held ? 'held' : 'succeeded');
    expect(shown(storedIn(after)), 'the employees').toEqual(shown(expected.employees));
    if (expected.held && after.held === String(run.id)) expect(after.list).toEqual(expected.leaving);
    if (run.kind === 'full') {
      expect({ read: run.read, skipped: run.skipped }).toEqual({ read: everybody.size, skipped: expected.skipped });
    }
    this.#employees = expected.employees;
    this.#note(after, at);
  }

  /** Likewise a run that applied an approved list. */
  compareApproved(after: Observation, list: ReadonlySet<string>, everybody: Everybody, rules: PlainRules): void {
    const { run } = after;
    if (run === null) throw new Error('A run is compared that is not there.');
    const expected = employeesAfterApproval(this.#employees, list, everybody, rules, { number: run.id });
    expect(shown(storedIn(after)), 'the employees after an approval').toEqual(shown(expected));
    this.#employees = expected;
  }

  /** A run that was disturbed, in whatever way. */
  takeOver(before: Observation, after: Observation, run: { readonly settled: boolean; readonly at: number }): void {
    const number = after.run?.id ?? null;
    const taken = new Map<string, PlainEmployee>();
    for (const [oid, stored] of storedIn(after)) {
      const old = this.#employees.get(oid);
      const moved = old?.email.toLowerCase() !== stored.email.toLowerCase();
      const written = before.employees.get(oid)?.heldSince !== after.employees.get(oid)?.heldSince;
      const anew = old === undefined || !isPresent(old) || moved || written;
      const heldSince = anew ? null : old.heldSince;
      taken.set(oid, { ...stored, heldSince: heldSince ?? (run.settled ? number : null) });
    }
    this.#employees = taken;
    this.#note(after, run.at);
  }

  #note({ run }: Observation, at: number): void {
    if (run !== null && run.kind !== 'cleanUp') this.#removals.push({ endedAt: at, removed: run.removed });
  }
}

function storedIn({ employees }: Observation): ReadonlyMap<string, Omit<PlainEmployee, 'heldSince'>> {
  const oids = new Map([...employees].map(([oid, { id }]) => [id, oid]));
  return new Map(
    [...employees].map(([oid, { status, email, values, duplicateOf }]) => [
      oid,
      { status, email, values, duplicateOf: duplicateOf === null ? null : (oids.get(duplicateOf) ?? 'nobody') },
    ]),
  );
}

/** What anybody can see of them. */
const shown = (employees: ReadonlyMap<string, Omit<PlainEmployee, 'heldSince'>>) =>
  Object.fromEntries(
    [...employees].map(([oid, { status, email, values, duplicateOf }]) => [
      oid,
      {
        status,
        email,
        duplicateOf,
        values: Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null)),
      },
    ]),
  );
