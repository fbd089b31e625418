import width from 'fast-string-width';

export type Column = { readonly title: string; readonly align?: 'left' | 'right' };

/** Aligned columns under a head, by how wide the text looks in a terminal. Nothing follows a row's last cell. */
export function formatTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  return aligned([columns.map(({ title }) => title), ...rows], columns);
}

/** Two columns: what, and its value; a row without value is left out. */
export function formatDetails(rows: readonly (readonly [string, string | undefined])[]): string {
  const given = rows.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
  return aligned(given, [{ title: '' }, { title: '' }]);
}

function aligned(lines: readonly (readonly string[])[], columns: readonly Column[]): string {
  const widths = columns.map((_, index) => Math.max(0, ...lines.map((line) => width(line[index] ?? ''))));
  return lines
    .map((line) =>
      columns
        .map(({ align }, index) => {
          const cell = line[index] ?? '';
          const gap = ' '.repeat((widths[index] ?? 0) - width(cell));
          return align === 'right' ? gap + cell : cell + gap;
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
