import { assertNever } from './assert-never.ts';
import { decideKind, type KindDecision, type KindFacts } from './decide-kind.ts';
import type { FailureCode } from './failure.ts';
import type { TenantStatus, Trigger } from './run.ts';

/** What is stored of a tenant when its workflow wants to start a run. */
export type RunFacts = {
  /** Undefined: there is no such tenant. */
  readonly status: TenantStatus | undefined;
  /** There was a run before, of any outcome, that was no preview. */
  readonly hasRun: boolean;
  /**
   * The list to apply: undecided (`held`), approved and not applied yet (`approved`), or neither (`closed`, and for a
   * number that no run has).
   */
  readonly approves?: 'held' | 'approved' | 'closed' | undefined;
} & KindFacts;

export type RunRequest = {
  readonly trigger: Trigger;
  readonly approvesRun: boolean;
  readonly full: boolean;
  readonly now: Date;
};

/** What a run is: one over the directory, or one that applies a list. */
export type RunShape = KindDecision | { readonly kind: 'cleanUp'; readonly kindReason: 'approved' };

export type RunDecision =
  | ({ readonly answer: 'open'; readonly trigger: Trigger } & RunShape)
  | { readonly answer: 'paused'; readonly trigger: Trigger }
  /** The approval no longer stands: another list superseded it, or it was decided before. */
  | { readonly answer: 'refused' }
  | { readonly answer: 'notRunnable'; readonly code: FailureCode };

/** Whether a run may start, and as what. The first run of a tenant is always said to come from linking. */
export function decideRun(facts: RunFacts, request: RunRequest): RunDecision {
  const { status } = facts;
  if (status === undefined) return { answer: 'notRunnable', code: 'tenantNotThere' };
  switch (status) {
    case 'unlinked':
      return { answer: 'notRunnable', code: 'tenantNotLinked' };
    case 'linked':
      return { answer: 'notRunnable', code: 'tenantNotActivated' };
    case 'offboarding':
      return { answer: 'notRunnable', code: 'tenantOffboarding' };
    case 'paused':
      return { answer: 'paused', trigger: triggerOf(facts, request) };
    case 'active':
    case 'needsAttention':
      break;
    default:
      return assertNever(status);
  }
  if (request.approvesRun) {
    if (facts.approves !== 'held' && facts.approves !== 'approved') return { answer: 'refused' };
    return { answer: 'open', kind: 'cleanUp', kindReason: 'approved', trigger: 'approval' };
  }
  return { answer: 'open', trigger: triggerOf(facts, request), ...decideKind(facts, request) };
}

const triggerOf = (facts: RunFacts, request: RunRequest): Trigger =>
  !facts.hasRun && !request.approvesRun ? 'link' : request.trigger;
