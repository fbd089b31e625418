import type { EmployeeStatus } from './employee-status.ts';
import type { EntraUser } from './entra-user.ts';
import type { InScope } from './evaluate-filter.ts';
import type { EmployeeId, RunId } from './ids.ts';
import type { KeptValues } from './keep-values.ts';
import type { KnownKind } from './person-kind.ts';
import type { ChangeAction, ChangeReason } from './planned-change.ts';
import type { Rules } from './rules.ts';

/** What is known of a person whom Entra has: what Entra says, and what we keep. */
export type PersonFacts = {
  readonly user: EntraUser;
  readonly rules: Rules;
  readonly inScope: InScope;
  /** What is known of the kind beyond what Entra's user object tells. */
  readonly knownKind?: KnownKind;
  readonly employee: KnownPerson | undefined;
  /** The active employee other than this person who holds an address, compared without regard to case. */
  readonly holderOf: (address: string) => Holder | undefined;
};

/** Whoever holds an address, by name; without one, by the address. */
export type Holder = { readonly employeeId: EmployeeId; readonly name: string };

export type KnownPerson = {
  readonly employeeId: EmployeeId;
  readonly status: EmployeeStatus;
  readonly pinned: boolean;
  /** What is stored, as far as policies and values by hand keep it. */
  readonly kept?: KeptValues;
  /** The newest change; a `runId` of null: a person made it. */
  readonly lastChange: LastChange | undefined;
};
type LastChange = {
  readonly runId: RunId | null;
  readonly action: ChangeAction;
  readonly reason: ChangeReason;
  readonly at: Date;
};
