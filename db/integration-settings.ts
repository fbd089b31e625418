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

/** Saves settings as the next version, unless somebody else did since `expectedVersion` was read. */
export function saveIntegration(
  tenantId: TenantId,
  tx: Tx,
  expectedVersion: number,
  settings: IntegrationSettings,
): Promise<Saved> {
  return saveVersion(tenantId, tx, 'integration_settings', expectedVersion, settings);
}
