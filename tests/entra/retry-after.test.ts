import { expect, test } from 'vitest';
import { parseRetryAfter } from '../../entra/retry-after.ts';

const now = new Date('2026-11-24T12:00:00Z');

// https://learn.microsoft.com/en-us/graph/throttling and https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
test.each([
  //                                                                        header                           waits ms
  ['whole seconds are understood', '120', 120_000],
  ['zero seconds are understood', '0', 0],
  ['a fraction of a second is understood and rounded up', '2.1281', 2_129],
  ['blanks around are passed over', ' 7 ', 7_000],
  ['Retry-After as a date is understood', 'Tue, 24 Nov 2026 12:01:30 GMT', 90_000],
  ['Retry-After as an old date is understood', 'Tuesday, 24-Nov-26 12:00:10 GMT', 10_000],
  ['a date that has passed asks for no wait', 'Tue, 24 Nov 2026 11:00:00 GMT', 0],
  ['a date years away is cut to an hour', 'Wed, 24 Nov 2032 12:00:00 GMT', 3_600_000],
  ['a wait of weeks is cut to an hour', '9999999', 3_600_000],
  ['an absent header names no wait', null, undefined],
  ['an empty header names no wait', '', undefined],
  ['a negative number names no wait', '-5', undefined],
  ['words name no wait', 'soon', undefined],
  ['a broken date names no wait', 'Tue, 99 Nov 2026', undefined],
] as const)('%s', (_guarantee, header, expected) => {
  expect(parseRetryAfter(header, now)).toBe(expected);
});
