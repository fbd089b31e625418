import type { Results } from './results.schema.ts';
import { ratioOf, valueOf } from './table.ts';

const WIDTH = 960;
const ROW_HEIGHT = 26;
const TOP = 64;
const LABELS = 330;
/** Where the limit stands, from the left. */
const LIMIT_AT = 620;
const MOST_SHOWN = 1.4;

/** How much of its limit each row uses, as bars up to a line that none should cross. */
export function drawResults({ machine, commit, quick, rows }: Results): string {
  const drawn = rows.filter(({ limit }) => limit !== '');
  const height = TOP + drawn.length * ROW_HEIGHT + 40;
  const title = `How much of its limit each row uses${quick ? ' (quick: scaled down sizes)' : ''}`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${title}" font-family="system-ui, sans-serif" font-size="13">
<rect width="100%" height="100%" fill="#ffffff"/>
<text x="16" y="26" font-size="16" font-weight="600" fill="#1f2937">${title}</text>
<text x="16" y="46" fill="#6b7280">${escaped(`${machine.processor}, ${machine.cores} cores, Node ${machine.node}, commit ${commit}`)}</text>
${drawn.map((row, index) => bar(row, TOP + index * ROW_HEIGHT)).join('\n')}
<line x1="${LIMIT_AT}" x2="${LIMIT_AT}" y1="${TOP - 6}" y2="${height - 34}" stroke="#1f2937" stroke-dasharray="4 3"/>
<text x="${LIMIT_AT}" y="${height - 14}" text-anchor="middle" fill="#1f2937">limit</text>
</svg>
`;
}

function bar(row: Results['rows'][number], y: number): string {
  const length = Math.min(row.used ?? 0, MOST_SHOWN) * (LIMIT_AT - LABELS);
  const said = row.cause === null ? `${ratioOf(row) || valueOf(row)}  (${row.limit})` : 'could not be measured';
  const end = LABELS + Math.max(length, 2);
  const at = Math.max(end, row.used !== null && row.used > 0.95 ? LIMIT_AT : 0) + 8;
  return `<text x="${LABELS - 10}" y="${y + 16}" text-anchor="end" fill="#1f2937">${escaped(row.name)}</text>
<rect x="${LABELS}" y="${y + 4}" width="${(end - LABELS).toFixed(1)}" height="16" rx="2" fill="${row.ok ? '#2f9e6e' : '#c2410c'}"/>
<text x="${at.toFixed(1)}" y="${y + 16}" fill="#374151">${escaped(said)}</text>`;
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
