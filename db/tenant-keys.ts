import type { TenantId } from '../sync/ids.ts';
import { decodeCursor } from './cursor.ts';
import type { Tx } from './database.ts';
import { ApiKey } from './entities/api-key.ts';
import { KeyPlace, keyRowOf, type KeyRow, type KeysWanted, type NewKey } from './key-row.ts';
import { pageOf, type Page } from './page-of.ts';

/** Makes a key of a tenant, which may do what its admin may. */
export async function createTenantKey(tenantId: TenantId, tx: Tx, { name, hash }: NewKey): Promise<KeyRow> {
  const [made] = await tx.query<{ id: string }>(
    'insert into api_keys (tenant_id, name, hash) values ($1, $2, $3) returning id',
    [tenantId, name, hash],
  );
  return keyRowOf(await tx.em.findOneOrFail(ApiKey, { id: made?.id ?? '', tenantId }, { disableIdentityMap: true }));
}

/** A tenant's keys, the oldest first. Throws BadCursorError for an `after` that is none of ours. */
export async function listTenantKeys(tenantId: TenantId, tx: Tx, { after, limit }: KeysWanted): Promise<Page<KeyRow>> {
  const [id] = after === undefined ? [undefined] : decodeCursor(after, KeyPlace);
  const keys = await tx.em.find(
    ApiKey,
    { tenantId, ...(id !== undefined && { id: { $gt: id } }) },
    { orderBy: { id: 'asc' }, limit: limit + 1, disableIdentityMap: true },
  );
  return pageOf(keys, limit, (key) => [key.id], keyRowOf);
}

/** A key of a tenant. Undefined: the tenant has none of that id. */
export async function readTenantKey(tenantId: TenantId, tx: Tx, keyId: string): Promise<KeyRow | undefined> {
  const key = await tx.em.findOne(ApiKey, { id: keyId, tenantId }, { disableIdentityMap: true });
  return key === null ? undefined : keyRowOf(key);
}

/** Deletes a key, which then opens nothing any more. False: the tenant has none of that id. */
export async function deleteTenantKey(tenantId: TenantId, tx: Tx, keyId: string): Promise<boolean> {
  const deleted = await tx.query('delete from api_keys where tenant_id = $1 and id = $2 returning 1', [
    tenantId,
    keyId,
  ]);
  return deleted.length > 0;
}
