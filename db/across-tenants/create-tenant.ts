import { DEFAULT_FIELDS } from '../../sync/field.schema.ts';
import type { EntraTenantId, TenantId } from '../../sync/ids.ts';
import { DEFAULT_INTEGRATION_SETTINGS } from '../../sync/integration-settings.schema.ts';
import type { TenantStatus } from '../../sync/run.ts';
import type { AcrossTenantsTx } from '../database.ts';
import { Tenant } from '../entities/tenant.ts';
import { tenantRowOf, type TenantRow } from '../tenants.ts';

export type NewTenant = {
  readonly name: string;
  /** Absent: its admin links the directory later. */
  readonly entraTenantId?: EntraTenantId | undefined;
  readonly status: TenantStatus;
  /** The name is a guess, until its directory says its own. */
  readonly provisionalName?: boolean;
  /** What the directory calls itself, where it was asked. */
  readonly directoryName?: string | undefined;
};

/**
 * Creates a tenant with the settings and fields that every tenant starts with. `taken`: that directory has a tenant
 * already. Across tenants, because it asks about all of them, and the new one has no transaction of its own yet.
 */
export async function createTenant(
  tx: AcrossTenantsTx,
  { name, entraTenantId, status, provisionalName = false, directoryName }: NewTenant,
): Promise<{ readonly kind: 'created'; readonly tenant: TenantRow } | { readonly kind: 'taken' }> {
  const [made] = await tx.query<{ id: TenantId }>(
    `insert into tenants (name, entra_tenant_id, status, linked_at, provisional_name, directory_name)
     values ($1, $2::uuid, $3, case when $2::uuid is null then null else now() end, $4, $5)
     on conflict (entra_tenant_id) do nothing returning id`,
    [name, entraTenantId ?? null, status, provisionalName, directoryName ?? null],
  );
  if (made === undefined) return { kind: 'taken' };

  // Settings lie behind the tenant's own policy: this transaction is the new tenant's for as long as it writes them.
  await actAs(tx, made.id);
  await tx.query('insert into integration_settings (tenant_id, version, settings) values ($1, 1, $2::jsonb)', [
    made.id,
    JSON.stringify(DEFAULT_INTEGRATION_SETTINGS),
  ]);
  await tx.query('insert into field_versions (tenant_id, version, items) values ($1, 1, $2::jsonb)', [
    made.id,
    JSON.stringify(DEFAULT_FIELDS),
  ]);
  await actAs(tx, '');
  const tenant = await tx.em.findOneOrFail(Tenant, { id: made.id }, { disableIdentityMap: true });
  return { kind: 'created', tenant: tenantRowOf(tenant) };
}

async function actAs(tx: AcrossTenantsTx, tenantId: TenantId | ''): Promise<void> {
  await tx.query(`select set_config('rollcall.tenant_id', $1, true)`, [tenantId]);
}
