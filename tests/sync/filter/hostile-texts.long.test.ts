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
  '100,000 hostile texts as %s: each within its steps, and nothing of them is held',
  { timeout: 300_000 },
  (notation) => {
    tryHostileTexts(notation, 10_000);
    const before = heldBytes();
    const { understood, refused } = tryHostileTexts(notation, 90_000);
    expect(understood + refused).toBe(90_000);
    // 90,000 trees would be some hundred megabytes; the caches of the engine come and go with a few.
    expect(heldBytes() - before).toBeLessThan(8_000_000);
  },
);
