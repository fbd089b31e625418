import { assertNever } from './assert-never.ts';
import type { FailureCode } from './failure.ts';
import type { KindReason, RunKind, RunState, TenantStatus, Trigger } from './run.ts';

/** What is stored of a tenant when its workflow wants to start a run. */
export type RunFacts = {
  /** Undefined: there is no such tenant. */
  readonly status: TenantStatus | undefined;
  /** Runs of this tenant so far, of any outcome. */
  readonly earlierRuns: number;
  /** The run whose clean-up is to be approved; undefined when there is none of that number. */
  readonly approves?: { readonly state: RunState } | undefined;
};

export type RunRequest = { readonly trigger: Trigger; readonly approvesRun: boolean };

export type RunDecision =
  | { readonly answer: 'open'; readonly kind: RunKind; readonly kindReason: KindReason; readonly trigger: Trigger }
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
    if (facts.approves?.state !== 'held') return { answer: 'refused' };
    return { answer: 'open', kind: 'cleanUp', kindReason: 'approved', trigger: 'approval' };
  }
  return { answer: 'open', kind: 'full', kindReason: 'everyRunIsFull', trigger: triggerOf(facts, request) };
}

const triggerOf = (facts: RunFacts, request: RunRequest): Trigger =>
  facts.earlierRuns === 0 && !request.approvesRun ? 'link' : request.trigger;
