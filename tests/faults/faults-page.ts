import { join } from 'node:path';
import { FAULTS } from './all-rows.ts';
import { tellAction, tellSight } from './tell-row.ts';

export const FAULTS_PAGE = join(import.meta.dirname, '..', '..', 'docs', 'faults.md');

const COUNT = FAULTS.reduce((sum, { rows }) => sum + rows.length, 0);

const HEAD = `# Faults

What can go wrong between Rollcall and Microsoft, and what becomes of it: ${COUNT} faults, each played over HTTPS against the
emulator by a test of the same name in tests/faults. Whatever a run meets, nobody who is still in the directory and
matches is removed; a run that fails has removed nobody, and the next one goes on from the last that succeeded.

This page is made from the tests. After a change there: \`node --import tsx tests/faults/write-docs.ts\`.
`;

/** docs/faults.md, made from the table. */
export const faultsPage = (): string =>
  [
    HEAD,
    ...FAULTS.map(({ about, rows }) => {
      const lines = rows.map((row) => [
        row.fault,
        row.sends,
        tellAction(row),
        tellSight(row),
        `[source](${row.source})`,
      ]);
      return [
        `## ${about}\n`,
        '| Fault | What Microsoft sends | What Rollcall does | What the admin sees | |',
        '|---|---|---|---|---|',
        ...lines.map((cells) => `| ${cells.map(escaped).join(' | ')} |`),
        '',
      ].join('\n');
    }),
  ].join('\n');

/** Nothing of a cell may end it, or be taken for HTML. */
const escaped = (cell: string): string => cell.replaceAll('|', '\\|').replaceAll('<', '&lt;');
