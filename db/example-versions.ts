import { Examples, type Example } from '../sync/example.schema.ts';
import type { TenantId } from '../sync/ids.ts';
import type { Tx } from './database.ts';
import { ExamplesVersion } from './entities/examples-version.ts';
import { saveVersion, type Saved } from './save-version.ts';

/** The tenant's newest examples. Version 1 is the empty list that every tenant starts with. */
export async function readExamples(
  tenantId: TenantId,
  tx: Tx,
): Promise<{ readonly version: number; readonly items: readonly Example[] }> {
  const newest = await tx.em.findOne(
    ExamplesVersion,
    { tenantId },
    { orderBy: { version: 'desc' }, disableIdentityMap: true },
  );
  return newest === null ? { version: 1, items: [] } : { version: newest.version, items: Examples.parse(newest.items) };
}

/** Saves examples as the next version, unless somebody else did since `expectedVersion` was read. */
export function saveExamples(
  tenantId: TenantId,
  tx: Tx,
  expectedVersion: number,
  items: readonly Example[],
): Promise<Saved> {
  return saveVersion(tenantId, tx, 'example_versions', expectedVersion, items);
}
