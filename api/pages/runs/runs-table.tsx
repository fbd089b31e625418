import type { FC } from 'hono/jsx';
import type { Page } from '../../../db/page-of.ts';
import type { RunRow } from '../../../db/run-row.ts';
import { failureOf } from '../../../sync/failure.ts';
import { KIND_REASONS, RUN_STATES, type RunState } from '../../../sync/run.ts';
import { syncRunId } from '../../../temporal/contract.ts';
import { workflowUrl } from '../../../temporal/workflow-url.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { withQuery } from '../addresses/with-query.ts';
import type { ReadStanding } from '../frame/read-standing.ts';
import { ListTable, NumberHead } from '../lists/list-table.tsx';
import { Pager } from '../lists/pager.tsx';
import { durationText, numberText } from '../words/relative-time.ts';
import { When } from '../words/when.tsx';
import { RUN_KIND_WORDS, STATE_WORDS } from './run-words.ts';

type Props = {
  readonly runs: Page<RunRow>;
  readonly path: string;
  readonly state: RunState | undefined;
  readonly cursor: string | undefined;
  readonly now: Date;
  readonly standing: ReadStanding;
  /** For links, where who looks may open them. */
  readonly temporal: ApiDeps['temporal'] | undefined;
};

/** Runs, the newest first: when, why of that kind, what became of each. */
export const RunsTable: FC<Props> = ({ runs, path, state, cursor, now, standing, temporal }) => (
  <section id="runs" class="card mb-3" aria-labelledby="runs-title">
    <div class="card-header d-flex flex-wrap gap-2">
      <h2 class="card-title m-0" id="runs-title">
        Runs
      </h2>
      <nav class="actions" aria-label="Runs by outcome">
        {[undefined, ...RUN_STATES].map((each) => (
          <a
            class="chip"
            href={`${withQuery(path, { state: each })}#runs`}
            {...(each === state && { 'aria-current': 'true' })}
          >
            {each === undefined ? 'All' : STATE_WORDS[each]}
          </a>
        ))}
      </nav>
    </div>
    {runs.items.length === 0 ? (
      <p class="card-body m-0">
        {state === undefined && cursor === undefined
          ? 'No runs yet. The first one starts when the integration settings are saved.'
          : 'There are no such runs.'}
      </p>
    ) : (
      <ListTable
        label="Table of runs"
        look="table-vcenter"
        heads={[
          ...['Run', 'Outcome', 'Started'],
          ...[...COUNTED.map(([, label]) => label), 'Took'].map((label) => <NumberHead>{label}</NumberHead>),
          temporal && 'Temporal',
        ]}
      >
        {runs.items.map((run) => (
          <RunLine run={run} now={now} tenantId={standing.tenant.id} temporal={temporal} />
        ))}
      </ListTable>
    )}
    <Pager path={path} query={{ state, cursor }} next={runs.next} what="runs" at="runs" />
  </section>
);

const COUNTED = [
  ['read', 'Read'],
  ['created', 'New'],
  ['updated', 'Changed'],
  ['removed', 'Removed'],
] as const;

type LineProps = Pick<Props, 'now' | 'temporal'> & {
  readonly run: RunRow;
  readonly tenantId: ReadStanding['tenant']['id'];
};

const RunLine: FC<LineProps> = ({ run, now, tenantId, temporal }) => (
  <tr>
    <th scope="row">
      <a href={`/tenants/${tenantId}/runs/${run.id}`}>
        {run.id}. {RUN_KIND_WORDS[run.kind]}
      </a>
      <div class="text-secondary fw-normal">{KIND_REASONS[run.kindReason]}</div>
    </th>
    <td class="wide">
      <Outcome run={run} />
    </td>
    <td class="text-nowrap">
      <When at={run.startedAt} now={now} />
    </td>
    {COUNTED.map(([name]) => (
      <td class="number">{numberText(run.counts[name])}</td>
    ))}
    <td class="number text-nowrap">{durationText((run.finishedAt ?? now).getTime() - run.startedAt.getTime())}</td>
    {temporal && (
      <td>
        <a href={workflowUrl(temporal.uiUrl, temporal.namespace, syncRunId(tenantId, run.id))}>
          Open<span class="visually-hidden"> run {run.id} in Temporal</span>
        </a>
      </td>
    )}
  </tr>
);

const TONES: Readonly<Record<RunState, string>> = {
  running: 'busy',
  succeeded: 'good',
  held: 'asks',
  failed: 'bad',
  cancelled: 'asks',
};

const Outcome: FC<{ run: RunRow }> = ({ run }) => (
  <>
    <span class={`dot dot-${TONES[run.state]}`} aria-hidden="true"></span>
    {STATE_WORDS[run.state]}
    {run.decision !== null && ` · removals ${run.decision}`}
    {run.error !== null && <div class="text-secondary">{failureOf(run.error.code).message}</div>}
  </>
);
