import { beforeAll, describe, expect, test } from 'vitest';
import { lintFiles, type Complaint } from './lint-files.ts';

type Wrong = readonly [what: string, file: string, rule: string, text: string];

// prettier-ignore
const WRONG: readonly Wrong[] = [
  ['the environment is read outside of config.ts',  'api/environment.ts',  'no-process-env',              'export const url = process.env.DATABASE_URL;'],
  ['something is printed by the product',           'worker/console.ts',   'no-console',                  'console.log(1);\nexport {};'],
  ['sync/ looks at the clock',                      'sync/clock.ts',       'no-restricted-properties',    'export const now = () => Date.now();'],
  ['sync/ throws dice',                             'sync/chance.ts',      'no-restricted-properties',    'export const chance = () => Math.random();'],
  ['sync/ asks the network',                        'sync/network.ts',     'no-restricted-globals',       "export const ask = () => fetch('https://contoso.example');"],
  ['a promise is left alone',                       'db/floating.ts',      'no-floating-promises',        'export function f() { Promise.resolve(1); }'],
  ['a promise is given where nobody waits',         'db/misused.ts',       'no-misused-promises',         '[1].forEach(async () => { await Promise.resolve(); });\nexport {};'],
  ['a switch forgets a case',                       'sync/switch.ts',      'switch-exhaustiveness-check', "export function f(x: 'a' | 'b') { switch (x) { case 'a': return 1; } return 2; }"],
  ['any is written',                                'entra/any.ts',        'no-explicit-any',             'export const x: any = 1;'],
  ['a type is imported like a value',               'db/type-import.ts',   'consistent-type-imports',     "import { Other } from './no-cycle.ts';\nexport type Mine = Other;"],
  ['two files import each other',                   'db/cycle.ts',         'no-cycle',                    "import { other } from './cycle-too.ts';\nexport const one = () => other;"],
  ['a part of pages knows a page',                  'api/pages/frame/page.ts',  'no-restricted-imports',  "import { one } from '../why/why.tsx';\nexport const other = one;"],
  ['a part of pages knows all pages',               'api/pages/words/pages.ts', 'no-restricted-imports',  "import { one } from '../pages.tsx';\nexport const other = one;"],
  ['a part of pages imports what api/ may not',     'api/pages/lists/run.ts',   'no-restricted-imports',  "import { one } from '../../../worker/run.ts';\nexport const other = one;"],
  ['== compares what is not null',                  'api/equal.ts',        'eqeqeq',                      'export const same = (a: string, b: string) => a == b;'],
  ['a file has more than 300 lines',                'api/long.ts',         'max-lines',                   `export {};\n${'// a line\n'.repeat(301)}`],
  ['a function has too many ways through it',       'api/branches.ts',     'complexity',                  `export function f(x: number) { ${Array.from({ length: 26 }, (_, i) => `if (x === ${i}) return ${i};`).join(' ')} return x; }`],
  ['code is nested five deep',                      'api/nested.ts',       'max-depth',                   'export function f(x: number) { if (x) { if (x > 1) { if (x > 2) { if (x > 3) { if (x > 4) { return 1; } } } } } return 2; }'],
];

const RIGHT: Readonly<Record<string, string>> = {
  'config.ts': 'export const url = process.env.DATABASE_URL;\n',
  'cli/settings.ts': 'export const url = process.env.ROLLCALL_URL;\n',
  'emulator/settings.ts': 'export const folder = process.env.EMULATOR_FOLDER;\n',
  'dev/settings.ts': 'export const home = process.env.HOME;\n',
  'cli/talk.ts': 'console.log(1);\nexport {};\n',
  'emulator/cli/talk.ts': 'console.log(1);\nexport {};\n',
  'dev/talk.ts': 'console.log(1);\nexport {};\n',
  'sync/right.ts': `type Kind = 'a' | 'b';
export function f(kind: Kind): number {
  switch (kind) {
    case 'a':
      return 1;
    case 'b':
      return 2;
  }
}
export const isNothing = (x: string | null): boolean => x == null;
`,
  'api/pages/forms/right.ts': `export { one } from './own.ts';
export { two } from '../frame/part.ts';
export { three } from '../../outside.ts';
export { four } from '../../../db/outside.ts';
`,
  'api/pages/why/right.ts': "export { one } from '../employees/other-page.ts';\n",
  'db/no-cycle.ts': 'export type Other = string;\n',
  'db/awaits.ts': 'export async function f(): Promise<void> {\n  await Promise.resolve(1);\n}\n',
};

describe('npm test refuses code where', () => {
  let complaints: Map<string, Complaint[]>;
  beforeAll(async () => {
    complaints = await lintFiles({
      ...RIGHT,
      ...Object.fromEntries(WRONG.map(([, file, , text]) => [file, text])),
      'db/cycle-too.ts': "import { one } from './cycle.ts';\nexport const other = () => one;\n",
    });
  });

  test.each(WRONG)('%s', (_what, file, rule) => {
    expect(complaints.get(file)?.map((complaint) => complaint.rule)).toContainEqual(expect.stringContaining(rule));
  });

  test('and nothing that is right', () => {
    expect(Object.keys(RIGHT).flatMap((file) => complaints.get(file) ?? [])).toEqual([]);
  });
});
