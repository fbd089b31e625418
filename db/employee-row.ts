import * as z from 'zod';
import type { EmployeeStatus } from '../sync/employee-status.ts';
import type { EmployeeId, EntraObjectId } from '../sync/ids.ts';
import type { EmployeeValues } from '../sync/map-fields.ts';
import type { AboutKind, PersonKind } from '../sync/person-kind.ts';

/** An employee as people and consumers read it. */
export type EmployeeRow = {
  readonly id: EmployeeId;
  readonly entraObjectId: EntraObjectId;
  /** As written in Entra. */
  readonly email: string;
  readonly status: EmployeeStatus;
  /** Who holds the address; null unless the status is `duplicate`. */
  readonly duplicateOf: EmployeeId | null;
  readonly kind: PersonKind;
  /** What makes the employee of that kind. */
  readonly kindEvidence: AboutKind;
  /** Kept by a person, whatever Entra says. */
  readonly pinned: boolean;
  readonly values: EmployeeValues;
  /** What of the values a person set by hand. */
  readonly valuesByHand: EmployeeValues;
  /** Since when nothing of the person is left: address and values are empty, and the kind says nothing. */
  readonly erasedAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
};

/** The columns of employees that `employeeOf` reads, under the names it reads them by. */
export const EMPLOYEE_COLUMNS =
  'id, entra_object_id, email, status, duplicate_of, kind, kind_evidence, pinned, values, values_by_hand, erased_at, created_at, updated_at';

export type StoredEmployee = {
  readonly id: EmployeeId;
  readonly entra_object_id: EntraObjectId;
  readonly email: string;
  readonly status: EmployeeStatus;
  readonly duplicate_of: EmployeeId | null;
  readonly kind: PersonKind;
  readonly kind_evidence: AboutKind;
  readonly pinned: boolean;
  readonly values: EmployeeValues;
  readonly values_by_hand: EmployeeValues;
  readonly erased_at: string | null;
  readonly created_at: string;
  readonly updated_at: string;
};

const Time = z.coerce.date();

export const employeeOf = (row: StoredEmployee): EmployeeRow => ({
  id: row.id,
  entraObjectId: row.entra_object_id,
  email: row.email,
  status: row.status,
  duplicateOf: row.duplicate_of,
  kind: row.kind,
  kindEvidence: row.kind_evidence,
  pinned: row.pinned,
  values: row.values,
  valuesByHand: row.values_by_hand,
  erasedAt: row.erased_at === null ? null : Time.parse(row.erased_at),
  createdAt: Time.parse(row.created_at),
  updatedAt: Time.parse(row.updated_at),
});
