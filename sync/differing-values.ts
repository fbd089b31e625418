import type { EmployeeValues } from './map-fields.ts';

/** Only the fields that differ, as they were and as they are. A field that is gone or new counts as null on the other side. */
export function differingValues(
  before: EmployeeValues,
  after: EmployeeValues,
): { before: EmployeeValues; after: EmployeeValues } {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (key) => (before[key] ?? null) !== (after[key] ?? null),
  );
  const only = (values: EmployeeValues): EmployeeValues =>
    Object.fromEntries(keys.map((key) => [key, values[key] ?? null]));
  return { before: only(before), after: only(after) };
}
