import { expect, test } from 'vitest';
import { SKIP_REASONS } from '../../sync/skip-reason.ts';

test('reasons count in this order: scope, switches, filters of an admin, what nobody may read, the address', () => {
  const all = [
    'group',
    'disabled',
    'guest',
    'sharedMailbox',
    'room',
    'equipment',
    'serviceAccount',
    'odata',
    'expression',
    'unknown',
    'noEmail',
  ];
  const known: readonly string[] = SKIP_REASONS;
  expect(known).toEqual(all.filter((reason) => known.includes(reason)));
});
