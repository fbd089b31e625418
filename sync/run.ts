import type { SkipReason } from './skip-reason.ts';

/** One pass over a directory (`full`), or the removals that a person approved (`cleanUp`). */
export const RUN_KINDS = ['full', 'cleanUp'] as const;
export type RunKind = (typeof RUN_KINDS)[number];

export const TRIGGERS = ['schedule', 'manual', 'link', 'settings', 'retry', 'approval'] as const;
export type Trigger = (typeof TRIGGERS)[number];

/**
 * The states of a run.
 *
 *   running ──▶ succeeded
 *           ──▶ failed | cancelled
 *           ──▶ held ── approved, rejected or superseded ──▶ succeeded
 */
export const RUN_STATES = ['running', 'succeeded', 'held', 'failed', 'cancelled'] as const;
export type RunState = (typeof RUN_STATES)[number];

/** What became of a held clean-up. */
export const DECISIONS = ['approved', 'rejected', 'superseded'] as const;
export type Decision = (typeof DECISIONS)[number];

/** Why a run is of its kind. */
export const KIND_REASONS = ['everyRunIsFull', 'approved'] as const;
export type KindReason = (typeof KIND_REASONS)[number];

/** Counters of one run, in people. `read` starts anew when a listing starts anew; the others count what was written. */
export type RunCounts = {
  readonly read: number;
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly removed: number;
  readonly restored: number;
  readonly missing: number;
  readonly duplicates: number;
  readonly unproven: number;
  readonly skipped: Readonly<Partial<Record<SkipReason, number>>>;
};

export const TENANT_STATUSES = ['unlinked', 'linked', 'active', 'paused', 'needsAttention', 'offboarding'] as const;
export type TenantStatus = (typeof TENANT_STATUSES)[number];
