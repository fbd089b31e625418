/**
 * The life of an employee.
 *
 *      appears                      another held the address first
 *   ──────────────▶ active ◀──────────────────────────────────────▶ duplicate
 *                    │  ▲               address is free again            │
 *                    │  │ back, or by hand                               │
 *     gone or no     ▼  │                                                ▼
 *     longer matches:  missing (clean-up off)  ── clean-up turned on ──▶ removed (clean-up on) ── retention over ──▶ erased
 */
export const EMPLOYEE_STATUSES = ['active', 'duplicate', 'missing', 'removed'] as const;
export type EmployeeStatus = (typeof EMPLOYEE_STATUSES)[number];
export type StatusEvent = 'addressTaken' | 'addressFree' | 'goneKept' | 'goneCleaned' | 'back';

/** Complete by type: a new status or event does not compile until each of its cells is decided. */
export const NEXT_STATUS: Readonly<Record<EmployeeStatus, Readonly<Record<StatusEvent, EmployeeStatus>>>> = {
  active: {
    addressTaken: 'duplicate',
    addressFree: 'active',
    goneKept: 'missing',
    goneCleaned: 'removed',
    back: 'active',
  },
  duplicate: {
    addressTaken: 'duplicate',
    addressFree: 'active',
    goneKept: 'missing',
    goneCleaned: 'removed',
    back: 'duplicate',
  },
  missing: {
    addressTaken: 'missing',
    addressFree: 'missing',
    goneKept: 'missing',
    goneCleaned: 'removed',
    back: 'active',
  },
  removed: {
    addressTaken: 'removed',
    addressFree: 'removed',
    goneKept: 'removed',
    goneCleaned: 'removed',
    back: 'active',
  },
};

/** Whoever is active or duplicate is an employee as far as the directory goes, and holds an address. */
export const isPresent = (status: EmployeeStatus): boolean => status === 'active' || status === 'duplicate';
