import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { NOTATIONS } from '../../../sync/filter/syntax-tree.ts';
import { tryHostileTexts } from './try-hostile-texts.ts';

test.each(NOTATIONS)(
  '10,000 hostile texts as %s are each understood or refused within the steps, without exception',
  (notation) => {
    const { understood, refused } = tryHostileTexts(notation, 10_000);
    expect(understood).toBeGreaterThan(100);
    expect(refused).toBeGreaterThan(5_000);
  },
);

test('nothing that a person wrote can be run: no code of the filters makes code or a backtracking expression of a text', () => {
  const folder = resolve(import.meta.dirname, '../../../sync/filter');
  const files = readdirSync(folder);
  expect(files.length).toBeGreaterThan(20);
  for (const file of files) {
    const code = readFileSync(resolve(folder, file), 'utf8');
    expect(code, file).not.toMatch(/\beval\b|\bFunction\b|\bRegExp\(|\bimport\(|\bsetTimeout\b|\.constructor\b/);
  }
});
