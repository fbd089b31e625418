import type { EmployeeStatus } from '../sync/employee-status.ts';
import type { EmployeeId, EntraObjectId, RunId, TenantId } from '../sync/ids.ts';
import type { AddressHolder, SettledAddress } from '../sync/settle-addresses.ts';
import type { Tx } from './database.ts';
import { planByHash } from './plan-by-hash.ts';

export type HolderRow = {
  readonly email_key: string;
  readonly id: EmployeeId;
  readonly oid: EntraObjectId;
  readonly status: EmployeeStatus;
  readonly duplicate_of: EmployeeId | null;
  readonly held_since: string;
};

/**
 * The holders of each address that may have to be settled: those that two or more employees have, as far as one of
 * them changed since addresses were last settled, and those that had a duplicate. An address that was given since
 * then counts as given by this settlement, whichever run wrote it.
 */
export async function readContestedAddresses(
  tenantId: TenantId,
  tx: Tx,
  runId: RunId,
): Promise<readonly (readonly AddressHolder[])[]> {
  const read = () => queryContested(tenantId, tx, runId);
  const rows = (await areMany(tenantId, tx)) ? await planByHash(tx, read) : await read();
  return byAddress(rows, holderOf);
}

/** The holders of each address. */
export const byAddress = <Row extends HolderRow, Holder>(
  rows: readonly Row[],
  holder: (row: Row) => Holder,
): readonly (readonly Holder[])[] =>
  [...Map.groupBy(rows, (row) => row.email_key).values()].map((holders) => holders.map(holder));

/** An address that was given since the last settlement counts as given by this one. Of employees e; $1: the tenant, $2: the run. */
export const HELD_SINCE = `case when e.held_since >= (select unsettled_since from tenants where id = $1) then $2
  else e.held_since end as held_since`;

/** Beyond so many, comparing by hash with everybody is quicker than looking each up, in a directory of any size. */
const MANY = 300;

async function areMany(tenantId: TenantId, tx: Tx): Promise<boolean> {
  const [counted] = await tx.query<{ many: boolean }>(
    `select exists (
         select from run_changes
         where tenant_id = $1 and run_id >= (select unsettled_since from tenants where id = $1) offset $2)
       or exists (select from employees where tenant_id = $1 and status = 'duplicate' offset $2) as many`,
    [tenantId, MANY],
  );
  return counted?.many === true;
}

async function queryContested(tenantId: TenantId, tx: Tx, runId: RunId): Promise<readonly HolderRow[]> {
  return tx.query<HolderRow>(
    `with since as (select unsettled_since as run from tenants where id = $1),
     touched as (
       select e.email_key from run_changes c join employees e
         on e.tenant_id = c.tenant_id and e.entra_object_id = c.entra_object_id
       where c.tenant_id = $1 and c.run_id >= (select run from since) and c.action in (1, 2, 5)
       union
       select email_key from employees where tenant_id = $1 and status = 'duplicate'
     ), contested as (
       select e.email_key from employees e join touched t on t.email_key = e.email_key
       where e.tenant_id = $1 and e.status in ('active', 'duplicate')
       group by e.email_key having count(*) > 1 or bool_or(e.status = 'duplicate')
     )
     select e.email_key, e.id, e.entra_object_id as oid, e.status, e.duplicate_of,
       ${HELD_SINCE}
     from employees e join contested c on c.email_key = e.email_key
     where e.tenant_id = $1 and e.status in ('active', 'duplicate')`,
    [tenantId, runId],
  );
}

/** The present employees who have the address of this one, who is among them. */
export async function readHolders(
  tenantId: TenantId,
  tx: Tx,
  employeeId: EmployeeId,
): Promise<readonly AddressHolder[]> {
  const rows = await tx.query<HolderRow>(
    `select email_key, id, entra_object_id as oid, status, duplicate_of, held_since from employees
     where tenant_id = $1 and status in ('active', 'duplicate')
       and email_key = (select email_key from employees where tenant_id = $1 and id = $2)`,
    [tenantId, employeeId],
  );
  return rows.map(holderOf);
}

export const holderOf = ({ id, oid, status, duplicate_of, held_since }: HolderRow): AddressHolder => ({
  employeeId: id,
  entraObjectId: oid,
  status,
  duplicateOf: duplicate_of,
  heldSince: BigInt(held_since),
});

/** Writes who holds contested addresses from now on. `duplicates` counts those who became so. */
export async function applySettlement(
  tenantId: TenantId,
  tx: Tx,
  runId: RunId,
  contested: readonly (readonly AddressHolder[])[],
  settled: readonly SettledAddress[],
): Promise<void> {
  const write = () => writeSettlement(tenantId, tx, runId, contested, settled);
  await (contested.length > MANY ? planByHash(tx, write) : write());
}

async function writeSettlement(
  tenantId: TenantId,
  tx: Tx,
  runId: RunId,
  contested: readonly (readonly AddressHolder[])[],
  settled: readonly SettledAddress[],
): Promise<void> {
  const holders = contested.flat().map(({ employeeId, heldSince }) => ({ id: employeeId, held_since: `${heldSince}` }));
  await tx.query(
    `update employees e set held_since = h.held_since
     from json_to_recordset($2::json) as h (id uuid, held_since bigint)
     where e.tenant_id = $1 and e.id = h.id and e.held_since <> h.held_since`,
    [tenantId, JSON.stringify(holders)],
  );
  await tx.query(
    `with settled as materialized (
       select * from json_to_recordset($3::json) as s (id uuid, status text, duplicate_of uuid)
     ), became as (
       select count(*) as people from settled s join employees e on e.tenant_id = $1 and e.id = s.id
       where s.status = 'duplicate' and e.status <> 'duplicate'
     ), written as (
       update employees e set status = s.status, duplicate_of = s.duplicate_of, updated_at = now()
       from settled s where e.tenant_id = $1 and e.id = s.id
     ), done as (
       update tenants set unsettled_since = null where id = $1
     )
     update sync_runs set duplicates = duplicates + (select people from became) where tenant_id = $1 and id = $2`,
    [
      tenantId,
      runId,
      JSON.stringify(
        settled.map(({ employeeId, status, duplicateOf }) => ({ id: employeeId, status, duplicate_of: duplicateOf })),
      ),
    ],
  );
}
