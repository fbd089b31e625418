import { expect, test } from 'vitest';
import { readableLine } from '../../dev/readable-line.ts';

test.each([
  [
    'the sentence of our own lines',
    '{"level":60,"msg":"The database is away.","event":"stopped"}',
    'The database is away.',
  ],
  ['the event of one without a sentence', '{"level":30,"event":"ready"}', 'ready'],
  ['all of one with neither', '{"ready":true}', '{"ready":true}'],
  ['another program’s line as it is', '2026 LOG:  starting', '2026 LOG:  starting'],
  ['JSON that is no object as it is', '"text"', '"text"'],
  ['a null as it is', 'null', 'null'],
  ['nothing as it is', '', ''],
])('%s is what people read', (_kind, line, readable) => {
  expect(readableLine(line)).toBe(readable);
});
