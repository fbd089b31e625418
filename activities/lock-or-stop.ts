import type { Tx } from '../db/database.ts';
import { lockRun, type LockedRun } from '../db/lock-run.ts';
import { assertNever } from '../sync/assert-never.ts';
import { decideStop } from '../sync/decide-stop.ts';
import { runFailure } from './failures.ts';
import type { RunIds } from './run-ids.ts';

/** Every transaction of a run looks at the run first: one that has ended, or lost its lease, writes nothing more. */
export async function lockOrStop({ tenantId, runId }: RunIds, tx: Tx): Promise<LockedRun> {
  const run = await lockRun(tenantId, tx, runId);
  if (run === undefined) throw runFailure('interrupted');
  return run;
}

/** Whether a run waits at this page border for its tenant's workflow. Throws the failure of a run that ends here. */
export function stopsHere({ kind, tenantStatus }: LockedRun): boolean {
  const decision = decideStop(kind, tenantStatus);
  switch (decision.kind) {
    case 'goOn':
      return false;
    case 'stop':
      return true;
    case 'fail':
      throw runFailure(decision.code);
    default:
      return assertNever(decision);
  }
}
