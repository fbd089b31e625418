import fc from 'fast-check';
import type { HandStep } from './history.ts';

/** Of these much is decided, so that one decision meets another. */
export const few = fc.integer({ min: 1, max: 3 });

/** Kinds that take somebody out, and one that takes anybody in. */
const kind = fc.constantFrom(
  'person' as const,
  'person',
  'guest',
  'room',
  'sharedMailbox',
  'serviceAccount',
  null,
  null,
);
const key = fc.constantFrom('displayName', 'displayName', 'displayName', 'jobTitle', 'department', 'manager', 'email');
const value = fc.constantFrom('By hand', ' By hand ', 'Sales', '', null);
const keepWish = fc.constantFrom('pin' as const, 'restore', 'restore', 'unpin');

/** What a person decides, of few. */
export const handStep: fc.Arbitrary<HandStep> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('giveKind' as const), who: few, kind }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('setValue' as const), who: few, key, value }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('giveValueBack' as const), who: few, key }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('keep' as const), who: few, wish: keepWish }) },
  { weight: 1, arbitrary: fc.constant<HandStep>({ do: 'erase' }) },
);
