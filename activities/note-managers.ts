import type { Tx } from '../db/database.ts';
import { askForEmployees, askForReports, notToBeAsked } from '../db/people-to-ask.ts';
import type { TenantId } from '../sync/ids.ts';
import type { RunKind } from '../sync/run.ts';
import type { FetchedPage } from './fetch-page.ts';

/**
 * Notes whom to ask for by id after the changes: employees of managers who are among these people, and those whose own
 * manager could not be told. Everybody who is read anyway needs no asking for a manager who changed. In the transaction
 * of the page.
 */
export async function noteManagers(
  tenantId: TenantId,
  tx: Tx,
  kind: RunKind,
  { users, removed }: Pick<FetchedPage, 'users' | 'removed'>,
): Promise<void> {
  const ids = users.map(({ id }) => id);
  if (kind === 'incremental') await askForReports(tenantId, tx, [...ids, ...removed]);
  const told = users.flatMap(({ id, manager }) => (manager === undefined ? [] : [id]));
  await notToBeAsked(tenantId, tx, told);
  const known = new Set(told);
  await askForEmployees(
    tenantId,
    tx,
    ids.filter((id) => !known.has(id)),
  );
}
