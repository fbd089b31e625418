import type { EmployeeValues } from './map-fields.ts';

/** What a person can ask for one field of one employee: this value and no other, or Entra's value again. */
export type ValueWish =
  | { readonly kind: 'set'; readonly value: string | null }
  | { readonly kind: 'giveBack'; readonly fromEntra: string | null };

/** What is stored of the employee, as far as the wish needs it. */
export type ValueFacts = { readonly values: EmployeeValues; readonly byHand: EmployeeValues; readonly erased: boolean };

export type ValueDecision =
  | { readonly kind: 'erased' | 'unchanged' }
  | {
      readonly kind: 'change';
      readonly values: EmployeeValues;
      readonly byHand: EmployeeValues;
      /** The field alone, for the history. */
      readonly before: EmployeeValues;
      readonly after: EmployeeValues;
    };

/**
 * Decides what a wish does. A field that is given back takes Entra's value whatever its policy is, or what a person typed
 * would stand there as Entra's. `key` can be of a field that is no more: then only the lock goes. A wish that is fulfilled
 * already changes nothing.
 */
export function decideValueByHand({ values, byHand, erased }: ValueFacts, key: string, wish: ValueWish): ValueDecision {
  const isLocked = Object.hasOwn(byHand, key);
  const stored = Object.hasOwn(values, key) ? (values[key] ?? null) : null;
  if (wish.kind === 'set') {
    if (erased) return { kind: 'erased' };
    if (isLocked && byHand[key] === wish.value) return { kind: 'unchanged' };
    const set = { [key]: wish.value };
    return {
      kind: 'change',
      values: { ...values, ...set },
      byHand: { ...byHand, ...set },
      before: { [key]: stored },
      after: set,
    };
  }
  if (!isLocked) return { kind: 'unchanged' };
  const rest = Object.fromEntries(Object.entries(byHand).filter(([each]) => each !== key));
  const after = { [key]: Object.hasOwn(values, key) ? wish.fromEntra : null };
  const given = Object.hasOwn(values, key) ? { ...values, ...after } : values;
  return { kind: 'change', values: given, byHand: rest, before: { [key]: stored }, after };
}
