import { beforeAll, describe, expect, test } from 'vitest';
import { FOLDERS, IMPORT_RULES, SPECIAL_FILES } from '../../dev/import-rules.ts';
import { lintFiles, type Complaint } from './lint-files.ts';

/**
 * The table of who may import whom, a second time and in another form than the rules: v values and types, t types only,
 * - nothing. A row is who imports.
 */
// prettier-ignore
const TABLE = {
  columns:      ['sync', 'workflows', 'activities', 'entra', 'db', 'temporal/contract', 'temporal/other', 'api', 'worker', 'cli', 'emulator', 'dev', 'config'],
  sync:         ['v',    '-',         '-',          '-',     '-',  '-',                 '-',              '-',   '-',      '-',   '-',        '-',   '-'],
  workflows:    ['v',    'v',         't',          '-',     '-',  'v',                 '-',              '-',   '-',      '-',   '-',        '-',   '-'],
  activities:   ['v',    '-',         'v',          'v',     'v',  'v',                 '-',              '-',   '-',      '-',   '-',        '-',   '-'],
  entra:        ['v',    '-',         '-',          'v',     '-',  '-',                 '-',              '-',   '-',      '-',   '-',        '-',   '-'],
  db:           ['v',    '-',         '-',          '-',     'v',  '-',                 '-',              '-',   '-',      '-',   '-',        '-',   '-'],
  temporal:     ['v',    't',         '-',          '-',     '-',  'v',                 'v',              '-',   '-',      '-',   '-',        '-',   '-'],
  api:          ['v',    '-',         '-',          'v',     'v',  'v',                 'v',              'v',   '-',      '-',   '-',        '-',   'v'],
  worker:       ['v',    '-',         'v',          'v',     'v',  'v',                 'v',              '-',   'v',      '-',   '-',        '-',   'v'],
  cli:          ['-',    '-',         '-',          '-',     '-',  'v',                 'v',              't',   '-',      'v',   '-',        '-',   '-'],
  emulator:     ['-',    '-',         '-',          '-',     '-',  '-',                 '-',              '-',   '-',      '-',   'v',        '-',   '-'],
  dev:          ['-',    '-',         '-',          '-',     '-',  '-',                 '-',              '-',   '-',      '-',   '-',        'v',   'v'],
} as const;

/** The same for packages. */
// prettier-ignore
const PACKAGES = {
  columns:      ['node:fs', 'fs/promises', 'zod', '@temporalio/workflow', '@temporalio/activity', '@temporalio/client', '@temporalio/worker', '@mikro-orm/core', 'kysely', 'hono', '@microsoft/microsoft-graph-client', '@azure/identity'],
  sync:         ['-',       '-',           't',   '-',                    '-',                    '-',                  '-',                  '-',               '-',      '-',    '-',                                 '-'],
  workflows:    ['-',       '-',           '-',   'v',                    '-',                    '-',                  '-',                  '-',               '-',      '-',    '-',                                 '-'],
  activities:   ['v',       'v',           'v',   '-',                    'v',                    '-',                  '-',                  '-',               '-',      '-',    '-',                                 '-'],
  entra:        ['v',       'v',           'v',   '-',                    '-',                    '-',                  '-',                  '-',               '-',      '-',    'v',                                 'v'],
  db:           ['v',       'v',           'v',   '-',                    '-',                    '-',                  '-',                  'v',               'v',      '-',    '-',                                 '-'],
  temporal:     ['v',       'v',           'v',   '-',                    '-',                    'v',                  '-',                  '-',               '-',      '-',    '-',                                 '-'],
  api:          ['v',       'v',           'v',   't',                    't',                    't',                  't',                  '-',               '-',      'v',    '-',                                 '-'],
  worker:       ['v',       'v',           'v',   'v',                    'v',                    'v',                  'v',                  '-',               '-',      '-',    '-',                                 '-'],
  cli:          ['v',       'v',           'v',   '-',                    '-',                    'v',                  'v',                  '-',               '-',      'v',    '-',                                 '-'],
  emulator:     ['v',       'v',           'v',   '-',                    '-',                    '-',                  '-',                  '-',               '-',      'v',    '-',                                 '-'],
  dev:          ['v',       'v',           'v',   '-',                    '-',                    '-',                  '-',                  '-',               'v',      '-',    '-',                                 '-'],
} as const;

type Case = {
  readonly who: string;
  readonly what: string;
  readonly how: 'value' | 'type' | 'dynamic';
  readonly allowed: boolean;
  readonly file: string;
  readonly text: string;
};

/** Every cell by value and by type, from a file in the folder itself and from one deeper down. */
const CASES: readonly Case[] = [TABLE, PACKAGES].flatMap((table) =>
  FOLDERS.flatMap((who) =>
    table.columns.flatMap((what, column) => {
      const cell = table[who][column];
      return [1, 2].flatMap((depth) =>
        (['value', 'type', 'dynamic'] as const).map((how): Case => {
          const name = `${what}-${how}`.replaceAll(/[^a-z]+/gi, '-');
          return {
            ...{ who, what, how, allowed: cell === 'v' || (cell === 't' && how === 'type') },
            file: `${who}/${depth === 2 ? 'deeper/' : ''}imports-${name}.ts`,
            text: textOf(table === TABLE ? pathOf(what, depth) : what, how),
          };
        }),
      );
    }),
  ),
);

function pathOf(what: string, depth: number): string {
  return `${'../'.repeat(depth)}${what === 'config' ? 'config.ts' : `${what.includes('/') ? what : `${what}/some-file`}.ts`}`;
}

function textOf(path: string, how: Case['how']): string {
  if (how === 'dynamic') return `export const later = () => import('${path}');\n`;
  if (how === 'type') return `import type { One } from '${path}';\nexport type Other = One;\n`;
  return `import { one } from '${path}';\nexport const other = one;\n`;
}

const isBan = ({ rule }: Complaint): boolean => rule.includes('no-restricted-imports');

describe('who may import whom', () => {
  let complaints: Map<string, Complaint[]>;
  beforeAll(async () => {
    complaints = await lintFiles({
      ...Object.fromEntries(CASES.map(({ file, text }) => [file, text])),
      'sync/some.schema.ts': textOf('zod', 'value'),
      'sync/other.schema.ts': textOf('../db/some-file.ts', 'value'),
      'temporal/contract.ts': textOf('@temporalio/workflow', 'dynamic') + textOf('@temporalio/client', 'value'),
      'db/migrate.main.ts': textOf('../config.ts', 'value'),
      'emulator/graph/emulators-own.ts': textOf('../cli/some-file.ts', 'value'),
      'sync/says-it-again.ts': `export { one } from '../db/some-file.ts';\n`,
    });
  });
  const bansIn = (file: string): Complaint[] => (complaints.get(file) ?? []).filter(isBan);

  test.each(FOLDERS)('%s: every cell of the table, by value, by type and by import()', (folder) => {
    const wrong = CASES.filter(({ who, file, allowed }) => who === folder && (bansIn(file).length === 0) !== allowed);
    expect(
      wrong.map(({ file, text, allowed }) => `${file} should ${allowed ? '' : 'not '}be allowed: ${text}`),
    ).toEqual([]);
  });

  test('every rule fires somewhere, with its reason', () => {
    const said = [...complaints.values()].flat().map((complaint) => complaint.said);
    const reasons = Object.values(IMPORT_RULES).flatMap((bans) => bans.map(({ because }) => because));
    const ofSpecialFiles = Object.values(SPECIAL_FILES).flatMap(({ inside, outside }) => [...inside, ...outside]);
    const all = [...reasons, ...ofSpecialFiles.map(({ because }) => because)];
    const silent = all.filter((because) => !said.some((text) => text.includes(because)));
    expect(silent).toEqual([]);
  });

  test('what comes from outside is parsed with zod in a schema file of sync/, which is as pure as the rest', () => {
    expect(bansIn('sync/some.schema.ts')).toEqual([]);
    expect(bansIn('sync/other.schema.ts')).toHaveLength(1);
  });

  test('the contract with workflows defines signals and reaches nobody', () => {
    expect(bansIn('temporal/contract.ts').map(({ said }) => said)).toEqual([
      expect.stringContaining('@temporalio/client'),
    ]);
  });

  test('the main file of the migrations reads settings; a folder of the same name elsewhere is another folder', () => {
    expect(bansIn('db/migrate.main.ts')).toEqual([]);
    expect(bansIn('emulator/graph/emulators-own.ts')).toEqual([]);
  });

  test('to export from a folder is to import from it', () => {
    expect(bansIn('sync/says-it-again.ts')).toHaveLength(1);
  });
});
