import type { Directory } from '../../emulator/directory/directory.ts';
import type { Behaviour } from '../../emulator/directory/behaviour.schema.ts';
import type { FaultInput } from '../../emulator/faults/fault.schema.ts';
import type { FailureCode } from '../../sync/failure.ts';
import type { KindReason, RunCounts } from '../../sync/run.ts';

/** A fault that Microsoft documents or that people have met, and what must become of a run that meets it. */
export type FaultRow = {
  /** What goes wrong. Unique: it names the test and the line of the page. */
  readonly fault: string;
  /** What comes over the wire, for somebody who looks for it in a trace. */
  readonly sends: string;
  /** Where it is documented or was seen. */
  readonly source: string;
  /**
   * `full` and `changes` follow a run that went well; meanwhile one person has joined, one has moved and one has left.
   * `first`: nothing was ever read of this directory, which was linked a moment ago.
   */
  readonly run: 'full' | 'changes' | 'first';
  readonly does: Does;
  /** What requests of the run meet. */
  readonly meets?: readonly Omit<FaultInput, 'entraTenantId'>[];
  /** What happened in the directory since the last run. */
  readonly happens?: (entra: Directory) => void;
  readonly behaviour?: Partial<Behaviour>;
  /** Twelve, unless the fault needs a listing of several pages. */
  readonly people?: number;
  /** Directory extensions that are chosen as fields since the last run, beside the usual fields. */
  readonly extensions?: number;
  /** A field of the manager is chosen since the last run, beside the usual fields. */
  readonly managers?: true;
  /** Only people of a group are imported; everybody is in it, half of them through a group within it. */
  readonly scope?: boolean;
  /** Pages that the run has read before it meets anything: nobody waits for thousands of them. */
  readonly pagesBefore?: number;
  /** How long a request may take; several seconds, unless the fault is about that. */
  readonly timeLimitMs?: number;
};

/** What Rollcall does. All but `fails` end in a run that succeeded with the right counters and the right people. */
export type Does =
  /** Nothing is seen of it outside entra/; `how` completes "Rollcall …". */
  | { readonly kind: 'copes'; readonly how: string; readonly counts?: Partial<RunCounts> }
  | { readonly kind: 'retries'; readonly code: FailureCode; readonly times?: number | 'some' }
  /** `backOff`: Microsoft named no time. */
  | {
      readonly kind: 'waits';
      readonly code: FailureCode;
      readonly ms: readonly [number, number] | 'backOff';
      readonly also?: string;
    }
  /** What was being read is read again from its start; `how` says from where. */
  | { readonly kind: 'startsAgain'; readonly how: string }
  | { readonly kind: 'readsEverybody'; readonly reason: KindReason }
  /** So many cannot be proven gone, and stay; so many can. */
  | { readonly kind: 'keeps'; readonly unproven: number; readonly removed?: number }
  /** `also`: a sentence more. */
  | {
      readonly kind: 'fails';
      readonly code: FailureCode;
      readonly also?: string;
      readonly counts?: Partial<RunCounts>;
    };
