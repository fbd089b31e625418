import type { EmployeeRow } from '../db/employee-row.ts';
import type { Field } from '../sync/field.schema.ts';

/**
 * Employees as CSV (https://www.rfc-editor.org/rfc/rfc4180): the labels in field order, then status and entraObjectId.
 * Values stand as they are stored, also where a spreadsheet would take one for a formula: `+44 20 7946 0000` must reach
 * a program unchanged, and docs/api.md tells people what to do before they open the file in a spreadsheet.
 */
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

const line = (cells: readonly string[]): string => `${cells.map(quoted).join(',')}\r\n`;

/** Blanks at an end are quoted too: some readers would trim them. */
const quoted = (cell: string): string => (/[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
