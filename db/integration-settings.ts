import type { TenantId } from '../sync/ids.ts';
import { IntegrationSettings } from '../sync/integration-settings.schema.ts';
import type { Tx } from './database.ts';
import { IntegrationSettingsVersion } from './entities/integration-settings-version.ts';
import { saveVersion, type Saved } from './save-version.ts';

/** The tenant's newest integration settings. Every tenant has some from its creation on. */
export async function readIntegration(
  tenantId: TenantId,
  tx: Tx,
): Promise<{ readonly version: number; readonly settings: IntegrationSettings }> {
  const { version, settings } = await tx.em.findOneOrFail(
    IntegrationSettingsVersion,
    { tenantId },
    { orderBy: { version: 'desc' }, disableIdentityMap: true },
  );
  return { version, settings: IntegrationSettings.parse(settings) };
}

/**
 * Saves settings as the next version, unless somebody else did since `expectedVersion` was read. Photos that are wanted
 * now, or not any more, are looked after at once.
 */
export async function saveIntegration(
  tenantId: TenantId,
  tx: Tx,
  expectedVersion: number,
  settings: IntegrationSettings,
): Promise<Saved> {
  const saved = await saveVersion(tenantId, tx, 'integration_settings', expectedVersion, settings);
  if (saved.kind === 'saved') {
    await tx.query('update tenants set photos_next_at = now() where id = $1 and (photos_next_at is not null or $2)', [
      tenantId,
      settings.photos?.enabled === true,
    ]);
  }
  return saved;
}
