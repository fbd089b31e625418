import type { ValueDecision, ValueFacts } from '../sync/decide-value-by-hand.ts';
import { fingerprintOf } from '../sync/evaluate-person.ts';
import type { EmployeeId, EntraObjectId, TenantId } from '../sync/ids.ts';
import type { AboutKind, PersonKind } from '../sync/person-kind.ts';
import { actionCode } from './codes.ts';
import type { Tx } from './database.ts';
import { fingerprint } from './fingerprint.ts';
import { lockTenant } from './lock-tenant.ts';
import { NEWEST_RUN } from './newest-run.ts';

/** An employee whose values a person wants to change. */
export type ValuesForHand = ValueFacts & {
  readonly entraObjectId: EntraObjectId;
  readonly email: string;
  readonly sortName: string;
  readonly kind: PersonKind;
  readonly kindEvidence: AboutKind;
};

/**
 * What a wish about a value is decided by; undefined when there is no employee of that id. Until the transaction ends no
 * run writes anything of the tenant.
 */
export async function readValuesForHand(
  tenantId: TenantId,
  tx: Tx,
  employeeId: EmployeeId,
): Promise<ValuesForHand | undefined> {
  await lockTenant(tenantId, tx);
  const [row] = await tx.query<ValuesForHand>(
    `select entra_object_id as "entraObjectId", email, sort_name as "sortName", kind, kind_evidence as "kindEvidence", values, values_by_hand as "byHand",
       erased_at is not null as erased
     from employees where tenant_id = $1 and id = $2`,
    [tenantId, employeeId],
  );
  return row;
}

/**
 * Writes the values as they were decided, in the transaction that has read the facts. The digest is of what stands there
 * now, so that the next run, which finds the same, changes nothing.
 */
export async function applyValueByHand(
  tenantId: TenantId,
  tx: Tx,
  employeeId: EmployeeId,
  { email, sortName, kind, kindEvidence }: ValuesForHand,
  { values, byHand, before, after }: Extract<ValueDecision, { kind: 'change' }>,
): Promise<void> {
  await tx.query(
    `with changed as (
       update employees set values = $3::json, values_by_hand = $4::jsonb, hash = decode($5, 'hex'), updated_at = now()
       where tenant_id = $1 and id = $2 returning id, entra_object_id
     )
     insert into hand_changes (tenant_id, employee_id, entra_object_id, action, after_run, before, after)
     select $1, c.id, c.entra_object_id, $6, newest.run, $7::jsonb, $8::jsonb
     from changed c cross join ${NEWEST_RUN}`,
    [
      tenantId,
      employeeId,
      JSON.stringify(values),
      JSON.stringify(byHand),
      fingerprintOf({ email, sortName, kind, kindEvidence, values }, fingerprint),
      actionCode('update'),
      JSON.stringify(before),
      JSON.stringify(after),
    ],
  );
}
