import fc from 'fast-check';
import { QUIET, type Beginning, type History, type NeighbourStep, type Step } from './history.ts';
import { handStep } from './some-hand.ts';
import { somePerson } from './some-person.ts';
import { firstSettings } from './some-settings.ts';
import { adminStep, directoryStep, offboardStep } from './some-step.ts';

/** Where in a history the neighbour acts; `after`: so many activities of the next run have ended. */
type Visit = { readonly at: number; readonly after: number | null; readonly step: NeighbourStep };
type SomeNeighbour = Beginning & { readonly visits: readonly Visit[] };

const sync = fc.constantFrom<NeighbourStep[]>(
  { do: 'sync', how: 'schedule', trouble: QUIET },
  { do: 'sync', how: 'full', trouble: QUIET },
);
const preview: NeighbourStep = { do: 'preview', trouble: { shortChunks: false, twice: false } };

const step: fc.Arbitrary<NeighbourStep> = fc.oneof(
  { weight: 4, arbitrary: sync },
  // What is granted waits for new tokens, which the other's clock would have to wait for too.
  { weight: 3, arbitrary: directoryStep.filter((one) => one.do !== 'grant') },
  { weight: 2, arbitrary: handStep },
  { weight: 1, arbitrary: adminStep },
  { weight: 1, arbitrary: fc.constant(preview) },
  { weight: 1, arbitrary: offboardStep },
);

/** A small one, to whom something happens now and then, mostly in the middle of a run of the other. */
export const someNeighbour: fc.Arbitrary<SomeNeighbour> = fc.record({
  people: fc.array(somePerson, { minLength: 2, maxLength: 6 }),
  settings: firstSettings,
  visits: fc.array(fc.record({ at: fc.nat({ max: 30 }), after: fc.option(fc.nat({ max: 5 }), { freq: 4 }), step }), {
    ...{ minLength: 1, maxLength: 4 },
  }),
});

export function withNeighbour({
  neighbour,
  ...history
}: Omit<History, 'neighbour'> & { readonly neighbour: SomeNeighbour | undefined }): History {
  if (neighbour === undefined) return history;
  const { visits, ...beginning } = neighbour;
  const steps = [...history.steps];
  for (const { at, after, step: own } of visits) {
    const place = at % (steps.length + 1);
    const run = after === null ? -1 : steps.findIndex((one, n) => n >= place && isQuietEnough(one));
    const found = steps[run];
    const visited: Step = { do: 'visit', step: own };
    if (found?.do === 'sync' && after !== null) {
      steps[run] = { ...found, trouble: { ...found.trouble, meanwhile: { after, step: visited } } };
    } else steps.splice(place, 0, visited);
  }
  return { ...history, neighbour: beginning, steps };
}

const isQuietEnough = (one: Step): boolean => one.do === 'sync' && one.trouble.meanwhile === undefined;
