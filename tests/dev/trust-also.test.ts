import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { trustAlso } from '../../dev/trust-also.ts';
import { useTemporaryFolder } from './temporary-folder.ts';

const folder = useTemporaryFolder();
const files = () => ({
  own: join(folder(), 'own.pem'),
  given: join(folder(), 'given.pem'),
  both: join(folder(), 'both.pem'),
});

test('our own authority alone where the environment names none, or one that cannot be read', () => {
  const { own, given, both } = files();
  writeFileSync(own, 'OWN');
  for (const other of [undefined, '', given]) expect(trustAlso(own, other, both)).toBe(own);
  expect(existsSync(both)).toBe(false);
});

test('both, in one file, where the environment names another one', () => {
  const { own, given, both } = files();
  writeFileSync(own, 'OWN');
  writeFileSync(given, 'COMPANY');
  expect(trustAlso(own, given, both)).toBe(both);
  expect(readFileSync(both, 'utf8')).toBe('OWN\nCOMPANY');
  expect(trustAlso(own, given, both)).toBe(both);
  expect(readFileSync(both, 'utf8')).toBe('OWN\nCOMPANY');
});
