import type { Tx } from '../../db/database.ts';
import { decideCleanUp } from '../../db/decide-clean-up.ts';
import { findWaitingRun } from '../../db/find-waiting-run.ts';
import type { RunRow } from '../../db/run-row.ts';
import { assertNever } from '../../sync/assert-never.ts';
import type { RunId, TenantId } from '../../sync/ids.ts';
import type { ApiDeps } from '../api-deps.ts';
import { changeAndTell } from '../change-and-tell.ts';
import { ProblemError } from '../problem-error.ts';
import { findTenant, refuseOffboarded, requireStatus, SYNCING, SYNCING_OR_PAUSED } from '../require-status.ts';
import { findRun } from './find-run.ts';

type Deps = Pick<ApiDeps, 'db' | 'sync' | 'newId' | 'log'>;

/**
 * Approves or rejects a held clean-up, and gives the decided run. The same decision again is harmless; throws
 * ProblemError for another one, for a run that is not held, and for one whose list waits elsewhere.
 */
export async function decideRun(
  deps: Deps,
  tenantId: TenantId,
  runId: RunId,
  decision: 'approved' | 'rejected',
): Promise<RunRow> {
  const { result, delivery } = await changeAndTell(deps, tenantId, async (tx, tell) => {
    const run = await findRun(tenantId, tx, runId);
    requireStatus(await findTenant(tenantId, tx), decision === 'approved' ? SYNCING : SYNCING_OR_PAUSED);
    if (run.state === 'held' && run.waitingRunId !== null) throw waitsElsewhere(run.waitingRunId);
    if (run.state === 'held') await decideCleanUp(tenantId, tx, runId, decision);
    // Read again: of two who decide at once, the second finds what the first one did.
    const decided = await findRun(tenantId, tx, runId);
    if (decided.decision !== decision) throw await refusalOf(tenantId, tx, decided);
    if (run.state === 'held' && decision === 'approved') await tell({ kind: 'approveCleanUp', runId });
    return decided;
  });
  refuseOffboarded(delivery);
  return result;
}

const waitsElsewhere = (waiting: RunId): ProblemError =>
  new ProblemError('anotherRunWaits', `Run ${waiting} holds the list of the same people: it is the one to decide.`, {
    remedy: `Look at run ${waiting}, then decide it.`,
    runId: waiting,
  });

async function refusalOf(tenantId: TenantId, tx: Tx, run: RunRow): Promise<ProblemError> {
  const { id, state, decision, supersededBy } = run;
  switch (decision) {
    case null:
      if (run.kind === 'preview')
        return new ProblemError('notHeld', `Run ${id} is a preview: it only plans, and holds nothing to decide.`, {
          remedy: 'Save the settings: the sync after it does what the preview showed.',
        });
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
