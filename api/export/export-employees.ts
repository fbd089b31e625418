import { readFields } from '../../db/field-versions.ts';
import type { EmployeeRow, EmployeesWanted } from '../../db/list-employees.ts';
import { streamEmployees } from '../../db/stream-employees.ts';
import type { TenantId } from '../../sync/ids.ts';
import type { ApiDeps } from '../api-deps.ts';
import { findTenant } from '../require-status.ts';
import { employeesCsv } from './employees-csv.ts';
import { streamText } from '../stream-text.ts';

type Wanted = Omit<EmployeesWanted, 'cursor' | 'limit'>;

/** All employees that are wanted, as CSV that is made while it is read. Throws ProblemError for a tenant that is not there. */
export async function exportEmployees(
  { db, log }: Pick<ApiDeps, 'db' | 'log'>,
  tenantId: TenantId,
  { query, status, sort, changedSince }: Wanted,
  requestId: string,
): Promise<ReadableStream<Uint8Array>> {
  const fields = await db.inTransaction(tenantId, async (tx) => {
    await findTenant(tenantId, tx);
    return (await readFields(tenantId, tx)).items;
  });
  const batches = streamEmployees(tenantId, db, { query, status, sort, changedSince });
  return streamText(employeesCsv(fields, withoutTombstones(batches, changedSince)), (err) => {
    log.warn({ event: 'exportBroken', requestId, tenantId, error: err instanceof Error ? err.name : '' });
  });
}

async function* withoutTombstones(batches: AsyncIterable<readonly EmployeeRow[]>, changedSince: Date | undefined) {
  for await (const batch of batches) yield batch.filter((row) => !isTombstone(row, { changedSince }));
}

/** Of somebody removed, a consumer that asks for changes learns that, and nothing else any more. */
export const isTombstone = (row: EmployeeRow, { changedSince }: Pick<Wanted, 'changedSince'>): boolean =>
  changedSince !== undefined && row.status === 'removed';
