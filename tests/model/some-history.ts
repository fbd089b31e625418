import fc from 'fast-check';
import {
  QUIET,
  type AdminStep,
  type DirectoryStep,
  type History,
  type PreviewTrouble,
  type Step,
  type SyncStep,
} from './history.ts';
import { CHOICES } from './chosen-groups.ts';
import { behaviour, fault } from './some-fault.ts';
import { few, handStep, somePlot } from './some-hand.ts';
import { somePerson, someProperties } from './some-person.ts';
import { firstSettings, someSettings } from './some-settings.ts';

/** Any history: a small directory, what happens in it, what its admin does, and what goes wrong meanwhile. */
export const someHistory = ({ mostRuns }: { readonly mostRuns: number }): fc.Arbitrary<History> =>
  fc
    .record({
      people: fc.array(somePerson, { minLength: 3, maxLength: 25 }),
      settings: firstSettings,
      // Few manage many, as in life.
      managers: fc.array(fc.record({ do: fc.constant('manage' as const), who, by: fc.nat({ max: 3 }) }), {
        maxLength: 12,
      }),
      steps: fc.oneof(
        { weight: 4, arbitrary: someRounds(mostRuns) },
        {
          weight: 1,
          arbitrary: somePlot(fc.tuple(fc.array(directoryStep, { maxLength: 1 }), somePreview({ often: true }))),
        },
      ),
    })
    .map(({ steps, managers, ...rest }) => ({ ...rest, steps: [...managers, ...steps] }));

const someRounds = (mostRuns: number): fc.Arbitrary<readonly Step[]> =>
  fc
    .array(fc.tuple(fc.array(someSteps, { maxLength: 4 }), somePreview({ often: false }), someSync, afterwards), {
      ...{ minLength: 1, maxLength: mostRuns, size: 'max' },
    })
    .map((rounds) => rounds.flatMap(([steps, preview, sync, after]) => [...steps.flat(), ...preview, sync, ...after]));

const who = fc.nat({ max: 30 });

const directoryStep: fc.Arbitrary<DirectoryStep> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ do: fc.constant('join' as const), person: somePerson }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('change' as const), who, properties: someProperties }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('changeCase' as const), who }) },
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
  { weight: 1, arbitrary: fc.record({ do: fc.constant('exodus' as const), share: fc.nat({ max: 2 }) }) },
);

const adminStep: fc.Arbitrary<AdminStep> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('save' as const), change: someSettings }) },
  {
    weight: 3,
    arbitrary: fc.constantFrom<AdminStep[]>({ do: 'pause' }, { do: 'resume' }, { do: 'resume' }, { do: 'reject' }),
  },
  { weight: 2, arbitrary: fc.constant<AdminStep>({ do: 'saveBack' }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('approve' as const), forget: fc.boolean() }) },
);

const previewTrouble: fc.Arbitrary<PreviewTrouble> = fc.oneof(
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
);

const trouble = fc.record(
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
  { weight: 1, arbitrary: fc.record({ do: fc.constant('wait' as const), hours: fc.constantFrom(1, 3, 25, 200) }) },
);

const someSteps: fc.Arbitrary<readonly Step[]> = fc.oneof(
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

/** What a run will change, and what it would if that were saved, which it then is. */
const somePreview = ({ often }: { readonly often: boolean }): fc.Arbitrary<readonly Step[]> =>
  fc.oneof(
    { weight: often ? 4 : 18, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: previewTrouble.map((trouble): Step[] => [{ do: 'preview', trouble }]) },
    {
      weight: 1,
      arbitrary: fc.record({ change: someSettings, trouble: previewTrouble }).map(({ change, trouble }): Step[] => [
        { do: 'preview', change, trouble },
        { do: 'save', change },
      ]),
    },
  );

/** What is done by hand is mostly done to employees, and to whom something happens besides. */
const afterwards: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    { weight: 10, arbitrary: handStep },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('change' as const), who: few, properties: someProperties }) },
    { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('leave' as const, 'purge', 'rejoin'), who: few }) },
    { weight: 2, arbitrary: fc.constant<Step>({ do: 'restore', who: 0 }) },
    { weight: 1, arbitrary: previewTrouble.map((trouble): Step => ({ do: 'preview', trouble })) },
  ),
  { maxLength: 2, size: 'max' },
);

const someSync: fc.Arbitrary<SyncStep> = fc.record({
  do: fc.constant('sync' as const),
  how: fc.constantFrom('schedule' as const, 'schedule', 'manual', 'full'),
  trouble: fc.oneof({ weight: 3, arbitrary: fc.constant(QUIET) }, { weight: 2, arbitrary: trouble }),
});
