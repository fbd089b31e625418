import fc from 'fast-check';
import type { Json, UserPurpose } from '../../emulator/people/person.ts';
import { CHOICES, GROUPS } from './chosen-groups.ts';
import { WITH_POLICIES } from './field-lists.ts';
import { QUIET, type OptionalPermission, type Step } from './history.ts';
import { few } from './some-hand.ts';

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
  // Chosen groups that go, and come back.
  (who) => [
    [choose(who), { do: 'enter', who, group: 0 }],
    [deleteGroup(0), { do: 'giveKind', who, kind: 'person' }],
    [restoreGroup(0), { do: 'giveKind', who, kind: null }],
  ],
  (who) => [
    [choose(who), { do: 'enter', who, group: 1 }, grant()],
    [grant('GroupMember.Read.All'), { do: 'exit', who, group: 1 }],
    [deleteGroup(1), { do: 'leave', who }],
  ],
  (who) => [
    [
      choose(who),
      { do: 'save', change: { cleanUp: { enabled: true, maxRemovals: 0 } } },
      { do: 'enter', who, group: 0 },
    ],
    [{ do: 'leave', who }],
    [deleteGroup(0), { do: 'approve', forget: false }],
  ],
  // Fields with policies: what is cleared, set anew, and comes back.
  (who) => [
    [keepValues(who), change(who, { jobTitle: 'Sales', department: 'Sales' })],
    [change(who, { jobTitle: null, department: null })],
    [change(who, { jobTitle: 'Engineering', department: 'Engineering' })],
  ],
  (who) => [
    [keepValues(who), { do: 'leave', who }],
    [{ do: 'restore', who: 0 }, change(who, { jobTitle: 'Engineering', department: null })],
    [
      { do: 'setValue', who, key: 'jobTitle', value: 'By hand' },
      { do: 'giveValueBack', who, key: 'jobTitle' },
    ],
  ],
  // Mailboxes, which another permission tells less of, or none anything.
  (who) => [
    [grant('MailboxSettings.Read'), convert(who, 'shared'), change(who, UNLICENSED)],
    [grant('Place.Read.All'), { do: 'wait', hours: 400 }],
    [grant(), { do: 'wait', hours: 25 }],
  ],
  (who) => [
    [grant('Place.Read.All'), convert(who, 'room'), change(who, UNLICENSED)],
    [convert(who, 'user'), { do: 'wait', hours: 400 }],
    [grant(), { do: 'wait', hours: 25 }],
  ],
  (who) => [
    [convert(who, 'equipment'), change(who, UNLICENSED)],
    [convert(who, 'user'), { do: 'giveKind', who, kind: null }, { do: 'wait', hours: 200 }],
    [{ do: 'wait', hours: 200 }],
  ],
  (who) => [
    [{ do: 'offboard', erased: true }, change(who, { jobTitle: 'Sales' })],
    [kept(who, 'pin'), { do: 'leave', who }],
    [{ do: 'offboard', erased: true }],
  ],
  (who) => [[change(0, SHARED), change(who, SHARED)], [{ do: 'leave', who }], [kept(who, 'restore')]],
];

const PREVIEW: Step = { do: 'preview', trouble: { shortChunks: false, twice: false } };
const SHARED = { mail: 'shared@contoso.example', proxyAddresses: null };

const choose = (which: number): Step => ({
  do: 'save',
  change: { filters: { groups: [...(CHOICES[2 + (which % 3)] ?? [])] } },
});
const deleteGroup = (group: number): Step => ({ do: 'deleteGroup', group });
const restoreGroup = (group: number): Step => ({ do: 'restoreGroup', group });
const keepValues = (which: number): Step => ({
  do: 'save',
  change: { fields: WITH_POLICIES[which % WITH_POLICIES.length] ?? 0 },
});
const UNLICENSED = { assignedLicenses: [] };
const convert = (who: number, purpose: UserPurpose): Step => ({ do: 'convert', who, purpose });
const grant = (...permissions: readonly OptionalPermission[]): Step => ({ do: 'grant', permissions });

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
