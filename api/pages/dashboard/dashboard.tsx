import { Hono, type Context } from 'hono';
import type { FC } from 'hono/jsx';
import * as z from 'zod';
import type { Tx } from '../../../db/database.ts';
import { findApproval, findRequest, type RequestProgress } from '../../../db/find-request.ts';
import { listRuns } from '../../../db/list-runs.ts';
import type { Page } from '../../../db/page-of.ts';
import { readDays, type Day } from '../../../db/read-days.ts';
import { readIntegration } from '../../../db/integration-settings.ts';
import { readNotImported, type NotImported } from '../../../db/read-not-imported.ts';
import type { RunRow } from '../../../db/run-row.ts';
import type { TenantId } from '../../../sync/ids.ts';
import type { IntegrationSettings } from '../../../sync/integration-settings.schema.ts';
import { RUN_STATES } from '../../../sync/run.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { RunPath } from '../../schemas/path.schema.ts';
import { cursorText, readQuery } from '../addresses/read-query.ts';
import { WaitingCard } from '../decision/waiting-card.tsx';
import { answerPage, answerPart } from '../frame/answer-page.tsx';
import { DoneNote } from '../frame/done.tsx';
import { TenantDot } from '../frame/frame.tsx';
import { onTenant, type OnTenant } from '../frame/on-tenant.ts';
import type { PageEnv } from '../frame/page-env.ts';
import type { ReadStanding } from '../frame/read-standing.ts';
import { NotImportedList } from '../not-imported/not-imported.tsx';
import { RunsTable } from '../runs/runs-table.tsx';
import { Chart } from './chart.tsx';
import { CHART_DAYS } from './chart-shape.ts';
import { DashboardButtons } from './dashboard-buttons.tsx';
import { EndedNote } from './ended-note.tsx';
import { isBusy, LivePart } from './live-part.tsx';

type Deps = Pick<ApiDeps, 'db' | 'now' | 'temporal'>;

const Query = z.object({
  state: z.enum(RUN_STATES).optional(),
  cursor: cursorText,
  /** The Sync Now that the page follows. */
  request: z.uuid().optional(),
  /** The run whose list was approved: the page follows the clean-up of it. */
  approved: RunPath.shape.runId.optional(),
  /** The newest ended run when the page was shown: of a newer one it says that it is done. */
  since: z
    .string()
    .regex(/^\d{1,18}$/)
    .optional(),
});
type Asked = z.output<typeof Query>;

/** What the first sentence is told from. */
type Told = {
  readonly runs: Page<RunRow>;
  readonly days: readonly Day[];
  readonly notImported: NotImported | undefined;
  readonly settings: IntegrationSettings;
};

/** Is my directory in step? */
export const dashboardPages = (deps: Deps): Hono<PageEnv> =>
  new Hono<PageEnv>()
    .get('/tenants/:id', async (c) => {
      const asked = readQuery(c, Query);
      const read = await onTenant(deps, c, async (tx, { tenant }) => ({
        request: await readRequest(tenant.id, tx, asked),
        told: await readTold(tenant.id, tx, asked, deps.now()),
      }));
      const { id, state, standing, tenant, found } = read;
      const refreshS = isBusy({ state, standing, request: found.request }) ? 5 : undefined;
      return answerPage(
        c,
        { title: 'Dashboard', tenant, refreshS },
        <>
          <h1 class="visually-hidden">Dashboard</h1>
          <div class="first">
            <div class="grow" id="live">
              <LivePart {...read} request={found.request} asked={asked} />
            </div>
            <Buttons {...{ c, deps, read }} />
          </div>
          <div id="said" role="status">
            {state.kind !== 'offboarding' && <DoneNote c={c} />}
          </div>
          <Evidence {...{ c, deps, asked, id, standing, told: found.told, now: read.now }} />
        </>,
      );
    })
    .get('/tenants/:id/live', async (c) => {
      const asked = readQuery(c, Query);
      const read = await onTenant(deps, c, async (tx, { tenant, last }) => {
        const ended = last !== undefined && last.id !== (asked.since ?? '0') ? last : undefined;
        const told = ended && { run: ended, ...(await readTold(tenant.id, tx, asked, deps.now())) };
        return { request: await readRequest(tenant.id, tx, asked), ended: told };
      });
      const { id, standing, found, now } = read;
      const { ended } = found;
      return answerPart(
        c,
        <>
          <LivePart {...read} request={found.request} asked={asked} />
          <TenantDot id={id} state={read.state} replaces />
          {ended && (
            <>
              <EndedNote
                tenantId={id}
                run={ended.run}
                waitingPeople={standing.waitingPeople}
                followed={asked.request !== undefined || asked.approved !== undefined}
              />
              <Buttons {...{ c, deps, read }} replaces />
              <Evidence {...{ c, deps, asked, id, standing, told: ended, now }} replaces />
            </>
          )}
        </>,
      );
    });

const RUNS = 10;

async function readTold(tenantId: TenantId, tx: Tx, { state, cursor }: Asked, now: Date): Promise<Told> {
  const since = new Date(now.getTime() - (CHART_DAYS - 1) * 86_400_000);
  since.setUTCHours(0, 0, 0, 0);
  return {
    runs: await listRuns(tenantId, tx, { state, cursor, limit: RUNS }),
    days: await readDays(tenantId, tx, since),
    notImported: await readNotImported(tenantId, tx),
    settings: (await readIntegration(tenantId, tx)).settings,
  };
}

function readRequest(tenantId: TenantId, tx: Tx, { request, approved }: Asked): Promise<RequestProgress> {
  if (approved !== undefined) return findApproval(tenantId, tx, approved);
  return request === undefined ? Promise.resolve('unknown') : findRequest(tenantId, tx, request);
}

type ButtonsProps = {
  readonly c: Context<PageEnv>;
  readonly deps: Deps;
  readonly read: OnTenant<unknown>;
  readonly replaces?: boolean;
};

const Buttons: FC<ButtonsProps> = ({ c, deps, read: { id, standing, state }, replaces }) => (
  <DashboardButtons
    {...{ id, standing, state, replaces }}
    viewer={c.var.viewer}
    formToken={c.var.formToken}
    temporal={temporalOf(c, deps)}
  />
);

/** Operators alone may open it. */
const temporalOf = (c: Context<PageEnv>, { temporal }: Deps): ApiDeps['temporal'] | undefined =>
  c.var.viewer.kind === 'operator' ? temporal : undefined;

type Parts = {
  readonly c: Context<PageEnv>;
  readonly deps: Deps;
  readonly id: TenantId;
  readonly standing: ReadStanding;
};

type EvidenceProps = Parts & {
  readonly asked: Asked;
  readonly told: Told;
  readonly now: Date;
  readonly replaces?: boolean;
};

const Evidence: FC<EvidenceProps> = ({ c, deps, id, standing, asked, told, now, replaces }) => {
  return (
    <div id="evidence" {...(replaces && { 'hx-swap-oob': 'outerHTML' })}>
      {standing.waiting && (
        <WaitingCard
          tenantId={id}
          runId={standing.waiting.runId}
          byReason={standing.waiting.byReason}
          present={standing.tenant.employees}
          settings={told.settings}
          formToken={c.var.formToken}
        />
      )}
      <Chart days={told.days} now={now} people={standing.tenant.employees} />
      {told.notImported && <NotImportedList tenantId={id} notImported={told.notImported} />}
      <RunsTable
        runs={told.runs}
        path={`/tenants/${id}`}
        state={asked.state}
        cursor={asked.cursor}
        now={now}
        standing={standing}
        temporal={temporalOf(c, deps)}
      />
    </div>
  );
};
