import { isFailureCode, type FailureCode } from '../sync/failure.ts';
import type { EntraTenantId, TenantId } from '../sync/ids.ts';
import type { TenantStatus } from '../sync/run.ts';
import type { Tx } from './database.ts';
import { Tenant } from './entities/tenant.ts';

export type TenantRow = {
  readonly id: TenantId;
  readonly name: string;
  /** Null: not linked yet. */
  readonly entraTenantId: EntraTenantId | null;
  /** What the directory calls itself; null: it was not asked yet. */
  readonly directoryName: string | null;
  readonly linkedAt: Date | null;
  readonly status: TenantStatus;
  /** Why its admin has to do something; the detail is Microsoft's request id. */
  readonly attention: { readonly code: FailureCode; readonly detail: string | null } | null;
  /** Active, duplicate and missing ones, as of the end of the last run that wrote any. */
  readonly employees: number;
  readonly lastSyncedAt: Date | null;
  readonly nextSyncAt: Date | null;
  readonly createdAt: Date;
};

/** The tenant of this transaction; undefined once it is erased. */
export async function readTenant(tenantId: TenantId, tx: Tx): Promise<TenantRow | undefined> {
  const tenant = await tx.em.findOne(Tenant, { id: tenantId }, { disableIdentityMap: true });
  return tenant ? tenantRowOf(tenant) : undefined;
}

/**
 * Sets a tenant's status. What asked for attention is forgotten, unless it still does. A tenant that is being
 * off-boarded stays so, whoever else wants something of it meanwhile.
 */
export async function setTenantStatus(tenantId: TenantId, tx: Tx, status: TenantStatus): Promise<void> {
  await tx.query(
    `update tenants set status = $2,
       attention_code = case $2 when 'needsAttention' then attention_code end,
       attention_detail = case $2 when 'needsAttention' then attention_detail end
     where id = $1 and status <> 'offboarding'`,
    [tenantId, status],
  );
}

export function tenantRowOf(tenant: Tenant): TenantRow {
  const { id, name, status, attentionCode: code, attentionDetail, employees, createdAt } = tenant;
  return {
    id,
    name,
    entraTenantId: tenant.entraTenantId ?? null,
    directoryName: tenant.directoryName ?? null,
    linkedAt: tenant.linkedAt ?? null,
    status,
    attention: code == null ? null : { code: isFailureCode(code) ? code : 'unknown', detail: attentionDetail ?? null },
    employees,
    lastSyncedAt: tenant.lastSyncedAt ?? null,
    nextSyncAt: tenant.nextSyncAt ?? null,
    createdAt,
  };
}
