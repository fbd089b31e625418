import type { SkipReason } from './skip-reason.ts';

/**
 * One pass over a whole directory (`full`) or over its changes (`incremental`), removals that a person approved, or a
 * pass that only plans, by rules which are not saved (`preview`).
 */
export const RUN_KINDS = ['full', 'incremental', 'cleanUp', 'preview'] as const;
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

/** Why a run is of its kind, with the sentence that people read. */
export const KIND_REASONS = {
  noWatermark: 'Full, because no run has ended well yet that changes could be read from.',
  asked: 'Full, because it was asked for.',
  rulesChanged: 'Full, because settings or fields were changed since the last run.',
  fullListWaits: 'Full, because the clean-up of a full run waits for a decision.',
  dayOver: 'Full, because the last full run is more than 24 hours ago.',
  watermarkExpired: 'Full, because Microsoft Graph no longer knew where the last run had ended.',
  changesEndless: 'Full, because Microsoft Graph gave changes without an end.',
  changesOnly: 'Incremental: only what changed since the last run.',
  approved: 'The clean-up that a person approved.',
  unsaved: 'A preview of what saving would change. It plans, and changes nobody.',
} as const;
export type KindReason = keyof typeof KIND_REASONS;

/** What a run reads now. A full run that has a watermark first reads the changes, and then everybody. */
export const RUN_PHASES = ['changes', 'listing'] as const;
export type RunPhase = (typeof RUN_PHASES)[number];

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
