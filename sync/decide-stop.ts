import { assertNever } from './assert-never.ts';
import type { FailureCode } from './failure.ts';
import type { RunKind, TenantStatus } from './run.ts';

/** `stop`: the tenant's workflow ends the run, or lets it go on. */
export type StopDecision =
  { readonly kind: 'goOn' } | { readonly kind: 'stop' } | { readonly kind: 'fail'; readonly code: FailureCode };

/**
 * Whether a run goes on at a page border. A preview changes nobody, so a pause does not stop it; when its tenant is
 * unlinked or leaves it ends by itself, since no tenant's workflow watches over it.
 */
export function decideStop(kind: RunKind, status: TenantStatus): StopDecision {
  switch (status) {
    case 'linked':
    case 'active':
    case 'needsAttention':
      return { kind: 'goOn' };
    case 'paused':
      return { kind: kind === 'preview' ? 'goOn' : 'stop' };
    case 'unlinked':
      return kind === 'preview' ? { kind: 'fail', code: 'tenantNotLinked' } : { kind: 'stop' };
    case 'offboarding':
      return kind === 'preview' ? { kind: 'fail', code: 'tenantOffboarding' } : { kind: 'stop' };
    default:
      return assertNever(status);
  }
}
