import type { Child, FC } from 'hono/jsx';
import { PERSON_KINDS, type PersonKind } from '../../../sync/person-kind.ts';
import { type ConnectivityFound, MEASURE_FOR_MS } from '../../checks/check-connectivity.ts';
import { CHECKS_WITHIN_MS } from '../../checks/check-directory.ts';
import type { CheckSteps, Question } from '../../checks/check-step.ts';
import type { ProblemError } from '../../problem-error.ts';
import { Later } from '../frame/answer-in-parts.tsx';
import { numberText, peopleText } from '../words/relative-time.ts';
import { CheckLine, CheckLines } from './check-list.tsx';
import { questionText } from './question-words.ts';

/** After a number. Complete by type. */
const KIND_COUNTS: Readonly<Record<PersonKind, readonly [one: string, many: string]>> = {
  person: ['person', 'people'],
  guest: ['guest', 'guests'],
  sharedMailbox: ['shared mailbox', 'shared mailboxes'],
  room: ['room', 'rooms'],
  equipment: ['piece of equipment', 'pieces of equipment'],
  serviceAccount: ['service account', 'service accounts'],
};

/** Check Connectivity with what the form holds, while it goes on and when it has ended: nothing of it is stored. */
export const ConnectivitySection: FC = () => (
  <section class="card mb-3 reading checks" aria-labelledby="connectivity">
    <div class="card-body">
      <h2 id="connectivity">Check Connectivity</h2>
      <p class="going">
        Each line comes as soon as Microsoft has answered. If no result stands here after {WITHIN_S} seconds, the page
        was cut off from Rollcall: check again.
      </p>
      <CheckLines>
        <Later />
      </CheckLines>
      <Later />
    </div>
  </section>
);

const WITHIN_S = (CHECKS_WITHIN_MS + MEASURE_FOR_MS) / 1000;

/**
 * What comes later in the section: its lines, then what they come to. An error in the middle is a line and an end as well,
 * told as `noted` has it; undefined: nobody looks any more.
 */
export function connectivityParts(
  steps: CheckSteps<ConnectivityFound>,
  noted: (err: unknown) => ProblemError | undefined,
  requestId: string,
): readonly AsyncIterable<Child>[] {
  const ended = Promise.withResolvers<Child>();
  async function* lines(): AsyncGenerator<Child, void, void> {
    try {
      for (;;) {
        const { done, value } = await steps.next();
        if (done === true) return ended.resolve(<Ended found={value} />);
        yield value.kind === 'told' ? <CheckLine {...value.check} /> : <Asking {...value} />;
      }
    } catch (err) {
      const problem = noted(err);
      ended.resolve(problem === undefined ? '' : <BrokenOff requestId={requestId} />);
      if (problem !== undefined) yield <CheckLine ok={false} detail={problem.message} {...remedyOf(problem)} />;
    }
  }
  async function* end(): AsyncGenerator<Child, void, void> {
    yield await ended.promise;
  }
  return [lines(), end()];
}

const remedyOf = ({ rest: { remedy } }: ProblemError) => (remedy === undefined ? {} : { remedy });

/** The style shows it until something comes behind it. */
const Asking: FC<{ readonly question: Question; readonly counted?: number }> = ({ question, counted }) => (
  <li class="list-group-item asking">
    <span class="spinner-border spinner-border-sm text-secondary" aria-hidden="true"></span>{' '}
    {questionText(question, counted)}
  </li>
);

const Ended: FC<{ readonly found: ConnectivityFound }> = ({ found }) => (
  <>
    <p class="end" role="status">
      {found.ok
        ? `All that a sync needs works. ${matching(found)}`
        : 'Something keeps the sync from working: beside each cross stands what, and what helps.'}
    </p>
    {found.usersCounted > 0 && (
      <p class="mb-0">
        Counted were{' '}
        {PERSON_KINDS.filter((kind) => found.byKind[kind] > 0)
          .map((kind) => `${numberText(found.byKind[kind])} ${KIND_COUNTS[kind][found.byKind[kind] === 1 ? 0 : 1]}`)
          .join(', ')}
        .
      </p>
    )}
  </>
);

const BrokenOff: FC<{ readonly requestId: string }> = ({ requestId }) => (
  <>
    <p class="end" role="alert">
      The check broke off before its end: beside the cross stands why. Check again.
    </p>
    <p class="text-secondary mb-0">Request id: {requestId}</p>
  </>
);

function matching({ usersTotal, usersCounted, usersMatching }: ConnectivityFound): string {
  const match = usersMatching === 1 ? 'matches' : 'match';
  const total = usersTotal ?? usersCounted;
  if (usersCounted >= total) return `${numberText(usersMatching)} of ${peopleText(total)} in the directory ${match}.`;
  return `Of about ${peopleText(total)} in the directory, ${numberText(usersCounted)} were counted: ${numberText(usersMatching)} of them ${match}.`;
}
