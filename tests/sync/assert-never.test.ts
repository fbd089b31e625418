import { expect, test } from 'vitest';
import { assertNever } from '../../sync/assert-never.ts';

test('a case that nobody decided is named', () => {
  // @ts-expect-error a closed union that is decided whole leaves nothing to pass here
  expect(() => assertNever('aNewKind')).toThrow('A case is missing for "aNewKind".');
});
