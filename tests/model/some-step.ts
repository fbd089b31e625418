import fc from 'fast-check';
import { CHOICES } from './chosen-groups.ts';
import {
  OPTIONAL,
  type AdminStep,
  type DirectoryStep,
  type OffboardStep,
  type PreviewTrouble,
  type Step,
} from './history.ts';
import { behaviour, fault } from './some-fault.ts';
import { handStep } from './some-hand.ts';
import { purpose, somePerson, someProperties } from './some-person.ts';
import { someSettings } from './some-settings.ts';

export const who = fc.nat({ max: 30 });

export const directoryStep: fc.Arbitrary<DirectoryStep> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ do: fc.constant('join' as const), person: somePerson }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('change' as const), who, properties: someProperties }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('changeCase' as const), who }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('convert' as const), who, purpose }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('swapAddresses' as const), who, with: who }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('manage' as const), who, by: fc.option(who, { freq: 4 }) }) },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constantFrom('leave' as const, 'leave', 'restore', 'restore', 'purge', 'rejoin'),
      who,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constantFrom('enter' as const, 'exit'), who, group: fc.nat({ max: 1 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constantFrom('deleteGroup' as const, 'restoreGroup'), group: fc.nat({ max: 2 }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('grant' as const), permissions: fc.subarray([...OPTIONAL]) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('exodus' as const), share: fc.nat({ max: 2 }) }) },
);

export const adminStep: fc.Arbitrary<AdminStep> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('save' as const), change: someSettings }) },
  {
    weight: 3,
    arbitrary: fc.constantFrom<AdminStep[]>({ do: 'pause' }, { do: 'resume' }, { do: 'resume' }, { do: 'reject' }),
  },
  { weight: 2, arbitrary: fc.constant<AdminStep>({ do: 'saveBack' }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('approve' as const), forget: fc.boolean() }) },
);

/** Seldom: much has to be said again of the new tenant. */
export const offboardStep: fc.Arbitrary<OffboardStep> = fc.record({
  do: fc.constant('offboard' as const),
  erased: fc.boolean(),
});

export const previewTrouble: fc.Arbitrary<PreviewTrouble> = fc.oneof(
  { weight: 3, arbitrary: fc.constant({ shortChunks: false, twice: false }) },
  {
    weight: 1,
    arbitrary: fc.record(
      { shortChunks: fc.boolean(), twice: fc.boolean(), abandonedAfter: fc.integer({ min: 1, max: 3 }) },
      { requiredKeys: ['shortChunks', 'twice'] },
    ),
  },
);

const meanwhileStep = fc.oneof(
  { weight: 4, arbitrary: directoryStep },
  { weight: 2, arbitrary: adminStep },
  { weight: 2, arbitrary: handStep },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('preview' as const), trouble: previewTrouble }) },
  { weight: 1, arbitrary: offboardStep },
);

export const trouble = fc.record(
  {
    shortChunks: fc.boolean(),
    twice: fc.boolean(),
    meanwhile: fc.record({ after: fc.nat({ max: 5 }), step: meanwhileStep }),
    abandonedAfter: fc.nat({ max: 6 }),
    databaseBreaks: fc.record({ at: fc.nat({ max: 9 }), when: fc.constantFrom('before' as const, 'after' as const) }),
  },
  { requiredKeys: ['shortChunks', 'twice'] },
);

/**
 * What comes together by chance too seldom: people whom a listing leaves out, and old removals that are told again;
 * members whom a listing of a group leaves out.
 */
const KNOWN_TRAPS: readonly (readonly Step[])[] = [-2, -1, 1, 2, 5].flatMap((people): Step[][] => {
  const shift = { kind: 'shift', people } as const;
  return [
    [
      { do: 'behave', behaviour: { largestPage: 3, deltaPageSize: 2, deltaReplays: true } },
      { do: 'fault', fault: { path: '/v1.0/users', answer: shift } },
    ],
    [
      { do: 'save', change: { filters: { groups: [...(CHOICES[2] ?? [])] } } },
      { do: 'behave', behaviour: { largestPage: 3 } },
      { do: 'fault', fault: { path: '/v1.0/groups*', answer: shift } },
    ],
  ];
});

const someStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 12, arbitrary: directoryStep },
  { weight: 3, arbitrary: adminStep },
  { weight: 1, arbitrary: handStep },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('fault' as const), fault }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('behave' as const), behaviour }) },
  { weight: 1, arbitrary: fc.constant<Step>({ do: 'calm' }) },
  { weight: 1, arbitrary: offboardStep },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('wait' as const), hours: fc.constantFrom(1, 3, 25, 150, 200) }) },
);

export const someSteps: fc.Arbitrary<readonly Step[]> = fc.oneof(
  { weight: 12, arbitrary: fc.tuple(someStep) },
  { weight: 1, arbitrary: fc.constantFrom(...KNOWN_TRAPS) },
  // Away and back between two runs.
  {
    weight: 1,
    arbitrary: who.map((n): Step[] => [
      { do: 'leave', who: n },
      { do: 'restore', who: 0 },
    ]),
  },
);
