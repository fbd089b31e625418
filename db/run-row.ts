import * as z from 'zod';
import { isFailureCode, type FailureCode } from '../sync/failure.ts';
import type { RunId } from '../sync/ids.ts';
import type { Decision, KindReason, RunCounts, RunKind, RunState, Trigger } from '../sync/run.ts';

/** A run as people read it. */
export type RunRow = {
  readonly id: RunId;
  readonly kind: RunKind;
  readonly trigger: Trigger;
  readonly kindReason: KindReason;
  readonly state: RunState;
  readonly decision: Decision | null;
  /** The held run whose list is this run's too. */
  readonly waitingRunId: RunId | null;
  /** The run whose list took the place of this one's. */
  readonly supersededBy: RunId | null;
  /** The run whose list this one applies. */
  readonly approves: RunId | null;
  readonly requestIds: readonly string[];
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
  readonly counts: RunCounts;
  /** People whom the listing found changed though Graph's changes had not told of them; null: nothing to compare with. */
  readonly drift: number | null;
  /** Of a preview: the clean-up would wait for a decision, since so many would be removed and so many may be; null: it would not. */
  readonly wouldHold: { readonly removals: number; readonly limit: number } | null;
  /** People that the directory says it has; null: not known. */
  readonly expected: number | null;
  readonly error: { readonly code: FailureCode; readonly detail: string | null } | null;
};

/** The columns of sync_runs that `runOf` reads, under the names it reads them by. */
export const RUN_COLUMNS = `id::text, kind, trigger, kind_reason, state, decision, waiting_run::text, superseded_by::text, approves::text,
  request_ids, started_at, finished_at, expected, drift, would_remove, removal_limit, error_code, error_detail,
  read, created, updated, unchanged, removed, restored, missing, duplicates, unproven, skipped`;

export type StoredRun = {
  readonly id: RunId;
  readonly kind: RunKind;
  readonly trigger: Trigger;
  readonly kind_reason: KindReason;
  readonly state: RunState;
  readonly decision: Decision | null;
  readonly waiting_run: RunId | null;
  readonly superseded_by: RunId | null;
  readonly approves: RunId | null;
  readonly request_ids: readonly string[];
  readonly started_at: string;
  readonly finished_at: string | null;
  readonly expected: number | null;
  readonly drift: number | null;
  readonly would_remove: number | null;
  readonly removal_limit: number | null;
  readonly error_code: string | null;
  readonly error_detail: string | null;
} & RunCounts;

const Time = z.coerce.date();

export function runOf(row: StoredRun): RunRow {
  const { read, created, updated, unchanged, removed, restored, missing, duplicates, unproven, skipped } = row;
  return {
    id: row.id,
    kind: row.kind,
    trigger: row.trigger,
    kindReason: row.kind_reason,
    state: row.state,
    decision: row.decision,
    waitingRunId: row.waiting_run,
    supersededBy: row.superseded_by,
    approves: row.approves,
    requestIds: row.request_ids,
    startedAt: Time.parse(row.started_at),
    finishedAt: row.finished_at === null ? null : Time.parse(row.finished_at),
    counts: { read, created, updated, unchanged, removed, restored, missing, duplicates, unproven, skipped },
    expected: row.expected,
    drift: row.drift,
    wouldHold:
      row.would_remove === null || row.removal_limit === null
        ? null
        : { removals: row.would_remove, limit: row.removal_limit },
    error: row.error_code === null ? null : { code: codeOf(row.error_code), detail: row.error_detail },
  };
}

/** A code of a later version, read by an earlier one, is no code that it could explain. */
const codeOf = (stored: string): FailureCode => (isFailureCode(stored) ? stored : 'unknown');
