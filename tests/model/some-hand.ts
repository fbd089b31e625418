import fc from 'fast-check';
import type { Json } from '../../emulator/people/person.ts';
import { GROUPS } from './chosen-groups.ts';
import { QUIET, type HandStep, type Step } from './history.ts';

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

/** What follows on each other by chance too seldom: to somebody after the first run, the second, the third. */
const PLOTS: readonly ((who: number) => readonly (readonly Step[])[])[] = [
  (who) => [[kept(who, 'pin'), { do: 'leave', who }], [kept(who, 'unpin')]],
  (who) => [[kept(who, 'pin'), change(who, { accountEnabled: false })], [kept(who, 'unpin')]],
  (who) => [[{ do: 'leave', who }], [PREVIEW, kept(who, 'restore')], [kept(who, 'unpin')]],
  (who) => [[{ do: 'giveKind', who, kind: 'room' }], [{ do: 'giveKind', who, kind: null }]],
  (who) => [
    [kept(who, 'pin'), change(who, { userType: 'Guest', displayName: 'Cy' })],
    [{ do: 'giveKind', who, kind: 'person' }],
  ],
  (who) => [
    [{ do: 'setValue', who, key: 'displayName', value: 'By hand' }, change(who, { accountEnabled: false })],
    [{ do: 'wait', hours: 800 }, { do: 'erase' }],
    [change(who, { accountEnabled: true })],
  ],
  (who) => [
    [
      { do: 'save', change: { cleanUp: { enabled: true, maxRemovals: 0 } } },
      { do: 'leave', who },
    ],
    [kept(who, 'pin'), { do: 'approve', forget: false }],
    [kept(who, 'unpin')],
  ],
  (who) => [
    [{ do: 'setValue', who, key: 'displayName', value: 'By hand' }, change(who, { displayName: 'Cy' })],
    [{ do: 'giveValueBack', who, key: 'displayName' }],
  ],
  (who) => [
    [
      { do: 'save', change: { filters: { groups: [GROUPS[0].id] } } },
      { do: 'enter', who, group: 0 },
    ],
    [{ do: 'exit', who, group: 0 }],
    [{ do: 'enter', who, group: 0 }],
  ],
  (who) => [[change(0, SHARED), change(who, SHARED)], [{ do: 'leave', who }], [kept(who, 'restore')]],
];

const PREVIEW: Step = { do: 'preview', trouble: { shortChunks: false, twice: false } };
const SHARED = { mail: 'shared@contoso.example', proxyAddresses: null };

const kept = (who: number, wish: 'pin' | 'restore' | 'unpin'): Step => ({ do: 'keep', who, wish });
const change = (who: number, properties: Readonly<Record<string, Json>>): Step => ({ do: 'change', who, properties });

/** One of these, with something else between: runs that nothing disturbs tell the most of it. */
export const somePlot = (between: fc.Arbitrary<readonly (readonly Step[])[]>): fc.Arbitrary<readonly Step[]> =>
  fc
    .tuple(fc.constantFrom(...PLOTS), few, fc.array(between, { minLength: 3, maxLength: 3 }), dropped)
    .map(([plot, who, others, isDropped]) => {
      const parts = plot(who).map((part, n) => [...part, ...(others[n] ?? []).flat(), SYNC]);
      return [change(who, ORDINARY), SYNC, ...parts.flat()].filter((_, n) => isDropped[n] !== 0);
    });

/** Each step that is a nought is left out: seldom by chance, and wherever a history is made shorter. */
const dropped = fc.array(fc.noBias(fc.nat({ max: 40 })), { minLength: 24, maxLength: 24 });

/** As an employee is by most rules. */
const ORDINARY = { accountEnabled: true, userType: 'Member', mailNickname: null, mail: 'eve@contoso.example' };
const SYNC: Step = { do: 'sync', how: 'schedule', trouble: QUIET };
