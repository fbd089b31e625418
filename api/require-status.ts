import type { TenantRow } from '../db/tenants.ts';
import { readTenant } from '../db/tenants.ts';
import type { Tx } from '../db/database.ts';
import { FAILURES } from '../sync/failure.ts';
import type { EntraTenantId, TenantId } from '../sync/ids.ts';
import type { TenantStatus } from '../sync/run.ts';
import { notFound, ProblemError } from './problem-error.ts';
import type { ProblemCode } from './problems.ts';

/** The tenant of a request. Throws ProblemError when it is not there (any more). */
export async function findTenant(tenantId: TenantId, tx: Tx): Promise<TenantRow> {
  const tenant = await readTenant(tenantId, tx);
  if (tenant === undefined) throw notFound('tenant');
  return tenant;
}

/** Those whose people are synced, well or not. */
export const SYNCING: readonly TenantStatus[] = ['active', 'needsAttention'];
export const SYNCING_OR_PAUSED: readonly TenantStatus[] = [...SYNCING, 'paused'];
/** Those that have a directory which may be asked. */
export const LINKED: readonly TenantStatus[] = [...SYNCING_OR_PAUSED, 'linked'];
export const NOT_LEAVING: readonly TenantStatus[] = [...LINKED, 'unlinked'];

type Refusal = { readonly code: ProblemCode; readonly message: string; readonly remedy: string };

/** Why something cannot be done in a state, and what would change that. Those who sync are refused nothing. */
const REFUSALS: Readonly<Record<Exclude<TenantStatus, 'active' | 'needsAttention'>, Refusal>> = {
  unlinked: { code: 'notLinked', ...FAILURES.tenantNotLinked },
  linked: { code: 'notActivated', ...FAILURES.tenantNotActivated },
  paused: { code: 'paused', message: 'This tenant is paused: resume it first.', remedy: 'POST …/resume, then again.' },
  offboarding: { code: 'offboarding', ...FAILURES.tenantOffboarding },
};

/** Throws ProblemError unless the tenant is in one of these states. */
export function requireStatus({ status }: TenantRow, allowed: readonly TenantStatus[]): void {
  if (status === 'active' || status === 'needsAttention' || allowed.includes(status)) return;
  throw refusalOf(status);
}

/** The directory that a tenant is linked to. Throws ProblemError while there is none, and when the tenant is leaving. */
export function requireDirectory(tenant: TenantRow): EntraTenantId {
  requireStatus(tenant, LINKED);
  if (tenant.entraTenantId === null) throw refusalOf('unlinked');
  return tenant.entraTenantId;
}

function refusalOf(status: keyof typeof REFUSALS): ProblemError {
  const { code, message, remedy } = REFUSALS[status];
  return new ProblemError(code, message, { remedy });
}

/** For a tenant whose workflow turned out to have ended for good while it was being told something. */
export function refuseOffboarded(delivery: 'sent' | 'waits' | 'offboarded'): void {
  if (delivery !== 'offboarded') return;
  const { message, remedy } = FAILURES.offboardedBefore;
  throw new ProblemError('offboarding', message, { remedy });
}
