import type { FC } from 'hono/jsx';
import type { RunRow } from '../../db/run-row.ts';
import type { TenantId } from '../../sync/ids.ts';
import type { ReadStanding } from './read-standing.ts';
import { numberText } from './relative-time.ts';
import { KIND_WORDS, outcomeSentence, timeLeftText, TRIGGER_WORDS } from './run-words.ts';
import { StateSentence } from './state-sentence.tsx';
import { progressText, type TenantState } from './tenant-state.ts';
import { withQuery } from './with-query.ts';

/** `awaited`: the run that answers the request which the page follows has not begun. */
export type Followed = { readonly awaited: boolean };

type Props = {
  readonly id: TenantId;
  readonly now: Date;
  readonly state: TenantState;
  readonly standing: ReadStanding;
  readonly followed: Followed;
  readonly asked: Readonly<Record<string, string | undefined>>;
};

/** How often the part is asked for again: while something goes on, and to notice a run that the schedule starts. */
const BUSY = 'every 1s';
const IDLE = 'every 15s';

/** The first sentence and the run that is going: asked for again by htmx, with the same place for all states. */
export const LivePart: FC<Props> = ({ id, now, state, standing, followed, asked }) => {
  const { running, last } = standing;
  const { state: shown, cursor, request } = asked;
  const since = last?.id ?? '0';
  const address = withQuery(`/tenants/${id}/live`, { state: shown, cursor, request, since });
  return (
    <>
      <StateSentence state={state} large />
      <div class="progress-place">
        {running !== undefined && <RunProgress tenantId={id} run={running} now={now} />}
        {running === undefined && followed.awaited && (
          <p class="text-secondary mb-0">Sync Now was asked for: it starts in a moment.</p>
        )}
        {running === undefined && !followed.awaited && last !== undefined && last.state !== 'held' && (
          <p class="text-secondary mb-0">
            Last run:{' '}
            <a href={`/tenants/${id}/runs/${last.id}`}>
              {last.id}. {KIND_WORDS[last.kind]}
            </a>{' '}
            · {outcomeSentence(last, standing.waitingPeople)}
          </p>
        )}
      </div>
      <div
        hidden
        hx-get={address}
        hx-trigger={running !== undefined || followed.awaited ? BUSY : IDLE}
        hx-target="#live"
        hx-swap="innerHTML"
      ></div>
    </>
  );
};

const RunProgress: FC<{ tenantId: TenantId; run: RunRow; now: Date }> = ({ tenantId, run, now }) => {
  const { kind, trigger, counts, expected } = run;
  const left = timeLeftText(run, now);
  const known = expected !== null && expected > 0;
  return (
    <>
      <p class="mb-1">
        <a href={`/tenants/${tenantId}/runs/${run.id}`}>{KIND_WORDS[kind]}</a>, started {TRIGGER_WORDS[trigger]} ·{' '}
        {progressText(run)}
        {left !== '' && ` · ${left}`}
      </p>
      <progress
        aria-label="People read"
        {...(known && { max: expected, value: Math.min(counts.read, expected) })}
      ></progress>
      <p class="text-secondary mb-0">
        +{numberText(counts.created + counts.restored)} new · ~{numberText(counts.updated)} changed · −
        {numberText(counts.removed + counts.missing)} leaving
      </p>
    </>
  );
};
