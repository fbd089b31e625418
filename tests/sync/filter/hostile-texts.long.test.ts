import { expect, test } from 'vitest';
import { NOTATIONS } from '../../../sync/filter/syntax-tree.ts';
import { tryHostileTexts } from './try-hostile-texts.ts';

test.each(NOTATIONS)(
  '100,000 hostile texts as %s: each within its steps, without growth of memory',
  { timeout: 300_000 },
  (notation) => {
    tryHostileTexts(notation, 10_000);
    const before = process.memoryUsage().heapUsed;
    const { understood, refused } = tryHostileTexts(notation, 90_000);
    expect(understood + refused).toBe(90_000);
    // Garbage that is not collected yet is the rest; 90,000 kept trees would be more than ten times this.
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(100_000_000);
  },
);
