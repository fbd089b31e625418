import type { EmployeeId, EntraObjectId } from './ids.ts';
import type { EmployeeValues } from './map-fields.ts';
import type { PlannedPage } from './plan-page.ts';
import type { ChangeAction, ChangeReason } from './planned-change.ts';

/** What saving would do to one person. Nothing of somebody who would not be in the directory but ids. */
export type PreviewedChange = {
  readonly entraObjectId: EntraObjectId;
  /** Null: somebody new. */
  readonly employeeId: EmployeeId | null;
  readonly action: ChangeAction;
  readonly reason: ChangeReason;
  /** Display name and address, to find them by; empty for whoever would go. */
  readonly sortName: string;
  readonly email: string;
  /** Only the fields that differ; of somebody new all values, and null for whoever would go. */
  readonly before: EmployeeValues | null;
  readonly after: EmployeeValues | null;
};

type Change = PlannedPage['changes'][number] & {
  readonly before: EmployeeValues | null;
  readonly after: EmployeeValues | null;
};

/** The plan of a page as a list of people: what a run would apply, in the form in which a preview shows it. */
export const previewedChanges = ({
  changes,
  removals,
}: {
  readonly changes: readonly Change[];
  readonly removals: PlannedPage['removals'];
}): readonly PreviewedChange[] => [
  ...changes.map((change) => ({
    entraObjectId: change.person.entraObjectId,
    employeeId: change.action === 'create' ? null : change.employeeId,
    action: change.action,
    reason: change.reason,
    sortName: change.person.sortName,
    email: change.person.email,
    before: change.before,
    after: change.action === 'create' ? change.person.values : change.after,
  })),
  ...removals.map(({ entraObjectId, employeeId, action, reason }) => ({
    ...{ entraObjectId, employeeId, action, reason },
    ...{ sortName: '', email: '', before: null, after: null },
  })),
];
