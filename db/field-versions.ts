import { Fields, type Field } from '../sync/field.schema.ts';
import type { TenantId } from '../sync/ids.ts';
import type { Tx } from './database.ts';
import { FieldsVersion } from './entities/fields-version.ts';
import { saveVersion, type Saved } from './save-version.ts';

/** The tenant's newest fields, in display order. Every tenant has some from its creation on. */
export async function readFields(
  tenantId: TenantId,
  tx: Tx,
): Promise<{ readonly version: number; readonly items: readonly Field[] }> {
  const { version, items } = await tx.em.findOneOrFail(
    FieldsVersion,
    { tenantId },
    { orderBy: { version: 'desc' }, disableIdentityMap: true },
  );
  return { version, items: Fields.parse(items) };
}

/** Saves fields as the next version, unless somebody else did since `expectedVersion` was read. */
export function saveFields(
  tenantId: TenantId,
  tx: Tx,
  expectedVersion: number,
  items: readonly Field[],
): Promise<Saved> {
  return saveVersion(tenantId, tx, 'field_versions', expectedVersion, items);
}
