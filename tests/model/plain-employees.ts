import {
  canLeave,
  emptied,
  isOverdue,
  isPresent,
  kept,
  type PlainEmployee,
  type PlainEmployees,
} from './plain-employee.ts';
import { judgePerson, same, type PlainPerson, type PlainRules } from './plain-person.ts';

/** Everybody in the directory, by object id. */
export type Everybody = ReadonlyMap<string, PlainPerson>;

export type Removal = { readonly endedAt: number; readonly removed: number };

/** What a rule has to know of a run. */
export type PlainRun = {
  readonly number: number;
  readonly began: number;
  readonly at: number;
  /** Whether it found that somebody's time was over; asked where that came while it was going. */
  readonly foundOverdue: (id: string) => boolean;
};

/** What a run over the whole directory should make of the employees, and whether its clean-up waits for a person. */
export type Expected = {
  readonly employees: PlainEmployees;
  readonly held: boolean;
  /** Who is gone or no longer matches, and stays only if it is held. */
  readonly leaving: ReadonlySet<string>;
  readonly skipped: Readonly<Record<string, number>>;
};

/** The whole rule, told with everybody in sight at once. */
export function employeesAfter(
  before: PlainEmployees,
  everybody: Everybody,
  rules: PlainRules,
  run: PlainRun & { readonly removals: readonly Removal[] },
): Expected {
  const { enabled, retentionDays } = rules.settings.cleanUp;
  const verdicts = new Map([...everybody].map(([id, person]) => [id, judgePerson(person, rules, everybody)]));
  const employees = new Map(before);
  for (const [id, verdict] of verdicts)
    if (verdict.kind === 'employee') employees.set(id, kept(before.get(id), verdict, rules));

  const leaving = new Set<string>();
  for (const [id, employee] of before)
    if (canLeave(employee, rules) && verdicts.get(id)?.kind !== 'employee') leaving.add(id);
  const present = [...employees.values()].filter(isPresent).length;
  const held = enabled && isTooMany(leaving.size, present, rules, run);
  if (!held) leave(employees, leaving, enabled ? 'removed' : 'missing', run.at);
  settle(employees, run.number);
  eraseOverdue(employees, retentionDays, run);

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
  run: PlainRun,
): PlainEmployees {
  const employees = new Map(before);
  const gone = new Set<string>();
  for (const id of list) {
    const person = everybody.get(id);
    const verdict = person === undefined ? undefined : judgePerson(person, rules, everybody);
    if (verdict?.kind === 'employee') employees.set(id, kept(before.get(id), verdict, rules));
    else if (before.get(id)?.status !== 'removed') gone.add(id);
  }
  leave(employees, gone, 'removed', run.at);
  settle(employees, run.number);
  eraseOverdue(employees, rules.settings.cleanUp.retentionDays, run);
  return employees;
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

function leave(
  employees: Map<string, PlainEmployee>,
  ids: ReadonlySet<string>,
  status: 'removed' | 'missing',
  at: number,
): void {
  for (const id of ids) {
    const old = employees.get(id);
    const removedAt = status === 'removed' ? at : null;
    if (old !== undefined) employees.set(id, { ...old, status, removedAt, duplicateOf: null });
  }
}

/** "of employees with equal addresses the one that held it first (within one run: the lowest object id) stays active" */
function settle(employees: Map<string, PlainEmployee>, run: number): void {
  const holders = [...employees]
    .filter(([, employee]) => isPresent(employee))
    .map(([id, employee]) => ({ id, ...employee, heldSince: employee.heldSince ?? run }));
  for (const holder of holders) {
    const rivals = holders.filter(({ email }) => same(email, holder.email));
    const [first = holder] = rivals.sort((a, b) => a.heldSince - b.heldSince || (a.id < b.id ? -1 : 1));
    const { id, ...employee } = holder;
    employees.set(id, {
      ...employee,
      status: first.id === id ? 'active' : 'duplicate',
      duplicateOf: first.id === id ? null : first.id,
    });
  }
}

/** A run looks once whose time is over, some time while it is going. */
function eraseOverdue(
  employees: Map<string, PlainEmployee>,
  retentionDays: number,
  { began, at, foundOverdue }: PlainRun,
): void {
  for (const [id, employee] of employees) {
    const surely = isOverdue(employee, retentionDays, began);
    const perhaps = isOverdue(employee, retentionDays, at) && foundOverdue(id);
    if (surely || perhaps) employees.set(id, emptied(employee));
  }
}
