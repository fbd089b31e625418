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

/** How many employees become duplicates when each of these addresses is settled. */
export const countNewDuplicates = (contested: readonly (readonly AddressHolder[])[]): number =>
  contested.reduce((sum, holders) => sum + newDuplicates(holders), 0);

function newDuplicates(holders: readonly AddressHolder[]): number {
  const already = new Set(holders.flatMap(({ employeeId, status }) => (status === 'duplicate' ? [employeeId] : [])));
  const settled = settleAddress(holders);
  return settled.filter(({ employeeId, status }) => status === 'duplicate' && !already.has(employeeId)).length;
}

function byPrecedence(a: AddressHolder, b: AddressHolder): number {
  if (a.heldSince !== b.heldSince) return a.heldSince < b.heldSince ? -1 : 1;
  return a.entraObjectId < b.entraObjectId ? -1 : 1;
}
