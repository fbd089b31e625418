import type { HandWish } from '../../sync/decide-by-hand.ts';
import type { PersonKind } from '../../sync/person-kind.ts';
import {
  canLeave,
  emptied,
  isOverdue,
  isPresent,
  kept,
  known,
  type PlainEmployee,
  type PlainEmployees,
} from './plain-employee.ts';
import type { Everybody } from './plain-employees.ts';
import { judgePerson, kindOf, same, valueOf, whyNoneOf, type PlainRules } from './plain-person.ts';

/** What holds when a person decides something: the newest rules, the directory, the number of the newest run. */
export type Moment = {
  readonly rules: PlainRules;
  readonly everybody: Everybody;
  /** Whether somebody is in the chosen groups cannot be told: then nobody is judged by more than the kind. */
  readonly untold?: boolean;
  readonly newestRun: number;
  readonly at: number;
};

/** What becomes of the employees; refused: nothing, and whoever wished for it is told. */
export type Decided = PlainEmployees | 'refused';

/**
 * "acts at once: whoever has a kind that stays out leaves, whoever has one that does not comes in; of who stays only the
 * kind changes". The rules know the kind already; null: it was taken back. Of somebody who is not in the directory, or
 * of whom nobody can tell enough, a kind can end the match, and cannot begin one.
 */
export function giveKind(before: PlainEmployees, id: string, kind: PersonKind | null, moment: Moment): Decided {
  const { rules, everybody, untold = false } = moment;
  const old = known(before.get(id));
  const person = untold ? undefined : everybody.get(id);
  if (person === undefined && (old === undefined || (untold && kind === null))) return 'refused';
  const is = person === undefined ? kind : kindOf(person, rules);
  if (is === null) return before;
  const verdict = person === undefined ? undefined : judgePerson(person, rules, everybody);
  const matches = verdict === undefined ? whyNoneOf(is, rules.settings.filters) === null : verdict.kind === 'employee';
  if (old === undefined || (verdict?.kind === 'employee' && !isPresent(old))) {
    return verdict?.kind === 'employee' ? withComer(before, id, kept(old, verdict, rules), moment) : before;
  }
  const named = { ...old, personKind: is };
  if (matches || !canLeave(old, rules)) return withOne(before, id, named);
  const { enabled } = rules.settings.cleanUp;
  const gone = { status: enabled ? ('removed' as const) : ('missing' as const), removedAt: enabled ? moment.at : null };
  return withOne(before, id, { ...named, ...gone, duplicateOf: null });
}

/** "a value by hand stands at once, of a field that there is; trimmed, empty is null; never the address" */
export function setValue(
  before: PlainEmployees,
  id: string,
  { key, value }: { readonly key: string; readonly value: string | null },
  { rules }: Moment,
): Decided {
  const old = known(before.get(id));
  const field = rules.fields.find((each) => each.key === key);
  if (old === undefined || field === undefined || field.source === 'email') return 'refused';
  const set = { [key]: value?.trim() || null };
  return withOne(before, id, { ...old, values: { ...old.values, ...set }, byHand: { ...old.byHand, ...set } });
}

/** "given back, a field has Entra's value at once"; of a field that is no more only the lock goes. */
export function giveValueBack(before: PlainEmployees, id: string, key: string, { rules, everybody }: Moment): Decided {
  const old = before.get(id);
  if (old === undefined) return 'refused';
  const person = everybody.get(id);
  const field = rules.fields.find((each) => each.key === key);
  if (!Object.hasOwn(old.byHand, key)) return field === undefined ? 'refused' : before;
  if (field !== undefined && person === undefined) return 'refused';
  const { [key]: _given, ...byHand } = old.byHand;
  const value = field === undefined || person === undefined ? null : valueOf(person, field.source, rules, everybody);
  const values = Object.hasOwn(old.values, key) ? { ...old.values, [key]: value } : old.values;
  return withOne(before, id, { ...old, byHand, values });
}

/** "whoever is pinned is there": restoring pins, and pinning somebody who left restores them, as they were. */
export function keep(before: PlainEmployees, id: string, wish: HandWish, moment: Moment): Decided {
  const old = before.get(id);
  if (old === undefined) return 'refused';
  if (wish === 'unpin') return withOne(before, id, { ...old, pinned: false });
  if (isPresent(old)) return wish === 'pin' ? withOne(before, id, { ...old, pinned: true }) : before;
  if (old.erased) return 'refused';
  return withComer(before, id, { ...old, pinned: true, removedAt: null }, moment);
}

/** The worker looks whose time is over, with no run. */
export function erase(before: PlainEmployees, { rules, at }: Moment): PlainEmployees {
  const { retentionDays } = rules.settings.cleanUp;
  const left = [...before].map(([id, one]) => [id, isOverdue(one, retentionDays, at) ? emptied(one) : one] as const);
  return new Map(left);
}

const withOne = (before: PlainEmployees, id: string, employee: PlainEmployee): PlainEmployees =>
  new Map([...before, [id, employee]]);

/** "the address is held later than by anybody who has it"; what the others are to each other is for a run to settle. */
function withComer(before: PlainEmployees, id: string, comer: PlainEmployee, { newestRun }: Moment): PlainEmployees {
  const rivals = [...before].filter(([other, one]) => other !== id && isPresent(one) && same(one.email, comer.email));
  const heldSince = newestRun + (rivals.length > 0 ? 1 : 0);
  const holders = [
    ...rivals.map(([other, one]) => ({ id: other, since: one.heldSince ?? newestRun })),
    { id, since: heldSince },
  ];
  const [first] = holders.sort((a, b) => a.since - b.since || (a.id < b.id ? -1 : 1));
  const isFirst = first === undefined || first.id === id;
  return withOne(before, id, {
    ...comer,
    heldSince,
    status: isFirst ? 'active' : 'duplicate',
    duplicateOf: isFirst ? null : first.id,
  });
}
