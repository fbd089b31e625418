import type { Person } from '../../emulator/people/person.ts';
import { judgePerson, type PlainRules, type Verdict } from './plain-person.ts';

/** An employee as the rules want it, under the person's Entra object id. */
export type PlainEmployee = {
  readonly status: 'active' | 'duplicate' | 'missing' | 'removed';
  readonly email: string;
  readonly values: Readonly<Record<string, string | null>>;
  /** The object id of who held the address first. */
  readonly duplicateOf: string | null;
  /** The run whose settlement gave it the address; null: none has since it came to it. */
  readonly heldSince: number | null;
};
export type PlainEmployees = ReadonlyMap<string, PlainEmployee>;

/** Everybody in the directory, by object id. */
export type Everybody = ReadonlyMap<string, Person>;

export type Removal = { readonly endedAt: number; readonly removed: number };

/** What a run over the whole directory should make of the employees, and whether its clean-up waits for a person. */
export type Expected = {
  readonly employees: PlainEmployees;
  readonly held: boolean;
  /** Who is gone or no longer matches, and stays only if it is held. */
  readonly leaving: ReadonlySet<string>;
  readonly skipped: Readonly<Record<string, number>>;
};

export const isPresent = ({ status }: Pick<PlainEmployee, 'status'>): boolean =>
  status === 'active' || status === 'duplicate';

/** The whole rule, told with everybody in sight at once. */
export function employeesAfter(
  before: PlainEmployees,
  everybody: Everybody,
  rules: PlainRules,
  run: { readonly number: number; readonly at: number; readonly removals: readonly Removal[] },
): Expected {
  const cleanUp = rules.settings.cleanUp;
  const verdicts = new Map([...everybody].map(([id, person]) => [id, judgePerson(person, rules, everybody)]));
  const employees = new Map(before);
  for (const [id, verdict] of verdicts)
    if (verdict.kind === 'employee') employees.set(id, kept(before.get(id), verdict));

  const leaving = new Set<string>();
  for (const [id, employee] of before) {
    const canLeave = isPresent(employee) || (cleanUp.enabled && employee.status === 'missing');
    if (canLeave && verdicts.get(id)?.kind !== 'employee') leaving.add(id);
  }
  const present = [...employees.values()].filter(isPresent).length;
  const held = cleanUp.enabled && isTooMany(leaving.size, present, rules, run);
  if (!held) leave(employees, leaving, cleanUp.enabled ? 'removed' : 'missing');
  settle(employees, run.number);

  const skipped: Record<string, number> = {};
  for (const verdict of verdicts.values()) {
    if (verdict.kind === 'notOne') skipped[verdict.reason] = (skipped[verdict.reason] ?? 0) + 1;
  }
  return { employees, held, leaving, skipped };
}

/** Applies an approved list: who is still there and matches stays, whatever the list says. */
export function employeesAfterApproval(
  before: PlainEmployees,
  list: ReadonlySet<string>,
  everybody: Everybody,
  rules: PlainRules,
  run: { readonly number: number },
): PlainEmployees {
  const employees = new Map(before);
  const gone = new Set<string>();
  for (const id of list) {
    const person = everybody.get(id);
    const verdict = person === undefined ? undefined : judgePerson(person, rules, everybody);
    if (verdict?.kind === 'employee') employees.set(id, kept(before.get(id), verdict));
    else if (before.get(id)?.status !== 'removed') gone.add(id);
  }
  leave(employees, gone, 'removed');
  settle(employees, run.number);
  return employees;
}

/** Contents are always the newest; who comes back holds the address anew, and so does who comes to another one. */
function kept(
  old: PlainEmployee | undefined,
  { email, values }: Extract<Verdict, { kind: 'employee' }>,
): PlainEmployee {
  const back = old === undefined || !isPresent(old);
  const moved = old?.email.toLowerCase() !== email.toLowerCase();
  return {
    status: back ? 'active' : old.status,
    duplicateOf: back ? null : old.duplicateOf,
    heldSince: back || moved ? null : old.heldSince,
    ...{ email, values },
  };
}

/** "held when removals in this run plus those of the last 24 h exceed max(5, maxRemovalsPercent % of active) or maxRemovals" */
function isTooMany(
  leaving: number,
  present: number,
  { settings }: PlainRules,
  { at, removals }: { readonly at: number; readonly removals: readonly Removal[] },
): boolean {
  const { maxRemovalsPercent, maxRemovals } = settings.cleanUp;
  const lately = removals.filter(({ endedAt }) => endedAt > at - 24 * 3_600_000);
  const sum = lately.reduce((total, { removed }) => total + removed, leaving);
  return leaving > 0 && (sum > maxRemovals || sum > Math.max(5, (present * maxRemovalsPercent) / 100));
}

function leave(employees: Map<string, PlainEmployee>, ids: ReadonlySet<string>, status: 'removed' | 'missing'): void {
  for (const id of ids) {
    const old = employees.get(id);
    if (old !== undefined) employees.set(id, { ...old, status, duplicateOf: null });
  }
}

/** "of employees with equal addresses the one that held it first (within one run: the lowest object id) stays active" */
function settle(employees: Map<string, PlainEmployee>, run: number): void {
  const holders = [...employees]
    .filter(([, employee]) => isPresent(employee))
    .map(([id, employee]) => ({ id, ...employee, heldSince: employee.heldSince ?? run }));
  for (const holder of holders) {
    const rivals = holders.filter(({ email }) => email.toLowerCase() === holder.email.toLowerCase());
    const [first = holder] = rivals.sort((a, b) => a.heldSince - b.heldSince || (a.id < b.id ? -1 : 1));
    const { id, ...employee } = holder;
    employees.set(id, {
      ...employee,
      status: first.id === id ? 'active' : 'duplicate',
      duplicateOf: first.id === id ? null : first.id,
    });
  }
}
