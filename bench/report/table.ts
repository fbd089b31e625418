import type { Results } from './results.schema.ts';

type Row = Results['rows'][number];

/** The table that a terminal shows: one line a row, and below it how each was measured. */
export function tableOf({ machine, commit, quick, temporal, rows }: Results): string {
  const cells = [
    ['', 'what', 'value', 'against', 'ratio', 'must be'],
    ...rows.map((row) => [row.ok ? 'ok' : 'NOT OK', row.name, valueOf(row), row.against, ratioOf(row), row.limit]),
  ];
  const widths = (cells[0] ?? []).map((_, column) => Math.max(...cells.map((line) => (line[column] ?? '').length)));
  const lines = cells.map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const { processor, cores, memoryGiB, node } = machine;
  return [
    ...lines,
    '',
    ...rows.map((row) => `${row.name}: ${row.cause ?? row.how}`),
    '',
    `${processor}, ${cores} cores, ${memoryGiB} GiB, Node ${node}, commit ${commit}.`,
    ...(temporal === 'production' ? ['On a production Temporal Server that stores in PostgreSQL.'] : []),
    ...(quick ? ['Quick: sizes are scaled down, so these are no figures to compare with the limits in earnest.'] : []),
  ].join('\n');
}

export function valueOf({ value, unit }: Pick<Row, 'value' | 'unit'>): string {
  if (value === null) return 'failed';
  return `${value.toFixed(Number.isInteger(value) || value >= 100 ? 0 : value >= 10 ? 1 : 2)} ${unit}`;
}

export const ratioOf = ({ ratio }: Pick<Row, 'ratio'>): string => (ratio === null ? '' : `${ratio.toFixed(2)} ×`);
