import type { EmployeeId, EntraObjectId } from './ids.ts';
import type { EmployeeValues } from './map-fields.ts';
import type { AboutKind, PersonKind } from './person-kind.ts';
import type { SkipReason } from './skip-reason.ts';

/** A person as the directory and the settings say they should be kept. */
export type WantedEmployee = {
  readonly entraObjectId: EntraObjectId;
  readonly email: string;
  /** Display name, for sorting only. */
  readonly sortName: string;
  readonly kind: PersonKind;
  /** What makes it that kind. */
  readonly kindEvidence: AboutKind;
  readonly values: EmployeeValues;
  /** Undefined: nobody could say, or no field needs it. Not part of the fingerprint: it is kept, and shown to nobody. */
  readonly managerId: EntraObjectId | null | undefined;
  /** Equal for equal contents: compared instead of the contents themselves. */
  readonly fingerprint: string;
};

/** Why somebody leaves the directory. `deleted`: not in Entra any more. Otherwise: no longer matches. */
export type RemovalReason = SkipReason | 'deleted';

/**
 * What is to happen to one person, and why. Removals wait for the end of the run: they are applied, all or none,
 * by the clean-up.
 */
export type PlannedChange =
  | { readonly action: 'create'; readonly reason: 'matches'; readonly person: WantedEmployee }
  | {
      readonly action: 'update';
      readonly reason: 'changed';
      readonly employeeId: EmployeeId;
      readonly person: WantedEmployee;
    }
  | {
      readonly action: 'restore';
      readonly reason: 'back';
      readonly employeeId: EmployeeId;
      readonly person: WantedEmployee;
    }
  | {
      readonly action: 'remove' | 'missing';
      readonly reason: RemovalReason;
      readonly employeeId: EmployeeId;
      readonly entraObjectId: EntraObjectId;
    }
  | { readonly action: 'skip'; readonly reason: SkipReason; readonly entraObjectId: EntraObjectId };

export const CHANGE_ACTIONS = ['create', 'update', 'remove', 'missing', 'restore', 'skip'] as const;
export type ChangeAction = (typeof CHANGE_ACTIONS)[number];

/**
 * Every reason that a change can carry. `byHand`: a person did it, and no run. `notProven`: absent from the listing of a
 * preview, which proves nobody gone.
 */
export type ChangeReason = PlannedChange['reason'] | 'byHand' | 'notProven';
