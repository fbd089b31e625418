import * as z from 'zod';
import type { TenantId } from '../../sync/ids.ts';
import { decodeCursor } from '../cursor.ts';
import type { AcrossTenantsTx } from '../database.ts';
import { Tenant } from '../entities/tenant.ts';
import { pageOf, type Page } from '../page-of.ts';
import { tenantRowOf, type TenantRow } from '../tenants.ts';

const Place = z.tuple([z.uuid().transform((id) => id as TenantId)]); // a tenant's id, as the list before ended with it

/** The operator's list: all tenants, the oldest first. Throws BadCursorError for an `after` that is none of ours. */
export async function listTenants(
  tx: AcrossTenantsTx,
  { after, limit }: { readonly after?: string | undefined; readonly limit: number },
): Promise<Page<TenantRow>> {
  const [id] = after === undefined ? [undefined] : decodeCursor(after, Place);
  const tenants = await tx.em.find(
    Tenant,
    { ...(id !== undefined && { id: { $gt: id } }) },
    { orderBy: { id: 'asc' }, limit: limit + 1, disableIdentityMap: true },
  );
  return pageOf(tenants, limit, (tenant) => [tenant.id], tenantRowOf);
}
