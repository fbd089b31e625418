import * as z from 'zod';
import type { RunId, TenantId } from '../sync/ids.ts';
import type { ChangeReason } from '../sync/planned-change.ts';
import { PROOF, reasonOf } from './codes.ts';
import { BadCursorError, decodeCursor } from './cursor.ts';
import type { Tx } from './database.ts';
import { EMPLOYEE_COLUMNS, employeeOf, type EmployeeRow, type StoredEmployee } from './employee-row.ts';
import { pageOf, type Page } from './page-of.ts';
import { matchesTerm, searchEmployees } from './search-employees.ts';

export type PlannedRemoval = { readonly employee: EmployeeRow; readonly reason: ChangeReason };

type Wanted = {
  /** Part of a name or an address, in any case. */
  readonly query?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
};

/** The run and the search that the list is of; name and id of the last one shown. */
const Place = z.tuple([z.string(), z.string().refine((text) => !text.includes('\u0000')), z.uuid()]);

/**
 * Whom a held run would remove and why, by name; only those who were proven gone. Throws BadCursorError for a cursor of
 * another list.
 */
export async function listPlannedRemovals(
  tenantId: TenantId,
  tx: Tx,
  runId: RunId,
  { query = '', cursor, limit }: Wanted,
): Promise<Page<PlannedRemoval>> {
  const term = query.replaceAll('\u0000', '').toWellFormed().trim();
  const list = `${runId} ${term}`;
  const [listOf, name, id] = cursor === undefined ? [list, null, null] : decodeCursor(cursor, Place);
  if (listOf !== list) throw new BadCursorError();
  const parameters: unknown[] = [tenantId, runId, PROOF.proven, limit + 1];
  const bind = (value: unknown): string => `$${parameters.push(value)}`;
  const conditions: string[] = [];
  if (term !== '') {
    const found = await searchEmployees(tenantId, tx, term);
    const among =
      found.kind === 'few' ? `id = any(${bind(`{${found.ids.join(',')}}`)}::uuid[])` : matchesTerm(bind(term));
    conditions.push(among);
  }
  if (name !== null) conditions.push(`(sort_name, id) > (${bind(name)}, ${bind(id)}::uuid)`);
  const rows = await tx.query<StoredEmployee & { readonly reason: number; readonly sort_name: string }>(
    `select ${EMPLOYEE_COLUMNS}, sort_name, reason from (
       select e.*, p.reason from planned_removals p
       join employees e on e.tenant_id = p.tenant_id and e.entra_object_id = p.entra_object_id
       where p.tenant_id = $1 and p.run_id = $2 and p.proof = $3) leaving
     ${conditions.length === 0 ? '' : `where ${conditions.join(' and ')}`}
     order by sort_name, id limit $4`,
    parameters,
  );
  return pageOf(
    rows,
    limit,
    (row) => [list, row.sort_name, row.id],
    (row) => ({ employee: employeeOf(row), reason: reasonOf(row.reason) }),
  );
}
