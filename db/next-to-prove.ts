import type { EntraObjectId, RunId, TenantId } from '../sync/ids.ts';
import { PROOF } from './codes.ts';
import type { Tx } from './database.ts';

/** People whose absence is to be proven, and somebody else who ought to be there: the control of the question. */
export type ToProve = { readonly ids: readonly EntraObjectId[]; readonly control: EntraObjectId | undefined };

/**
 * The next people of a run's plan that nobody has asked for. The control was seen by this run and is not on the plan
 * itself; where there is nobody, it is the present employee who changed last and is not on the plan. Nobody who is
 * pinned or was until now, or whom an earlier run could not prove gone: they may well be.
 */
export async function nextToProve(tenantId: TenantId, tx: Tx, runId: RunId, limit: number): Promise<ToProve> {
  const candidates = await tx.query<{ id: EntraObjectId }>(
    `select entra_object_id as id from planned_removals where tenant_id = $1 and run_id = $2 and proof = $3
     order by entra_object_id limit $4`,
    [tenantId, runId, PROOF.toProve, limit],
  );
  if (candidates.length === 0) return { ids: [], control: undefined };
  const [control] = await tx.query<{ id: EntraObjectId | null }>(
    `select coalesce(
       (select seen.id from listing_pages l cross join unnest(l.ids) seen (id)
        where l.tenant_id = $1 and l.run_id = $2 and not exists (
          select from planned_removals p where p.tenant_id = $1 and p.run_id = $2 and p.entra_object_id = seen.id)
        order by l.page desc limit 1),
       (select e.entra_object_id from employees e
        where e.tenant_id = $1 and e.status in ('active', 'duplicate') and not e.pinned and e.ask_after is null
          and not exists (
          select from planned_removals p
          where p.tenant_id = $1 and p.run_id = $2 and p.entra_object_id = e.entra_object_id)
        order by e.updated_at desc limit 1),
       (select seen.id from listing_pages l cross join unnest(l.ids) seen (id)
        where l.tenant_id = $1 and not exists (
          select from planned_removals p where p.tenant_id = $1 and p.run_id = $2 and p.entra_object_id = seen.id)
        order by l.run_id desc, l.page desc limit 1)) as id`,
    [tenantId, runId],
  );
  return { ids: candidates.map(({ id }) => id), control: control?.id ?? undefined };
}
