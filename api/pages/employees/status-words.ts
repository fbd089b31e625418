import type { EmployeeStatus } from '../../../sync/employee-status.ts';

/** What a status is called, what it means, and when nobody has it. Complete by type. */
export const STATUS_WORDS: Readonly<
  Record<EmployeeStatus, { readonly label: string; readonly means: string; readonly nobody: string }>
> = {
  active: {
    label: 'Active',
    means: 'In the directory.',
    nobody: 'Nobody is active.',
  },
  duplicate: {
    label: 'Duplicate',
    means: 'Somebody else held this address first. Who holds it no longer makes room by itself, with the next sync.',
    nobody: 'No duplicates: no two people have one address.',
  },
  missing: {
    label: 'Missing',
    means: 'Gone from Entra, or no longer matching; kept, because clean-up was off.',
    nobody: 'Nobody is missing: everybody here is in Entra and matches.',
  },
  removed: {
    label: 'Removed',
    means: 'Gone from Entra, or no longer matching; not in the directory any more.',
    nobody: 'Nobody was removed.',
  },
};
