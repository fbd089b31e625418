import type { CompiledField, EmployeeValues } from './map-fields.ts';

/** What is stored of an employee that a sync may have to keep: all values, and those that a person set by hand. */
export type KeptValues = { readonly values: EmployeeValues; readonly byHand: EmployeeValues };

/**
 * The values that an employee is to have: those of Entra, but for fields that a person set by hand, and for what the
 * policy of a field keeps. Applied to its own result it changes nothing, so full and incremental runs agree in whatever
 * order they come.
 *
 * @param kept undefined: a new employee, or one of whom nothing is to be kept
 */
export function keepValues(
  fromEntra: EmployeeValues,
  fields: readonly CompiledField[],
  kept: KeptValues | undefined,
): EmployeeValues {
  if (kept === undefined) return fromEntra;
  const values: Record<string, string | null> = {};
  for (const field of fields) values[field.key] = valueOf(field, fromEntra[field.key] ?? null, kept);
  return values;
}

function valueOf({ key, source, policy }: CompiledField, fromEntra: string | null, kept: KeptValues): string | null {
  if (source.kind === 'email') return fromEntra;
  const byHand = own(kept.byHand, key);
  if (byHand !== undefined) return byHand;
  // A field that was added later is filled once.
  const stored = own(kept.values, key);
  if (stored === undefined) return fromEntra;
  switch (policy) {
    case 'always':
      return fromEntra;
    case 'onlyWhenNew':
      return stored;
    case 'neverClear':
      return fromEntra ?? stored;
  }
}

/** A field may be called `constructor`, and what every object inherits is no value of an employee. */
const own = (values: EmployeeValues, key: string): string | null | undefined =>
  Object.hasOwn(values, key) ? (values[key] ?? null) : undefined;
