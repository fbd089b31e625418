import { decodeCursor } from '../cursor.ts';
import type { AcrossTenantsTx } from '../database.ts';
import { ApiKey } from '../entities/api-key.ts';
import { KeyPlace, keyRowOf, type KeyRow, type KeysWanted, type NewKey } from '../key-row.ts';
import { pageOf, type Page } from '../page-of.ts';

/**
 * Keys of operators, which see all tenants. They lie across tenants because they belong to none: a tenant's transaction
 * can neither see nor make one.
 */
export async function createOperatorKey(tx: AcrossTenantsTx, { name, hash }: NewKey): Promise<KeyRow> {
  const [made] = await tx.query<{ id: string }>(
    'insert into api_keys (tenant_id, name, hash) values (null, $1, $2) returning id',
    [name, hash],
  );
  const key = await tx.em.findOneOrFail(ApiKey, { id: made?.id ?? '', tenantId: null }, { disableIdentityMap: true });
  return keyRowOf(key);
}

/** Operators' keys, the oldest first. Throws BadCursorError for an `after` that is none of ours. */
export async function listOperatorKeys(tx: AcrossTenantsTx, { after, limit }: KeysWanted): Promise<Page<KeyRow>> {
  const [id] = after === undefined ? [undefined] : decodeCursor(after, KeyPlace);
  const keys = await tx.em.find(
    ApiKey,
    { tenantId: null, ...(id !== undefined && { id: { $gt: id } }) },
    { orderBy: { id: 'asc' }, limit: limit + 1, disableIdentityMap: true },
  );
  return pageOf(keys, limit, (key) => [key.id], keyRowOf);
}

/** An operator's key. Undefined: there is none of that id; a tenant's keys are not found here. */
export async function readOperatorKey(tx: AcrossTenantsTx, keyId: string): Promise<KeyRow | undefined> {
  const key = await tx.em.findOne(ApiKey, { id: keyId, tenantId: null }, { disableIdentityMap: true });
  return key === null ? undefined : keyRowOf(key);
}

/** Deletes an operator's key. False: there is none of that id; a tenant's keys are not found here. */
export async function deleteOperatorKey(tx: AcrossTenantsTx, keyId: string): Promise<boolean> {
  const deleted = await tx.query('delete from api_keys where tenant_id is null and id = $1 returning 1', [keyId]);
  return deleted.length > 0;
}
