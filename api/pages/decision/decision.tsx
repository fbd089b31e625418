import { Hono } from 'hono';
import type { FC } from 'hono/jsx';
import * as z from 'zod';
import type { Tx } from '../../../db/database.ts';
import { readFields } from '../../../db/field-versions.ts';
import { readIntegration } from '../../../db/integration-settings.ts';
import { listPlannedRemovals } from '../../../db/list-planned-removals.ts';
import { readPlannedRemovals } from '../../../db/read-planned-removals.ts';
import type { RunRow } from '../../../db/run-row.ts';
import type { RunId, TenantId } from '../../../sync/ids.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { decideRun } from '../../runs/decide-run.ts';
import { findRun } from '../../runs/find-run.ts';
import { RunPath } from '../../schemas/path.schema.ts';
import { cursorText, readQuery, searchText } from '../addresses/read-query.ts';
import { pathOf } from '../addresses/tenant-path.ts';
import { FormButton } from '../forms/form-button.tsx';
import { answerPage } from '../frame/answer-page.tsx';
import { doneAddress } from '../frame/done.tsx';
import { onTenant } from '../frame/on-tenant.ts';
import type { PageEnv } from '../frame/page-env.ts';
import { Pager } from '../lists/pager.tsx';
import { SearchField } from '../lists/search-field.tsx';
import { outcomeSentence } from '../runs/run-words.ts';
import { peopleText } from '../words/relative-time.ts';
import { LeavingTable } from './leaving-table.tsx';
import { reasonsText, wouldBeRemoved } from './waiting-card.tsx';

type Deps = Pick<ApiDeps, 'db' | 'now' | 'sync' | 'newId' | 'log'>;

const Query = z.object({
  query: searchText(200),
  cursor: cursorText,
});
const A_PAGE = 50;

/** The list of a clean-up that waits, and the decision about it. */
export const decisionPages = (deps: Deps): Hono<PageEnv> =>
  new Hono<PageEnv>()
    .get('/tenants/:id/runs/:runId/leaving', async (c) => {
      const { id, runId } = pathOf(c, RunPath);
      const { query, cursor } = readQuery(c, Query);
      const { standing, tenant, found } = await onTenant(deps, c, async (tx) => ({
        ...(await readPlan(id, tx, runId)),
        list: await listPlannedRemovals(id, tx, runId, { query, cursor, limit: A_PAGE }),
        fields: (await readFields(id, tx)).items,
        settings: (await readIntegration(id, tx)).settings,
      }));
      const { run, byReason, people, list, fields } = found;
      const path = `/tenants/${id}/runs/${runId}`;
      return answerPage(
        c,
        { title: 'Who would leave', tenant },
        <>
          <h1 class="sentence">
            {isWaiting(run)
              ? wouldBeRemoved(people, standing.tenant.employees, found.settings)
              : outcomeSentence(run, people)}
          </h1>
          {isWaiting(run) && (
            <>
              <p class="text-secondary">{reasonsText(byReason)}</p>
              <Decide path={path} people={people} formToken={c.var.formToken} back={`/tenants/${id}`} />
            </>
          )}
          <form method="get" action={`${path}/leaving`} class="search" role="search">
            <SearchField query={query} />
            <button class="btn">Search</button>
          </form>
          <LeavingTable tenantId={id} people={list.items} fields={fields} searched={query !== ''} />
          <Pager path={`${path}/leaving`} query={{ query, cursor }} next={list.next} what="people" />
          <p class="mt-3">
            <a href={`/tenants/${id}`}>Back to the Dashboard</a> · <a href={path}>Run {runId}</a>
          </p>
        </>,
      );
    })
    .get('/tenants/:id/runs/:runId/approve', async (c) => {
      const { id, runId } = pathOf(c, RunPath);
      const { tenant, found } = await onTenant(deps, c, async (tx) => ({
        ...(await readPlan(id, tx, runId)),
        settings: (await readIntegration(id, tx)).settings,
      }));
      const { run, byReason, people, settings } = found;
      const path = `/tenants/${id}/runs/${runId}`;
      return answerPage(
        c,
        { title: 'Approve', tenant },
        <div class="reading">
          {isWaiting(run) ? (
            <>
              <h1>Remove {peopleText(people)}?</h1>
              <p>{reasonsText(byReason)}</p>
              <p>
                Each of them is asked for in Entra once more; whoever is back stays. The others leave Employees at once
                and {keptText(settings.cleanUp.retentionDays)} Nothing changes in Entra.
              </p>
              <div class="actions">
                <FormButton
                  formToken={c.var.formToken}
                  action={`${path}/approve`}
                  back={`/tenants/${id}`}
                  look="btn-danger"
                >
                  Remove {peopleText(people)}
                </FormButton>
                <a class="btn" href={`${path}/leaving`}>
                  Look at the list first
                </a>
                <a class="btn" href={`/tenants/${id}`}>
                  Not now
                </a>
              </div>
            </>
          ) : (
            <>
              <h1>Nothing to approve</h1>
              <p>{outcomeSentence(run, people)}</p>
              <p>
                <a href={`/tenants/${id}`}>Back to the Dashboard</a>
              </p>
            </>
          )}
        </div>,
      );
    })
    .post('/tenants/:id/runs/:runId/approve', async (c) => {
      const { id, runId } = pathOf(c, RunPath);
      await decideRun(deps, id, runId, 'approved');
      return c.redirect(doneAddress(`/tenants/${id}`, 'approve', { approved: runId }), 303);
    })
    .post('/tenants/:id/runs/:runId/reject', async (c) => {
      const { id, runId } = pathOf(c, RunPath);
      await decideRun(deps, id, runId, 'rejected');
      return c.redirect(doneAddress(`/tenants/${id}`, 'reject'), 303);
    });

const isWaiting = ({ state, waitingRunId }: RunRow): boolean => state === 'held' && waitingRunId === null;

const keptText = (days: number): string =>
  days === 0 ? 'their data is erased at once.' : `can be restored for ${days} ${days === 1 ? 'day' : 'days'}.`;

async function readPlan(id: TenantId, tx: Tx, runId: RunId) {
  const run = await findRun(id, tx, runId);
  const byReason = await readPlannedRemovals(id, tx, runId);
  return { run, byReason, people: [...byReason.values()].reduce((sum, each) => sum + each, 0) };
}

type DecideProps = {
  readonly path: string;
  readonly people: number;
  readonly formToken: string;
  readonly back: string;
};

const Decide: FC<DecideProps> = ({ path, people, formToken, back }) => (
  <div class="actions mb-3">
    <a class="btn btn-danger" href={`${path}/approve`}>
      Approve: remove {peopleText(people)}…
    </a>
    <FormButton formToken={formToken} action={`${path}/reject`} back={back}>
      Reject: keep {peopleText(people)}
    </FormButton>
  </div>
);
