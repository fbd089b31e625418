import type { CleanUpFacts } from '../sync/clean-up-guard.ts';
import type { RunId, TenantId } from '../sync/ids.ts';
import { actionCode, reasonCode } from './codes.ts';
import { countPeopleOnce } from './count-people-once.ts';
import { countRemovedLately } from './count-removed-lately.ts';
import type { Tx } from './database.ts';
import { planByHash } from './plan-by-hash.ts';

/**
 * Lists whoever is known and was not read as somebody who would go, and counts the whole plan, in people. Of a preview
 * whose listing is at its end, under the run's lock. Gives what the guard would have to know. Safe to repeat: a person
 * is listed once.
 */
export async function completePreview(
  tenantId: TenantId,
  tx: Tx,
  runId: RunId,
  { cleanUpEnabled, now }: { readonly cleanUpEnabled: boolean; readonly now: Date },
): Promise<CleanUpFacts> {
  await countPeopleOnce(tenantId, tx, runId, 'preview');
  await planByHash(tx, () => listAbsent(tenantId, tx, runId, cleanUpEnabled));
  const [counted] = await tx.query<{ removed: number; active: number }>(
    `with would as (
       select count(*) filter (where action = $3) as created, count(*) filter (where action = $4) as updated,
         count(*) filter (where action = $5) as restored, count(*) filter (where action = $6) as removed,
         count(*) filter (where action = $7) as missing
       from preview_changes where tenant_id = $1 and run_id = $2)
     update sync_runs set created = would.created, updated = would.updated, restored = would.restored,
       removed = would.removed, missing = would.missing,
       active = (select count(*) from employees where tenant_id = $1 and status in ('active', 'duplicate'))
     from would where tenant_id = $1 and id = $2 returning sync_runs.removed, sync_runs.active`,
    [
      ...[tenantId, runId, actionCode('create'), actionCode('update'), actionCode('restore')],
      ...[actionCode('remove'), actionCode('missing')],
    ],
  );
  if (counted === undefined) throw new Error('The preview that was to be completed is not there.');
  const removedLast24h = await countRemovedLately(tenantId, tx, now);
  return { toRemove: counted.removed, removedLast24h, active: counted.active };
}

async function listAbsent(tenantId: TenantId, tx: Tx, runId: RunId, cleanUpEnabled: boolean): Promise<void> {
  await tx.query(
    `insert into preview_changes (tenant_id, run_id, entra_object_id, employee_id, action, reason)
     select $1, $2, e.entra_object_id, e.id, $3, $4 from employees e
     where e.tenant_id = $1 and not e.pinned
       and (e.status in ('active', 'duplicate') or (e.status = 'missing' and $5)) and not exists (
       select from preview_pages p cross join unnest(p.ids) seen (id)
       where p.tenant_id = $1 and p.run_id = $2 and seen.id = e.entra_object_id)
     on conflict (tenant_id, run_id, entra_object_id) do nothing`,
    [...[tenantId, runId, actionCode(cleanUpEnabled ? 'remove' : 'missing'), reasonCode('notProven')], cleanUpEnabled],
  );
}
