import type { Tx } from '../../db/database.ts';
import { readRun } from '../../db/read-run.ts';
import type { RunRow } from '../../db/run-row.ts';
import type { RunId, TenantId } from '../../sync/ids.ts';
import { notFound } from '../problem-error.ts';

/** The run of a request. Throws ProblemError when the tenant has none of that number. */
export async function findRun(tenantId: TenantId, tx: Tx, runId: RunId): Promise<RunRow> {
  const run = await readRun(tenantId, tx, runId);
  if (run === undefined) throw notFound('run');
  return run;
}
