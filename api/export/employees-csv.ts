import type { EmployeeRow } from '../../db/employee-row.ts';
import type { Field } from '../../sync/field.schema.ts';
import { csvCell } from './csv-cell.ts';

/** Employees as CSV: the labels in field order, then status and entraObjectId. Formulas are defused (api/export/csv-cell.ts). */
export async function* employeesCsv(
  fields: readonly Field[],
  batches: AsyncIterable<readonly EmployeeRow[]>,
): AsyncGenerator<string, void, undefined> {
  yield line([...fields.map(({ label }) => label), 'status', 'entraObjectId']);
  for await (const employees of batches) {
    yield employees
      .map(({ values, status, entraObjectId }) =>
        line([...fields.map(({ key }) => values[key] ?? ''), status, entraObjectId]),
      )
      .join('');
  }
}

const line = (cells: readonly string[]): string => `${cells.map(csvCell).join(',')}\r\n`;
