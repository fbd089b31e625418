import type { FC } from 'hono/jsx';
import type { RunRow } from '../../../db/run-row.ts';
import { assertNever } from '../../../sync/assert-never.ts';
import type { TenantId } from '../../../sync/ids.ts';
import type { RunState } from '../../../sync/run.ts';
import { outcomeSentence } from '../runs/run-words.ts';

type Props = {
  readonly tenantId: TenantId;
  readonly run: RunRow;
  readonly waitingPeople: number | undefined;
  /** Somebody asked for it here: it takes the place of the note that their button left. Else nothing is to move. */
  readonly followed: boolean;
};

/** What became of a run that has just ended. */
export const EndedNote: FC<Props> = ({ tenantId, run, waitingPeople, followed }) => (
  <div id="said" hx-swap-oob="innerHTML">
    <p class={followed ? `alert ${toneOf(run.state)}` : 'visually-hidden'}>
      {run.state === 'succeeded' && 'Done. '}Run {run.id}: {outcomeSentence(run, waitingPeople)}{' '}
      <a href={`/tenants/${tenantId}/runs/${run.id}`}>See what it did</a>
    </p>
  </div>
);

function toneOf(state: RunState): string {
  switch (state) {
    case 'succeeded':
    case 'running':
      return 'alert-success';
    case 'held':
    case 'cancelled':
      return 'alert-warning';
    case 'failed':
      return 'alert-danger';
    default:
      return assertNever(state);
  }
}
