import { Hono, type Context } from 'hono';
import type { FC } from 'hono/jsx';
import * as z from 'zod';
import type { Tx } from '../../db/database.ts';
import { listRuns } from '../../db/list-runs.ts';
import type { Page } from '../../db/page-of.ts';
import { readDays, type Day } from '../../db/read-days.ts';
import { readIntegration } from '../../db/integration-settings.ts';
import { readNotImported, type NotImported } from '../../db/read-not-imported.ts';
import type { RunRow } from '../../db/run-row.ts';
import type { IntegrationSettings } from '../../sync/integration-settings.schema.ts';
import { RUN_STATES } from '../../sync/run.ts';
import { syncRunId, tenantSyncId } from '../../temporal/contract.ts';
import { workflowUrl } from '../../temporal/workflow-url.ts';
import type { ApiDeps } from '../api-deps.ts';
import { answerPage, answerPart } from './answer-page.tsx';
import { Chart } from './chart.tsx';
import { CHART_DAYS } from './chart-shape.ts';
import { DoneNote } from './done.tsx';
import { FormButton } from './form-button.tsx';
import { TenantDot } from './frame.tsx';
import { LivePart, type Followed } from './live-part.tsx';
import { NotImportedList } from './not-imported.tsx';
import { onTenant, type OnTenant } from './on-tenant.ts';
import type { PageEnv } from './page-env.ts';
import { readQuery } from './read-query.ts';
import { outcomeSentence } from './run-words.ts';
import { RunsTable } from './runs-table.tsx';
import { WaitingCard } from './waiting-card.tsx';

type Deps = Pick<ApiDeps, 'db' | 'now' | 'temporal'>;

const Query = z.object({
  state: z.enum(RUN_STATES).optional(),
  cursor: z.string().min(1).max(2000).optional(),
  /** The Sync Now that the page follows. */
  request: z.uuid().optional(),
  /** The newest ended run when the page was shown: of a newer one it says that it is done. */
  since: z
    .string()
    .regex(/^\d{1,18}$/)
    .optional(),
});
type Asked = z.output<typeof Query>;

type Shown = {
  readonly runs: Page<RunRow>;
  readonly days: readonly Day[];
  readonly notImported: NotImported | undefined;
  readonly settings: IntegrationSettings;
  readonly followed: Followed;
};

/** Is my directory in step? */
export const dashboardPages = (deps: Deps): Hono<PageEnv> =>
  new Hono<PageEnv>()
    .get('/tenants/:id', async (c) => {
      const asked = readQuery(c, Query);
      const read = await readDashboard(deps, c, asked);
      const { id, state, standing, tenant, found } = read;
      const refreshS = standing.running !== undefined || found.followed.awaited ? 5 : undefined;
      return answerPage(
        c,
        { title: 'Dashboard', tenant, refreshS },
        <>
          <h1 class="visually-hidden">Dashboard</h1>
          <div class="first">
            <div class="grow" id="live">
              <LivePart {...read} followed={found.followed} asked={asked} />
            </div>
            <Buttons c={c} deps={deps} read={read} />
          </div>
          <div id="said" role="status">
            {state.kind !== 'offboarding' && <DoneNote c={c} />}
          </div>
          <Evidence c={c} deps={deps} read={read} asked={asked} path={`/tenants/${id}`} />
        </>,
      );
    })
    .get('/tenants/:id/live', async (c) => {
      const asked = readQuery(c, Query);
      const read = await readDashboard(deps, c, asked);
      const { standing, found } = read;
      const { last } = standing;
      const ended = last !== undefined && last.id !== (asked.since ?? '0') ? last : undefined;
      return answerPart(
        c,
        <>
          <LivePart {...read} followed={found.followed} asked={asked} />
          <TenantDot id={read.id} state={read.state} replaces />
          {ended && (
            <>
              <div id="said" hx-swap-oob="innerHTML">
                {/* In the place of the note that Sync Now left; without one it is said only, so that nothing moves. */}
                <p class={asked.request === undefined ? 'visually-hidden' : 'alert alert-success'}>
                  Done. Run {ended.id}: {outcomeSentence(ended, standing.waitingPeople)}{' '}
                  <a href={`/tenants/${read.id}/runs/${ended.id}`}>See what it did</a>
                </p>
              </div>
              <Evidence c={c} deps={deps} read={read} asked={asked} path={`/tenants/${read.id}`} replaces />
            </>
          )}
        </>,
      );
    });

const RUNS = 10;

const readDashboard = ({ db, now }: Deps, c: Context, asked: Asked): Promise<OnTenant<Shown>> =>
  onTenant({ db, now }, c, async (tx, { tenant }) => {
    const since = new Date(now().getTime() - (CHART_DAYS - 1) * 86_400_000);
    since.setUTCHours(0, 0, 0, 0);
    return {
      runs: await listRuns(tenant.id, tx, { state: asked.state, cursor: asked.cursor, limit: RUNS }),
      days: await readDays(tenant.id, tx, since),
      notImported: await readNotImported(tenant.id, tx),
      settings: (await readIntegration(tenant.id, tx)).settings,
      followed: await readFollowed(tx, tenant.id, asked.request),
    };
  });

async function readFollowed(tx: Tx, tenantId: OnTenant<Shown>['id'], requestId: string | undefined): Promise<Followed> {
  if (requestId === undefined) return { awaited: false };
  const { items } = await listRuns(tenantId, tx, { requestId, limit: 1 });
  return { awaited: items.length === 0 };
}

type Parts = { readonly c: Context<PageEnv>; readonly deps: Deps; readonly read: OnTenant<Shown> };

/** In a fixed place beside the sentence. */
const Buttons: FC<Parts> = ({ c, deps: { temporal }, read: { id, standing } }) => {
  const { status } = standing.tenant;
  const button = { formToken: c.var.formToken, back: `/tenants/${id}` };
  return (
    <div class="actions">
      {(status === 'active' || status === 'needsAttention') && (
        <FormButton {...button} action={`/tenants/${id}/sync`} look="btn-primary">
          Sync Now
        </FormButton>
      )}
      {status === 'paused' && (
        <FormButton {...button} action={`/tenants/${id}/resume`} look="btn-primary">
          Resume
        </FormButton>
      )}
      {c.var.viewer.kind === 'operator' && (
        <a
          class="btn"
          href={workflowUrl(
            temporal.uiUrl,
            temporal.namespace,
            standing.running === undefined ? tenantSyncId(id) : syncRunId(id, standing.running.id),
          )}
        >
          Open in Temporal
        </a>
      )}
    </div>
  );
};

type EvidenceProps = Parts & { readonly asked: Asked; readonly path: string; readonly replaces?: boolean };

/** What the first sentence is told from. */
const Evidence: FC<EvidenceProps> = ({ c, read, asked, path, replaces, deps }) => {
  const { id, now, standing, found } = read;
  return (
    <div id="evidence" {...(replaces && { 'hx-swap-oob': 'outerHTML' })}>
      {standing.waiting && (
        <WaitingCard
          tenantId={id}
          runId={standing.waiting.runId}
          byReason={standing.waiting.byReason}
          present={standing.tenant.employees}
          settings={found.settings}
          formToken={c.var.formToken}
        />
      )}
      <Chart days={found.days} now={now} people={standing.tenant.employees} />
      {found.notImported && <NotImportedList tenantId={id} notImported={found.notImported} />}
      <RunsTable
        runs={found.runs}
        path={path}
        state={asked.state}
        cursor={asked.cursor}
        now={now}
        standing={standing}
        temporal={c.var.viewer.kind === 'operator' ? deps.temporal : undefined}
      />
    </div>
  );
};
