import type { FC } from 'hono/jsx';
import type { RequestProgress } from '../../../db/find-request.ts';
import type { RunRow } from '../../../db/run-row.ts';
import type { TenantId } from '../../../sync/ids.ts';
import { withQuery } from '../addresses/with-query.ts';
import type { ReadStanding } from '../frame/read-standing.ts';
import { ReadingProgress } from '../runs/reading-progress.tsx';
import { RUN_KIND_WORDS, outcomeSentence, timeLeftText, TRIGGER_WORDS } from '../runs/run-words.ts';
import { numberText } from '../words/relative-time.ts';
import { StateSentence } from '../words/state-sentence.tsx';
import { progressText, type TenantState } from '../words/tenant-state.ts';

/** Something of a request is still to come. One that has `begun` may show no run: it began while the page was read. */
const isAwaited = (request: RequestProgress): boolean =>
  request === 'stored' || request === 'told' || request === 'begun';

/** Whether something goes on that is worth a look every second. */
export const isBusy = ({ state, standing, request }: Going): boolean =>
  standing.running !== undefined || isAwaited(request) || state.kind === 'starting';

type Going = {
  readonly state: Pick<TenantState, 'kind'>;
  readonly standing: Pick<ReadStanding, 'running'>;
  readonly request: RequestProgress;
};

type Props = {
  readonly id: TenantId;
  readonly now: Date;
  readonly state: TenantState;
  readonly standing: ReadStanding;
  /** How far the Sync Now has come that the page follows. */
  readonly request: RequestProgress;
  readonly asked: Readonly<Record<string, string | undefined>>;
};

/** How often the part is asked for again: while something goes on, and to notice a run that the schedule starts. */
const BUSY = 'every 1s';
const IDLE = 'every 15s';

/** The first sentence and the run that is going: asked for again by htmx, with the same place for all states. */
export const LivePart: FC<Props> = ({ id, now, state, standing, request, asked }) => {
  const { running, last } = standing;
  const since = last?.id ?? '0';
  const address = withQuery(`/tenants/${id}/live`, { ...asked, since });
  return (
    <>
      <StateSentence state={state} large />
      <div class="progress-place">
        {running !== undefined && <RunProgress tenantId={id} run={running} now={now} />}
        {running === undefined && isAwaited(request) && (
          <p class="text-secondary mb-0">
            {request === 'stored'
              ? 'The sync was asked for, and waits for Temporal: it starts by itself when Temporal answers again.'
              : `${asked['approved'] === undefined ? 'The sync was asked for' : 'The clean-up was approved'}: it starts in a moment.`}
          </p>
        )}
        {running === undefined && !isAwaited(request) && last !== undefined && last.state !== 'held' && (
          <p class="text-secondary mb-0">
            Last run:{' '}
            <a href={`/tenants/${id}/runs/${last.id}`}>
              {last.id}. {RUN_KIND_WORDS[last.kind]}
            </a>{' '}
            · {outcomeSentence(last, standing.waitingPeople)}
          </p>
        )}
      </div>
      <div
        hidden
        hx-get={address}
        hx-trigger={isBusy({ state, standing, request }) ? BUSY : IDLE}
        hx-target="#live"
        hx-swap="innerHTML"
      ></div>
    </>
  );
};

const RunProgress: FC<{ tenantId: TenantId; run: RunRow; now: Date }> = ({ tenantId, run, now }) => {
  const { kind, trigger, counts } = run;
  const left = timeLeftText(run, now);
  return (
    <>
      <p class="mb-1">
        <a href={`/tenants/${tenantId}/runs/${run.id}`}>{RUN_KIND_WORDS[kind]}</a>, started {TRIGGER_WORDS[trigger]} ·{' '}
        {progressText(run)}
        {left !== '' && ` · ${left}`}
      </p>
      <ReadingProgress run={run} />
      <p class="text-secondary mb-0">
        +{numberText(counts.created + counts.restored)} new · ~{numberText(counts.updated)} changed · −
        {numberText(counts.removed + counts.missing)} leaving
      </p>
    </>
  );
};
