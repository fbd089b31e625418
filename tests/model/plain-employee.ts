import type { PersonKind } from '../../sync/person-kind.ts';
import { same, type PlainRules, type PlainValues, type Verdict } from './plain-person.ts';

/** An employee as the rules want it, under the person's Entra object id. */
export type PlainEmployee = {
  readonly status: 'active' | 'duplicate' | 'missing' | 'removed';
  readonly email: string;
  readonly values: PlainValues;
  readonly personKind: PersonKind;
  /** Kept by a person, whatever Entra says. */
  readonly pinned: boolean;
  /** Values that a person set, by field. */
  readonly byHand: PlainValues;
  /** The object id of who held the address first. */
  readonly duplicateOf: string | null;
  /** The run whose settlement gave it the address; null: none has since it came to it. */
  readonly heldSince: number | null;
  readonly removedAt: number | null;
  /** Removed, and nothing of the person is left. */
  readonly erased: boolean;
};
export type PlainEmployees = ReadonlyMap<string, PlainEmployee>;

export const isPresent = ({ status }: Pick<PlainEmployee, 'status'>): boolean =>
  status === 'active' || status === 'duplicate';

/** Of the erased nothing is known any more: who comes back is somebody new. */
export const known = (employee: PlainEmployee | undefined): PlainEmployee | undefined =>
  employee?.erased === true ? undefined : employee;

/** "removed only with clean-up, which takes those who are missing too"; nobody who is pinned. */
export const canLeave = ({ status, pinned }: PlainEmployee, { settings }: PlainRules): boolean =>
  !pinned && (isPresent({ status }) || (settings.cleanUp.enabled && status === 'missing'));

export type MatchingPerson = Extract<Verdict, { kind: 'employee' }>;

/** Contents are always the newest; who comes back holds the address anew, and so does who comes to another one. */
export function kept(
  before: PlainEmployee | undefined,
  { email, values, personKind }: MatchingPerson,
  { fields }: Pick<PlainRules, 'fields'>,
): PlainEmployee {
  const old = known(before);
  const back = old === undefined || !isPresent(old);
  const moved = old === undefined || !same(old.email, email);
  const { pinned, byHand } = old ?? { pinned: false, byHand: {} };
  return {
    status: back ? 'active' : old.status,
    duplicateOf: back ? null : old.duplicateOf,
    heldSince: back || moved ? null : old.heldSince,
    ...{ email, personKind, pinned, byHand, removedAt: null, erased: false },
    values: withHands(withPolicies(values, old?.values, fields), byHand, fields),
  };
}

/**
 * "onlyWhenNew: set when the employee is created, or the field added, and no sync touches it later, also not after a
 * removal that is undone; neverClear: an empty source keeps what is there; the address always follows"
 */
function withPolicies(values: PlainValues, before: PlainValues | undefined, fields: PlainRules['fields']): PlainValues {
  const kept = fields.flatMap(({ key, source, policy }) => {
    if (before === undefined || source === 'email' || !Object.hasOwn(before, key)) return [];
    const stays = policy === 'onlyWhenNew' || (policy === 'neverClear' && values[key] === null);
    return stays ? [[key, before[key] ?? null] as const] : [];
  });
  return { ...values, ...Object.fromEntries(kept) };
}

/** "a value by hand stands until it is given back, and the address is never set by hand" */
export function withHands(values: PlainValues, byHand: PlainValues, fields: PlainRules['fields']): PlainValues {
  const set = fields.flatMap(({ key, source }) =>
    source !== 'email' && Object.hasOwn(byHand, key) ? [[key, byHand[key] ?? null] as const] : [],
  );
  return { ...values, ...Object.fromEntries(set) };
}

const DAY_MS = 24 * 3_600_000;

/** "retentionDays: days between a removal and the erasure; 0 erases with the run that removes" */
export const isOverdue = ({ status, erased, removedAt }: PlainEmployee, retentionDays: number, at: number): boolean =>
  status === 'removed' &&
  !erased &&
  (retentionDays === 0 || (removedAt !== null && removedAt + retentionDays * DAY_MS <= at));

/** Ids, status and times stay. */
export const emptied = (employee: PlainEmployee): PlainEmployee => ({
  ...employee,
  ...{ email: '', values: {}, byHand: {}, personKind: 'person', erased: true },
});
