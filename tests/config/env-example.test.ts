import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadConfig, loadMigrationConfig, VARIABLES } from '../../config.ts';
import { DEV_VARIABLES } from '../../dev/settings.ts';
import { GOOD_ENVIRONMENT } from './good-environment.ts';

const CLONE = join(import.meta.dirname, '..', '..');
const EXAMPLE = readFileSync(join(CLONE, '.env.example'), 'utf8');

/** All variables of the example, as if every # before one were removed. */
const SHOWN = new Map(
  [...EXAMPLE.matchAll(/^#?([A-Z][A-Z_]+)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value]),
);
/** Nothing that the commands read is a secret of the product. */
const COMMAND_VARIABLES = ['ROLLCALL_URL', 'EMULATOR_CONTROL_URL'];

test('.env.example names every variable of the configuration, and no other', () => {
  expect([...SHOWN.keys()].toSorted()).toEqual([...VARIABLES, ...DEV_VARIABLES, ...COMMAND_VARIABLES].toSorted());
});

test('nothing in .env.example is set: copied as it is, it changes nothing', () => {
  expect(EXAMPLE.split('\n').filter((line) => line !== '' && !line.startsWith('#'))).toEqual([]);
});

test('what .env.example shows is right, and is the default where there is one', () => {
  const shown = { ...GOOD_ENVIRONMENT, ...Object.fromEntries([...SHOWN].filter(([, value]) => value !== '')) };
  const { ENTRA_CLIENT_CERTIFICATE_PATH: certificate, ...withSecret } = shown as Record<string, string>;
  expect(certificate).toMatch(/\.pem$/);
  const { database, entra, ...rest } = loadConfig(withSecret);
  const { database: _, entra: usualEntra, ...usual } = loadConfig(GOOD_ENVIRONMENT);
  expect(rest).toEqual(usual);
  expect(entra).toEqual({ ...usualEntra, clientId: entra.clientId });
  expect(database.url).toMatch(/^postgres:/);
  expect(loadMigrationConfig(withSecret).database.appRole).toBe('rollcall_app');
});

test('every variable has an explanation above it', () => {
  const lines = EXAMPLE.split('\n');
  const isVariable = (line: string | undefined): boolean => /^#?[A-Z][A-Z_]+=/.test(line ?? '');
  const bare = lines.filter((line, index) => isVariable(line) && !/^# \S|^#?[A-Z]/.test(lines[index - 1] ?? ''));
  expect(bare).toEqual([]);
});

// prettier-ignore
test.each([
  // reader                 what it reads that is not ours to explain
  ['cli/settings.ts',       ['TEMPORAL_PROFILE']],
  ['dev/settings.ts',       ['XDG_CACHE_HOME']],
  ['emulator/settings.ts',  []],
])('.env.example explains what %s reads', (file, others) => {
  if (!existsSync(join(CLONE, file))) return;
  const read = [...readFileSync(join(CLONE, file), 'utf8').matchAll(/env\[?\.?'?([A-Z][A-Z_]+)/g)].map(([, name]) => name);
  expect(read.filter((name = '') => !SHOWN.has(name) && !(others as string[]).includes(name))).toEqual([]);
});
