import type { EmployeeId, EntraObjectId, TenantId } from '../sync/ids.ts';
import type { Holder } from '../sync/person-facts.ts';
import type { Tx } from './database.ts';

/** The employee of a person, a removed one too; undefined when there is none, or nothing is left of it. */
export async function findEmployeeOfPerson(
  tenantId: TenantId,
  tx: Tx,
  entraObjectId: EntraObjectId,
): Promise<EmployeeId | undefined> {
  const [row] = await tx.query<{ id: EmployeeId }>(
    'select id from employees where tenant_id = $1 and entra_object_id = $2 and erased_at is null',
    [tenantId, entraObjectId],
  );
  return row?.id;
}

/** The active employee, other than this person, who holds an address, compared without regard to case. */
export async function findHolder(
  tenantId: TenantId,
  tx: Tx,
  address: string,
  otherThan: EntraObjectId,
): Promise<Holder | undefined> {
  const [row] = await tx.query<{ id: EmployeeId; name: string }>(
    `select id, coalesce(nullif(sort_name, ''), email) as name from employees
     where tenant_id = $1 and email_key = $2 and status = 'active' and entra_object_id <> $3`,
    [tenantId, address.toLowerCase(), otherThan],
  );
  return row && { employeeId: row.id, name: row.name };
}
