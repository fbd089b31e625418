import type { EmployeeValues } from './map-fields.ts';

/** Only the fields that differ, as they were and as they are. A field that is gone or new counts as null on the other side. */
export function differingValues(
  before: EmployeeValues,
  after: EmployeeValues,
): { before: EmployeeValues; after: EmployeeValues } {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (key) => valueOf(before, key) !== valueOf(after, key),
  );
  const only = (values: EmployeeValues): EmployeeValues =>
    Object.fromEntries(keys.map((key) => [key, valueOf(values, key)]));
  return { before: only(before), after: only(after) };
}

/** A field may be called `constructor`, and what every object inherits is no value of an employee. */
const valueOf = (values: EmployeeValues, key: string): string | null =>
  Object.hasOwn(values, key) ? (values[key] ?? null) : null;
