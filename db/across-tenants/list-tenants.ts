import type { FilterQuery } from '@mikro-orm/core';
import * as z from 'zod';
import { assertNever } from '../../sync/assert-never.ts';
import type { TenantId } from '../../sync/ids.ts';
import { decodeCursor } from '../cursor.ts';
import type { AcrossTenantsTx } from '../database.ts';
import { Tenant } from '../entities/tenant.ts';
import { pageOf, type Page } from '../page-of.ts';
import { tenantRowOf, type TenantRow } from '../tenants.ts';

/** What an operator looks for. `stale`: tenants that sync, and have not for a day. `waiting`: for a decision on a clean-up. */
export const TENANTS_THAT = ['needAttention', 'wait', 'areStale'] as const;
export type TenantsThat = (typeof TENANTS_THAT)[number];

/** Which of the tenants; `now` is what a day is counted back from. */
export type TenantsWanted = { readonly that?: TenantsThat | undefined; readonly now: Date };

const Place = z.tuple([z.uuid().transform((id) => id as TenantId)]); // a tenant's id, as the list before ended with it
const DAY_MS = 24 * 3_600_000;

/** The operator's list: tenants, the oldest first. Throws BadCursorError for an `after` that is none of ours. */
export async function listTenants(
  tx: AcrossTenantsTx,
  { after, limit, ...wanted }: TenantsWanted & { readonly after?: string | undefined; readonly limit: number },
): Promise<Page<TenantRow>> {
  const [id] = after === undefined ? [undefined] : decodeCursor(after, Place);
  const tenants = await tx.em.find(
    Tenant,
    { $and: [await thoseThat(tx, wanted), ...(id === undefined ? [] : [{ id: { $gt: id } }])] },
    { orderBy: { id: 'asc' }, limit: limit + 1, disableIdentityMap: true },
  );
  return pageOf(tenants, limit, (tenant) => [tenant.id], tenantRowOf);
}

/** How many tenants there are of each sort. */
export async function countTenantsThat(tx: AcrossTenantsTx, now: Date): Promise<Readonly<Record<TenantsThat, number>>> {
  const count = async (that: TenantsThat) => tx.em.count(Tenant, await thoseThat(tx, { that, now }));
  return { needAttention: await count('needAttention'), wait: await count('wait'), areStale: await count('areStale') };
}

async function thoseThat(tx: AcrossTenantsTx, { that, now }: TenantsWanted): Promise<FilterQuery<Tenant>> {
  switch (that) {
    case undefined:
      return {};
    case 'needAttention':
      return { status: 'needsAttention' };
    case 'wait': {
      const waiting = await tx.query<{ id: TenantId }>('select rollcall_tenants_that_wait() as id', []);
      return { id: { $in: waiting.map(({ id }) => id) } };
    }
    case 'areStale': {
      const before = { $lt: new Date(now.getTime() - DAY_MS) };
      const synced = [{ lastSyncedAt: before }, { lastSyncedAt: null, createdAt: before }];
      return { status: { $in: ['active', 'needsAttention'] }, $or: synced };
    }
    default:
      return assertNever(that);
  }
}
