import { describe, expect, it } from 'vitest';
import { countRecords } from '../../cli/employees/count-records.ts';
import { humanDuration, humanTime } from '../../cli/human-time.ts';
import { quoted } from '../../cli/options.ts';

const NOW = new Date('2026-03-10T12:00:00.000Z');

describe('times read as people say them', () => {
  it.each([
    [null, 'never'],
    ['nonsense', 'never'],
    ['2026-03-10T12:00:00.400Z', 'now'],
    ['2026-03-10T11:59:59.000Z', '1 second ago'],
    ['2026-03-10T11:58:01.000Z', '1 minute ago'],
    ['2026-03-10T14:59:00.000Z', 'in 2 hours'],
    ['2026-03-07T12:00:00.000Z', '3 days ago'],
    ['2026-03-01T12:00:00.000Z', '2026-03-01'],
  ])('%s is “%s”', (time, expected) => expect(humanTime(time, NOW)).toBe(expected));

  it.each([
    [400, '0 s'],
    [59_000, '59 s'],
    [65_000, '1 min 5 s'],
    [7_800_000, '2 h 10 min'],
    [-1000, '0 s'],
  ])('%d ms is “%s”', (ms, expected) =>
    expect(humanDuration(NOW.toISOString(), new Date(NOW.getTime() + ms).toISOString())).toBe(expected),
  );
});

describe('records of a CSV are counted', () => {
  it.each([
    ['', 0],
    ['a,b', 1],
    ['a,b\r\n', 1],
    ['a,b\r\nc,d', 2],
    ['a,"b\r\nstill b"\r\nc,d\r\n', 2],
    ['a,"say ""hi""\n"\n', 1],
  ])('in %j: %d, in whatever pieces they come', async (csv, expected) => {
    for (const size of [1, 3, 1000]) {
      const records = countRecords(inPieces(csv, size));
      for await (const _ of records.chunks) continue;
      expect(records.count()).toBe(expected);
    }
  });
});

async function* inPieces(text: string, size: number) {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

describe('what is shown to be typed again', () => {
  it.each([
    ['Contoso/12', 'Contoso/12'],
    ['Fernhill Instruments Ltd', '"Fernhill Instruments Ltd"'],
    ['$(rm -rf)', '"\\$(rm -rf)"'],
    ['say "hi"', '"say \\"hi\\""'],
  ])('%s is quoted for a shell as %s', (text, expected) => expect(quoted(text)).toBe(expected));
});
