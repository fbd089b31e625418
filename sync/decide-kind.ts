import type { KindReason, RunKind, RunPhase } from './run.ts';

/** What is stored that tells whether the changes since the last run are enough. */
export type KindFacts = {
  /** The rules that the last good run went by; undefined: no watermark is stored. */
  readonly watermarkRules: string | undefined;
  /** The rules of now: equal texts for rules that give equal answers. */
  readonly rules: string;
  /** The end of the last full run that succeeded. */
  readonly fullSyncedAt: Date | undefined;
  /** The kind of the run whose clean-up waits for a decision; undefined: none waits. */
  readonly waitingKind: RunKind | undefined;
};

export type KindDecision = {
  readonly kind: 'full' | 'incremental';
  readonly kindReason: Exclude<KindReason, 'approved' | 'watermarkExpired' | 'changesEndless' | 'unsaved'>;
  /** What it reads first. A full run that can reads the changes before it reads everybody: what it finds then is drift. */
  readonly phase: RunPhase;
};

/**
 * Changes that reached the watermark's server but not yet the listing's are seen by neither, and Graph may miss some
 * (https://learn.microsoft.com/en-us/graph/delta-query-overview): reading everything once a day heals that.
 */
export const FULL_AFTER_MS = 24 * 3_600_000;

/** Whether a run reads everybody, and why; or only what changed since the last one. */
export function decideKind(facts: KindFacts, asked: { readonly full: boolean; readonly now: Date }): KindDecision {
  const { watermarkRules, rules, fullSyncedAt, waitingKind } = facts;
  if (watermarkRules === undefined || fullSyncedAt === undefined) return full('noWatermark', 'listing');
  if (watermarkRules !== rules) return full(asked.full ? 'asked' : 'rulesChanged', 'listing');
  if (asked.full) return full('asked', 'changes');
  if (waitingKind === 'full') return full('fullListWaits', 'changes');
  if (asked.now.getTime() - fullSyncedAt.getTime() >= FULL_AFTER_MS) return full('dayOver', 'changes');
  return { kind: 'incremental', kindReason: 'changesOnly', phase: 'changes' };
}

const full = (kindReason: KindDecision['kindReason'], phase: RunPhase): KindDecision => ({
  kind: 'full',
  kindReason,
  phase,
});
