import type { EmployeeId, TenantId } from '../sync/ids.ts';
import type { Tx } from './database.ts';

/** Up to so many, ids are what a list is looked up by. */
const FEW = 1000;

export type Found =
  | { readonly kind: 'few'; readonly ids: readonly EmployeeId[] }
  /** So many that whoever walks the tenant's employees in any order comes upon them soon. */
  | { readonly kind: 'many' };

/**
 * Whom a part of a name or an address finds, in any case. The owner's function looks at everybody, since under
 * row-level security no index helps, and stops when there are many: a term like `a` finds them at once, one that
 * finds nobody reads all. Of a million people that takes about a second.
 */
export async function searchEmployees(tenantId: TenantId, tx: Tx, term: string): Promise<Found> {
  const rows = await tx.query<{ id: EmployeeId }>('select rollcall_search_employees($1, $2) as id limit $3', [
    tenantId,
    term,
    FEW + 1,
  ]);
  return rows.length > FEW ? { kind: 'many' } : { kind: 'few', ids: rows.map(({ id }) => id) };
}

/** Whether an employee is found, as the function judges it, for those who walk all of them. */
export const matchesTerm = (parameter: string): string =>
  `(strpos(lower(sort_name), lower(${parameter}::text collate "und-x-icu")) > 0
    or strpos(email_key, lower(${parameter}::text collate "und-x-icu")) > 0)`;
