import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { NOTATIONS } from '../../../sync/filter/syntax-tree.ts';
import { tryHostileTexts } from './try-hostile-texts.ts';

setFlagsFromString('--expose-gc');
const collectGarbage: unknown = runInNewContext('gc');

/** What is still held when all garbage is gone. */
function heldBytes(): number {
  if (typeof collectGarbage === 'function') collectGarbage();
  return process.memoryUsage().heapUsed;
}

test.each(NOTATIONS)(
  '100,000 hostile texts as %s: each understood or refused within its steps, without exception, and nothing of them is held',
  { timeout: 120_000 },
  (notation) => {
    tryHostileTexts(notation, 10_000);
    const before = heldBytes();
    const { understood, refused } = tryHostileTexts(notation, 90_000);
    expect(understood + refused).toBe(90_000);
    expect(understood).toBeGreaterThan(1_000);
    expect(refused).toBeGreaterThan(45_000);
    // 90,000 trees would be some hundred megabytes; the caches of the engine come and go with a few.
    expect(heldBytes() - before).toBeLessThan(8_000_000);
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
