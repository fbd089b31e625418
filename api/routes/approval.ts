import { createRoute } from '@hono/zod-openapi';
import type { Tx } from '../../db/database.ts';
import { decideCleanUp } from '../../db/decide-clean-up.ts';
import { findWaitingRun } from '../../db/find-waiting-run.ts';
import type { RunRow } from '../../db/run-row.ts';
import { assertNever } from '../../sync/assert-never.ts';
import type { RunId, TenantId } from '../../sync/ids.ts';
import type { ApiDeps } from '../api-deps.ts';
import { changeAndTell } from '../change-and-tell.ts';
import { describeRun } from '../describe.ts';
import { findRun } from '../find-run.ts';
import { newApp } from '../new-app.ts';
import { ProblemError } from '../problem-error.ts';
import { findTenant, refuseOffboarded, requireStatus, SYNCING, SYNCING_OR_PAUSED } from '../require-status.ts';
import { json, problems } from '../route-parts.ts';
import { NoQuery } from '../schemas/list.schema.ts';
import { RunPath } from '../schemas/path.schema.ts';
import { Approval, SyncRun } from '../schemas/sync-run.schema.ts';

type Deps = Pick<ApiDeps, 'db' | 'sync' | 'newId' | 'log' | 'temporal'>;

const decide = createRoute({
  method: 'post',
  path: '/api/tenants/{id}/runs/{runId}/approval',
  operationId: 'decideRun',
  summary: 'Approve or reject a held clean-up',
  description:
    'Approved, exactly the stored list is removed, each person after being asked for once more. Rejected, it is dropped. The same decision again is harmless; another one is refused.',
  tags: ['Runs'],
  request: { params: RunPath, query: NoQuery, body: { content: json(Approval), required: true } },
  responses: { 202: { description: 'The decided run.', content: json(SyncRun) }, ...problems(404, 409, 413, 415) },
});

const DECISIONS = { approve: 'approved', reject: 'rejected' } as const;

export const approvalRoutes = ({ temporal, ...deps }: Deps) =>
  newApp().openapi(decide, async (c) => {
    const { id, runId } = c.req.valid('param');
    const decision = DECISIONS[c.req.valid('json').decision];
    const { result, delivery } = await changeAndTell(deps, id, async (tx, tell) => {
      const run = await findRun(id, tx, runId);
      requireStatus(await findTenant(id, tx), decision === 'approved' ? SYNCING : SYNCING_OR_PAUSED);
      if (run.state === 'held' && run.waitingRunId !== null) throw waitsElsewhere(run.waitingRunId);
      if (run.state === 'held') await decideCleanUp(id, tx, runId, decision);
      // Read again: of two who decide at once, the second finds what the first one did.
      const decided = await findRun(id, tx, runId);
      if (decided.decision !== decision) throw await refusalOf(id, tx, decided);
      if (run.state === 'held' && decision === 'approved') await tell({ kind: 'approveCleanUp', runId });
      return decided;
    });
    refuseOffboarded(delivery);
    return c.json(describeRun(result, id, temporal), 202);
  });

const waitsElsewhere = (waiting: RunId): ProblemError =>
  new ProblemError('anotherRunWaits', `Run ${waiting} holds the list of the same people: it is the one to decide.`, {
    remedy: `Look at run ${waiting}, then decide it.`,
    runId: waiting,
  });

async function refusalOf(tenantId: TenantId, tx: Tx, run: RunRow): Promise<ProblemError> {
  const { id, state, decision, supersededBy } = run;
  switch (decision) {
    case null:
      return new ProblemError('notHeld', `Run ${id} is ${state}: nothing of it waits for a decision.`);
    case 'superseded': {
      const waiting = await findWaitingRun(tenantId, tx);
      const instead = waiting ?? supersededBy;
      const by = supersededBy === null ? 'a newer one' : `that of run ${supersededBy}`;
      return new ProblemError('anotherRunWaits', `The list of run ${id} gave way to ${by}.`, {
        remedy: waiting === undefined ? 'Nothing waits for a decision now.' : `Look at run ${waiting}, then decide it.`,
        ...(instead !== null && { runId: instead }),
      });
    }
    case 'approved':
    case 'rejected':
      return new ProblemError('decidedOtherwise', `Run ${id} was ${decision} before.`, {
        remedy: 'The next run plans anew, and asks again where it has to.',
      });
    default:
      return assertNever(decision);
  }
}
