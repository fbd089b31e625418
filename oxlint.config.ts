import { defineConfig, type OxlintConfig } from 'oxlint';
import {
  IMPORT_RULES,
  PACKAGES,
  PARTS_KNOW_NO_PAGE,
  PARTS_OF_PAGES,
  SPECIAL_FILES,
  type Ban,
  type Folder,
  type RuledFolder,
} from './dev/import-rules.ts';

type Override = NonNullable<OxlintConfig['overrides']>[number];
type Pattern = { regex?: string; group?: string[]; message: string; allowTypeImports?: boolean };

/** How deep folders of ours may lie. A relative path means another folder at each depth. */
const DEPTHS = [1, 2, 3, 4];

/** The overrides of one folder: what its files may not import, by how deep they lie. */
function importRules(folder: RuledFolder): Override[] {
  const bans = IMPORT_RULES[folder];
  const special = SPECIAL_FILES[folder];
  return DEPTHS.flatMap((depth): Override[] => {
    const at = `${folder}/${'*/'.repeat(depth - 1)}`;
    const rules = (more: readonly Ban[] = []): NonNullable<Override['rules']> => ({
      'no-restricted-imports': ['error', { patterns: [...bans, ...more].flatMap((ban) => patternsOf(ban, depth)) }],
    });
    const all = { files: [`${at}*.{ts,tsx}`], rules: rules(special?.outside) };
    return special ? [all, { files: [at + special.files], rules: rules(special.inside) }] : [all];
  });
}

/** What pages are made of lies three deep, and imports what api/ may, but no page. */
function rulesOfParts(): Override {
  const group = ['../*', '../*/*', '!../../*', ...PARTS_OF_PAGES.map((part) => `!../${part}/*`)];
  const patterns = [...IMPORT_RULES.api.flatMap((ban) => patternsOf(ban, 3)), { group, message: PARTS_KNOW_NO_PAGE }];
  return {
    files: [`api/pages/{${PARTS_OF_PAGES.join(',')}}/*.{ts,tsx}`],
    rules: { 'no-restricted-imports': ['error', { patterns }] },
  };
}

function patternsOf({ folders = [], packages = [], because, typesAllowed }: Ban, depth: number): Pattern[] {
  const rest = { message: because, ...(typesAllowed && { allowTypeImports: true }) };
  return [
    ...folders.map((folder) => ({ ...pathsOf(folder, depth), ...rest })),
    ...packages.map((name) => ({ regex: `^(${PACKAGES[name]})$`, ...rest })),
  ];
}

function pathsOf(folder: Folder, depth: number): Pick<Pattern, 'regex' | 'group'> {
  const up = '../'.repeat(depth);
  const upRegex = `^(\\./)?(\\.\\./){${depth}}`;
  if (folder === 'config') return { regex: `${upRegex}config(\\.schema)?(\\.ts)?$` };
  if (folder === 'temporal, but its contract') return { group: [`${up}temporal/*`, `!${up}temporal/contract.ts`] };
  return { regex: `${upRegex}${folder}/` };
}

/** Where the environment is read: once for the product, once for each of the tools around it. */
const READERS_OF_THE_ENVIRONMENT = ['config.ts', 'cli/settings.ts', 'dev/settings.ts', 'emulator/settings.ts'];
/** They run before TypeScript can, and read what npm tells or pass the environment on. */
const LAUNCHERS = ['dev/install.mjs', 'cli/bin.js', 'emulator/bin.js'];
/** Programs that talk to a person; and main files that tell their parent where they are. */
const TALKERS = ['cli/**', 'dev/**', 'emulator/cli/**', 'emulator/main.ts', 'bench/**', 'tests/**'];
/** Main files: they alone read settings, and db/ has one. */
const MAIN_FILES = ['db/migrate.main.ts'];

export default defineConfig({
  plugins: ['eslint', 'typescript', 'unicorn', 'oxc', 'import', 'node', 'promise'],
  categories: { correctness: 'error' },
  ignorePatterns: ['node_modules', '.rollcall'],
  rules: {
    'node/no-process-env': 'error',
    'no-console': 'error',
    'typescript/no-floating-promises': 'error',
    'typescript/no-misused-promises': 'error',
    'typescript/switch-exhaustiveness-check': 'error',
    'typescript/no-explicit-any': 'error',
    'typescript/consistent-type-imports': 'error',
    'import/no-cycle': 'error',
    eqeqeq: ['error', 'always', { null: 'ignore' }],
    'max-lines': ['error', { max: 300 }],
    'max-depth': ['error', 4],
    complexity: ['error', 25],
    'unicorn/no-useless-spread': 'off', // groups arguments by line
    'import/namespace': 'off', // the compiler knows better
  },
  overrides: [
    ...(Object.keys(IMPORT_RULES) as RuledFolder[]).flatMap(importRules), // its keys, by its type
    rulesOfParts(),
    {
      files: ['sync/**'],
      rules: {
        'no-restricted-globals': [
          'error',
          'process',
          'Buffer',
          'fetch',
          'setTimeout',
          'setInterval',
          'crypto',
          'performance',
        ],
        'no-restricted-properties': [
          'error',
          { object: 'Date', property: 'now', message: 'sync/ has no clock: the time is a parameter.' },
          { object: 'Math', property: 'random', message: 'sync/ has no chance: the number is a parameter.' },
        ],
      },
    },
    { files: MAIN_FILES, rules: { 'no-restricted-imports': 'off' } },
    {
      files: [...READERS_OF_THE_ENVIRONMENT, ...LAUNCHERS, 'bench/**', 'tests/**'],
      rules: { 'node/no-process-env': 'off' },
    },
    { files: TALKERS, rules: { 'no-console': 'off' } },
    { files: ['tests/**'], rules: { complexity: 'off', 'max-lines': ['error', { max: 500 }] } },
  ],
});
