import type { EntraObjectId, RunId, TenantId } from '../sync/ids.ts';
import type { Tx } from './database.ts';
import { employeesByObjectId, lookUpEach } from './employees-by-object-id.ts';

/** What is stored of some people's membership in the chosen groups. */
export type StoredScope = {
  readonly members: ReadonlySet<EntraObjectId>;
  /** Employees who are no members as the run read them, and would leave for it: that is still to be proven. */
  readonly leaving: readonly EntraObjectId[];
};

/**
 * Who of these people is a member, as this run read the groups. A run that has read none, one that applies an approved
 * list, knows no member. `cleanUpEnabled`: clean-up takes those who are missing too.
 */
export async function readScope(
  tenantId: TenantId,
  tx: Tx,
  runId: RunId,
  ids: readonly EntraObjectId[],
  cleanUpEnabled: boolean,
): Promise<StoredScope> {
  const list = `{${ids.join(',')}}`;
  const found = await tx.query<{ id: EntraObjectId }>(
    `select distinct m.id from scope_pages p cross join unnest(p.ids) m (id)
     where p.tenant_id = $1 and p.run_id = $2 and m.id = any($3::uuid[])`,
    [tenantId, runId, list],
  );
  const members = new Set(found.map(({ id }) => id));
  if (members.size === ids.length) return { members, leaving: [] };
  const present = await lookUpEach(tx, () =>
    tx.query<{ id: EntraObjectId }>(
      `select entra_object_id as id from ${employeesByObjectId('$2')} where not pinned
       and (status in ('active', 'duplicate') or (status = 'missing' and $3))`,
      [tenantId, list, cleanUpEnabled],
    ),
  );
  return { members, leaving: present.flatMap(({ id }) => (members.has(id) ? [] : [id])) };
}
