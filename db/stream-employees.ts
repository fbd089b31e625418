import type { TenantId } from '../sync/ids.ts';
import type { Database } from './database.ts';
import { listEmployees, type EmployeeRow, type EmployeesWanted } from './list-employees.ts';

/** Some 3 MB of employees at a time. */
const BATCH = 2000;

/**
 * All the employees wanted, in order, a batch at a time; the next is read when it is asked for, so memory stays the
 * same for any number, and whoever stops early costs nothing more.
 *
 * Each batch is a short transaction of its own. One for all of them would show a single moment, but hold a session
 * and a snapshot for as long as the slowest consumer takes to read, and PostgreSQL ends one that waits for a minute.
 * So what changes meanwhile may be in it or not; sorted by `created`, nobody is left out and nobody comes twice.
 */
export async function* streamEmployees(
  tenantId: TenantId,
  db: Pick<Database, 'inTransaction'>,
  wanted: Omit<EmployeesWanted, 'cursor' | 'limit'>,
): AsyncGenerator<readonly EmployeeRow[], void, undefined> {
  let cursor: string | undefined;
  do {
    const { items, next } = await readBatch(tenantId, db, { ...wanted, cursor, limit: BATCH });
    if (items.length > 0) yield items;
    cursor = next ?? undefined;
  } while (cursor !== undefined);
}

const readBatch = (tenantId: TenantId, db: Pick<Database, 'inTransaction'>, wanted: EmployeesWanted) =>
  db.inTransaction(tenantId, (tx) => listEmployees(tenantId, tx, wanted));
