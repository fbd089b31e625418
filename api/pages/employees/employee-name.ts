import type { EmployeeRow } from '../../../db/employee-row.ts';
import type { Field } from '../../../sync/field.schema.ts';

/** Sources that make a name, the best first. */
const NAMES = [['displayName'], ['givenName', 'surname']] as const;

/** What a page calls an employee: a name that is among the fields, else the address, else (erased) nothing but the id. */
export function employeeName({ values, email, entraObjectId }: EmployeeRow, fields: readonly Field[]): string {
  for (const sources of NAMES) {
    const parts = sources.map((source) => values[fields.find((field) => field.source === source)?.key ?? '']);
    const name = parts.filter((part) => part != null && part !== '').join(' ');
    if (name !== '') return name;
  }
  return email === '' ? `Erased (${entraObjectId})` : email;
}
