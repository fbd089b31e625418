import type { FC } from 'hono/jsx';
import type * as z from 'zod';
import { PERSON_KINDS, type PersonKind } from '../../../sync/person-kind.ts';
import type { Connectivity } from '../../schemas/connectivity.schema.ts';
import { numberText, peopleText } from '../words/relative-time.ts';
import { CheckList } from './check-list.tsx';

type Props = { readonly connectivity: z.infer<typeof Connectivity> };

/** After a number. Complete by type. */
const KIND_COUNTS: Readonly<Record<PersonKind, readonly [one: string, many: string]>> = {
  person: ['person', 'people'],
  guest: ['guest', 'guests'],
  sharedMailbox: ['shared mailbox', 'shared mailboxes'],
  room: ['room', 'rooms'],
  equipment: ['piece of equipment', 'pieces of equipment'],
  serviceAccount: ['service account', 'service accounts'],
};

/** What Check Connectivity found with what the form holds: nothing of it is stored. */
export const ConnectivitySection: FC<Props> = ({ connectivity }) => (
  <section class="card mb-3" aria-labelledby="connectivity">
    <div class="card-body">
      <h2 id="connectivity">Check Connectivity</h2>
      <p role="status">
        {connectivity.ok
          ? `All that a sync needs works. ${matching(connectivity)}`
          : 'Something keeps the sync from working: do what is said beside the cross, then check again.'}
      </p>
      <CheckList checks={connectivity.checks} />
      {connectivity.usersCounted > 0 && (
        <p class="mb-0">
          Counted were{' '}
          {PERSON_KINDS.filter((kind) => connectivity.byKind[kind] > 0)
            .map(
              (kind) =>
                `${numberText(connectivity.byKind[kind])} ${KIND_COUNTS[kind][connectivity.byKind[kind] === 1 ? 0 : 1]}`,
            )
            .join(', ')}
          .
        </p>
      )}
    </div>
  </section>
);

function matching({ usersTotal, usersCounted, usersMatching }: Props['connectivity']): string {
  const match = usersMatching === 1 ? 'matches' : 'match';
  const total = usersTotal ?? usersCounted;
  if (usersCounted >= total) return `${numberText(usersMatching)} of ${peopleText(total)} in the directory ${match}.`;
  return `Of about ${peopleText(total)} in the directory, ${numberText(usersCounted)} were counted: ${numberText(usersMatching)} of them ${match}.`;
}
