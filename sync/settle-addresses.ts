import type { EmployeeStatus } from './employee-status.ts';
import { NEXT_STATUS } from './employee-status.ts';
import type { EmployeeId, EntraObjectId } from './ids.ts';

/** One of several employees with the same address, active or duplicate. */
export type AddressHolder = {
  readonly employeeId: EmployeeId;
  readonly entraObjectId: EntraObjectId;
  readonly status: EmployeeStatus;
  readonly duplicateOf: EmployeeId | null;
  /** The number of the run whose settlement gave this employee the address. */
  readonly heldSince: bigint;
};

export type SettledAddress = {
  readonly employeeId: EmployeeId;
  readonly status: EmployeeStatus;
  readonly duplicateOf: EmployeeId | null;
};

/**
 * Who stays active among employees with equal addresses: the one that held it first, within one run the lowest
 * object id. The others are duplicates and name it. Only what changes is returned; a second call returns nothing.
 */
export function settleAddress(holders: readonly AddressHolder[]): readonly SettledAddress[] {
  const [winner, ...others] = [...holders].sort(byPrecedence);
  if (winner === undefined) return [];
  const wanted: SettledAddress[] = [
    { employeeId: winner.employeeId, status: NEXT_STATUS[winner.status].addressFree, duplicateOf: null },
    ...others.map(({ employeeId, status }) => ({
      employeeId,
      status: NEXT_STATUS[status].addressTaken,
      duplicateOf: winner.employeeId,
    })),
  ];
  const current = new Map(holders.map((holder) => [holder.employeeId, holder]));
  return wanted.filter(({ employeeId, status, duplicateOf }) => {
    const now = current.get(employeeId);
    return now?.status !== status || now.duplicateOf !== duplicateOf;
  });
}

/** Somebody who becomes a duplicate, and who is active with the address then. */
export type NewDuplicate<Holder extends AddressHolder> = { readonly person: Holder; readonly holder: Holder };

/** Who becomes a duplicate when each of these addresses is settled. */
export const newDuplicates = <Holder extends AddressHolder>(
  contested: readonly (readonly Holder[])[],
): readonly NewDuplicate<Holder>[] => contested.flatMap(newDuplicatesOf);

function newDuplicatesOf<Holder extends AddressHolder>(holders: readonly Holder[]): readonly NewDuplicate<Holder>[] {
  const byId = new Map(holders.map((holder) => [holder.employeeId, holder]));
  return settleAddress(holders).flatMap(({ employeeId, duplicateOf }) => {
    const person = byId.get(employeeId);
    const holder = duplicateOf === null ? undefined : byId.get(duplicateOf);
    const isNew = person !== undefined && person.status !== 'duplicate';
    return isNew && holder !== undefined ? [{ person, holder }] : [];
  });
}

function byPrecedence(a: AddressHolder, b: AddressHolder): number {
  if (a.heldSince !== b.heldSince) return a.heldSince < b.heldSince ? -1 : 1;
  return a.entraObjectId < b.entraObjectId ? -1 : 1;
}
