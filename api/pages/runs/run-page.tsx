import { Hono, type Context } from 'hono';
import type { FC } from 'hono/jsx';
import * as z from 'zod';
import { readFields } from '../../../db/field-versions.ts';
import { listRunChanges } from '../../../db/list-run-changes.ts';
import { readEmployeesOf } from '../../../db/read-employees-of.ts';
import { readPlannedRemovals } from '../../../db/read-planned-removals.ts';
import type { RunRow } from '../../../db/run-row.ts';
import { failureOf } from '../../../sync/failure.ts';
import { CHANGE_ACTIONS } from '../../../sync/planned-change.ts';
import { KIND_REASONS } from '../../../sync/run.ts';
import { syncRunId } from '../../../temporal/contract.ts';
import { workflowUrl } from '../../../temporal/workflow-url.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { findRun } from '../../runs/find-run.ts';
import { RunPath } from '../../schemas/path.schema.ts';
import { isRetryable, retryRun } from '../../runs/retry-run.ts';
import { cursorText, readQuery } from '../addresses/read-query.ts';
import { pathOf } from '../addresses/tenant-path.ts';
import { withQuery } from '../addresses/with-query.ts';
import { FormButton } from '../forms/form-button.tsx';
import { answerPage } from '../frame/answer-page.tsx';
import { doneAddress } from '../frame/done.tsx';
import { onTenant, type OnTenant } from '../frame/on-tenant.ts';
import type { PageEnv } from '../frame/page-env.ts';
import { Pager } from '../lists/pager.tsx';
import { durationText, peopleText } from '../words/relative-time.ts';
import { When } from '../words/when.tsx';
import { ChangeTable } from './change-table.tsx';
import { CHANGES, LiveRun } from './live-run.tsx';
import { RunCounters } from './run-counters.tsx';
import { ACTION_WORDS, RUN_KIND_WORDS, outcomeSentence, TRIGGER_WORDS } from './run-words.ts';

type Deps = Pick<ApiDeps, 'db' | 'now' | 'temporal' | 'sync' | 'newId' | 'log'>;

const Query = z.object({
  action: z.enum(CHANGE_ACTIONS).optional(),
  cursor: cursorText,
});
const A_PAGE = 50;

/** What did this run do, and why? */
export const runPages = (deps: Deps): Hono<PageEnv> =>
  new Hono<PageEnv>()
    .get('/tenants/:id/runs/:runId', async (c) => {
      const { id, runId } = pathOf(c, RunPath);
      const { action, cursor } = readQuery(c, Query);
      const read = await onTenant(deps, c, async (tx) => {
        const run = await findRun(id, tx, runId);
        const changes = await listRunChanges(id, tx, runId, { action, cursor, limit: A_PAGE });
        const people = changes.items.map(({ entraObjectId }) => entraObjectId);
        const planned = run.state === 'held' ? await readPlannedRemovals(id, tx, runId) : new Map<never, number>();
        return {
          run,
          changes,
          employees: await readEmployeesOf(id, tx, people),
          fields: (await readFields(id, tx)).items,
          waitingPeople: [...planned.values()].reduce((sum, each) => sum + each, 0),
        };
      });
      const { run, changes, employees, fields } = read.found;
      if (run.kind === 'preview') return c.redirect(`/tenants/${id}/previews/${runId}`, 302);
      const path = `/tenants/${id}/runs/${runId}`;
      const isGoing = run.state === 'running';
      const own = withQuery(path, { action, cursor });
      const isPart = c.req.header('HX-Request') !== undefined;
      return answerPage(
        c,
        { title: `Run ${runId}`, tenant: read.tenant, refreshS: isGoing ? 5 : undefined },
        <>
          <LiveRun {...{ own, isGoing, isPart }}>
            <RunHead c={c} deps={deps} read={read} run={run} waitingPeople={read.found.waitingPeople} />
            <RunCounters run={run} path={path} action={action} />
          </LiveRun>
          <section id={CHANGES} class="card" aria-labelledby="changes-title">
            <div class="card-header d-flex flex-wrap gap-2">
              <h2 class="card-title m-0" id="changes-title">
                {action === undefined ? 'Person by person' : `Person by person: ${ACTION_WORDS[action].toLowerCase()}`}
              </h2>
              {action !== undefined && <a href={`${path}#changes`}>Show all</a>}
            </div>
            <ChangeTable
              tenantId={id}
              changes={changes.items}
              employees={employees}
              fields={fields}
              nobody={action === undefined ? (isGoing ? 'It changed nobody yet.' : 'It changed nobody.') : undefined}
            />
            <Pager path={path} query={{ action, cursor }} next={changes.next} what="changes" at="changes" />
          </section>
          <p class="mt-3">
            <a href={`/tenants/${id}`}>Back to the Dashboard</a>
          </p>
        </>,
      );
    })
    .post('/tenants/:id/runs/:runId/retry', async (c) => {
      const { id, runId } = pathOf(c, RunPath);
      const request = await retryRun(deps, id, runId);
      return c.redirect(doneAddress(`/tenants/${id}`, 'retry', { request }), 303);
    });

type HeadProps = {
  readonly c: Context<PageEnv>;
  readonly deps: Deps;
  readonly read: OnTenant<unknown>;
  readonly run: RunRow;
  readonly waitingPeople: number;
};

const RunHead: FC<HeadProps> = ({ c, deps: { temporal }, read: { id, now }, run, waitingPeople }) => {
  const path = `/tenants/${id}/runs/${run.id}`;
  const waits = run.state === 'held' && run.waitingRunId === null;
  return (
    <>
      <p class="text-secondary mb-1">
        Run {run.id} · {RUN_KIND_WORDS[run.kind]}
      </p>
      <h1 class="sentence">{outcomeSentence(run, waitingPeople)}</h1>
      {run.error !== null && (
        <p>
          {failureOf(run.error.code).remedy}
          {run.error.detail !== null && (
            <span class="text-secondary"> Microsoft’s id of the request: {run.error.detail}.</span>
          )}
        </p>
      )}
      <p>
        {KIND_REASONS[run.kindReason]} Started <When at={run.startedAt} now={now} /> {TRIGGER_WORDS[run.trigger]},{' '}
        {run.finishedAt === null
          ? 'and still going.'
          : `took ${durationText(run.finishedAt.getTime() - run.startedAt.getTime())}.`}
      </p>
      <div class="actions mb-3">
        {waits && (
          <a class="btn btn-primary" href={`${path}/leaving`}>
            Look at the {peopleText(waitingPeople)} who would leave
          </a>
        )}
        {isRetryable(run) && (
          <FormButton formToken={c.var.formToken} action={`${path}/retry`} back={path} look="btn-primary">
            Retry run {run.id}
          </FormButton>
        )}
        {run.waitingRunId !== null && (
          <a class="btn" href={`/tenants/${id}/runs/${run.waitingRunId}`}>
            Go to run {run.waitingRunId}
          </a>
        )}
        {run.supersededBy !== null && (
          <a class="btn" href={`/tenants/${id}/runs/${run.supersededBy}`}>
            Go to run {run.supersededBy}
          </a>
        )}
        {run.approves !== null && (
          <a class="btn" href={`/tenants/${id}/runs/${run.approves}`}>
            The run whose list this is: {run.approves}
          </a>
        )}
        {c.var.viewer.kind === 'operator' && (
          <a class="btn" href={workflowUrl(temporal.uiUrl, temporal.namespace, syncRunId(id, run.id))}>
            Open in Temporal
          </a>
        )}
      </div>
    </>
  );
};
