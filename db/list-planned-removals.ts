import * as z from 'zod';
import type { RunId, TenantId } from '../sync/ids.ts';
import type { ChangeReason } from '../sync/planned-change.ts';
import { PROOF, reasonOf } from './codes.ts';
import { decodeCursorOf } from './cursor.ts';
import type { Tx } from './database.ts';
import { EMPLOYEE_COLUMNS, employeeOf, type EmployeeRow, type StoredEmployee } from './employee-row.ts';
import { pageOf, type Page } from './page-of.ts';
import { idsInBlocks, matchesTerm, searchTerm, type Bind } from './search-employees.ts';

export type PlannedRemoval = { readonly employee: EmployeeRow; readonly reason: ChangeReason };

type Wanted = {
  /** Part of a name or an address, in any case. */
  readonly query?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
};

/** Who of those who leave is wanted, among whom of them, and how many are looked at. */
type Source = { readonly where: string; readonly among?: string; readonly first?: string };
const ALL: Source = { where: 'true' };
/** Whoever has a term that many have is come upon soon in the order of the list. */
const FIRST = { first: 'order by sort_name, id limit 500' };

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
  const term = searchTerm(query);
  const list = `${runId} ${term}`;
  const [, name, id] = cursor === undefined ? [list, null, null] : decodeCursorOf(list, cursor, Place);
  const read = (sourceOf: (bind: Bind) => Source) => {
    const parameters: unknown[] = [tenantId, runId, PROOF.proven, limit + 1];
    const bind: Bind = (value) => `$${parameters.push(value)}`;
    const after = name === null ? '' : `and (sort_name, id) > (${bind(name)}, ${bind(id)}::uuid)`;
    const { where, among = '', first = '' } = sourceOf(bind);
    return tx.query<StoredEmployee & { readonly reason: number; readonly sort_name: string }>(
      `select ${EMPLOYEE_COLUMNS}, sort_name, reason from (
         select employees.*, p.reason from planned_removals p
         join employees on employees.tenant_id = p.tenant_id and employees.entra_object_id = p.entra_object_id
         where p.tenant_id = $1 and p.run_id = $2 and p.proof = $3 ${after} ${among} ${first}) leaving
       where ${where} order by sort_name, id limit $4`,
      parameters,
    );
  };
  let rows = await read((bind) => (term === '' ? ALL : { ...FIRST, where: matchesTerm(bind(term)) }));
  if (term !== '' && rows.length <= limit) {
    rows = await read((bind) => ({
      where: matchesTerm(bind(term)),
      among: `and p.employee_id = any(${idsInBlocks(term, bind)})`,
    }));
  }
  return pageOf(
    rows,
    limit,
    (row) => [list, row.sort_name, row.id],
    (row) => ({ employee: employeeOf(row), reason: reasonOf(row.reason) }),
  );
}
