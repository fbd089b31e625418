import fc from 'fast-check';
import { QUIET, type History, type Step, type SyncStep } from './history.ts';
import { few, handStep } from './some-hand.ts';
import { someNeighbour, withNeighbour } from './some-neighbour.ts';
import { somePerson, someProperties } from './some-person.ts';
import { firstSettings, someSettings } from './some-settings.ts';
import { somePlot } from './some-plot.ts';
import { directoryStep, previewTrouble, someSteps, trouble, who } from './some-step.ts';

/** Any history: a small directory, what happens in it, what its admin does, and what goes wrong meanwhile. */
export const someHistory = ({ mostRuns }: { readonly mostRuns: number }): fc.Arbitrary<History> =>
  fc
    .record({
      people: fc.array(somePerson, { minLength: 3, maxLength: 25 }),
      settings: firstSettings,
      neighbour: fc.oneof({ weight: 5, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: someNeighbour }),
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
    .map(({ steps, managers, ...rest }) => ({ ...rest, steps: [...managers, ...steps] }))
    .map(withNeighbour);

const someRounds = (mostRuns: number): fc.Arbitrary<readonly Step[]> =>
  fc
    .array(fc.tuple(fc.array(someSteps, { maxLength: 4 }), somePreview({ often: false }), someSync, afterwards), {
      ...{ minLength: 1, maxLength: mostRuns, size: 'max' },
    })
    .map((rounds) => rounds.flatMap(([steps, preview, sync, after]) => [...steps.flat(), ...preview, sync, ...after]));

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
