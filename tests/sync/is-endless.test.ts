import { describe, expect, test } from 'vitest';
import { isEndless, type ReadSoFar } from '../../sync/is-endless.ts';

describe('what is read', () => {
  // prettier-ignore
  test.each<[string, ReadSoFar, boolean]>([
    // guarantee                                                 pages            people               expected             endless
    ['may begin with ten thousand pages that hold nobody',       { pages: 10_000,  people: 0,           expected: null },      false],
    ['has no end after one more of them',                        { pages: 10_001,  people: 0,           expected: null },      true],
    ['may have as many pages more as its people fill',           { pages: 11_000,  people: 10_000,      expected: null },      false],
    ['may have as many pages more as those who are expected',    { pages: 110_000, people: 0,           expected: 1_000_000 }, false],
    ['has no end beyond that',                                   { pages: 110_001, people: 1_000_000,   expected: 1_000_000 }, true],
  ])('%s', (_guarantee, read, endless) => {
    expect(isEndless(read)).toBe(endless);
  });
});
