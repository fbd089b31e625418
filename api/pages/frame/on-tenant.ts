import type { Context } from 'hono';
import type { Tx } from '../../../db/database.ts';
import type { TenantId } from '../../../sync/ids.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { notFound } from '../../problem-error.ts';
import { tenantIdOf } from '../addresses/tenant-path.ts';
import { tenantState, type TenantState } from '../words/tenant-state.ts';
import type { FrameProps } from './frame.tsx';
import { readStanding, type ReadStanding } from './read-standing.ts';

export type OnTenant<T> = {
  readonly id: TenantId;
  readonly now: Date;
  readonly standing: ReadStanding;
  readonly state: TenantState;
  /** For the frame around the page. */
  readonly tenant: NonNullable<FrameProps['tenant']>;
  readonly found: T;
};

/**
 * Reads what a page of one tenant shows, in one transaction with how the tenant is. Whether this session may see the tenant
 * was asked before (api/pages/access/guards.ts). Throws ProblemError for a tenant that is not there.
 */
export async function onTenant<T>(
  { db, now: clock }: Pick<ApiDeps, 'db' | 'now'>,
  c: Context,
  read: (tx: Tx, standing: ReadStanding) => Promise<T>,
): Promise<OnTenant<T>> {
  const id = tenantIdOf(c);
  const now = clock();
  return db.inTransaction(id, async (tx) => {
    const standing = await readStanding(id, tx);
    if (standing === undefined) throw notFound('tenant');
    const state = tenantState(standing, now);
    const tenant = { id, name: standing.tenant.name, state };
    return { id, now, standing, state, tenant, found: await read(tx, standing) };
  });
}
