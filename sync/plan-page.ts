import type { EmployeeStatus } from './employee-status.ts';
import { isPresent } from './employee-status.ts';
import type { EntraUser } from './entra-user.ts';
import type { Evaluation } from './evaluate-person.ts';
import type { EmployeeId, EntraObjectId } from './ids.ts';
import type { EmailSource } from './integration-settings.schema.ts';
import type { Judge } from './judge.ts';
import type { KeptValues } from './keep-values.ts';
import type { PlannedChange } from './planned-change.ts';
import type { Rules } from './rules.ts';
import type { SkipReason } from './skip-reason.ts';

/** What is stored of a person on the page, as far as planning needs it. */
export type KnownEmployee = {
  readonly employeeId: EmployeeId;
  readonly status: EmployeeStatus;
  /** Kept by a person: neither removed nor missing. */
  readonly pinned: boolean;
  readonly fingerprint: string;
  /** Who was last known to be their manager. */
  readonly managerId?: EntraObjectId | null;
  /** Read only where a policy of a field or a value set by hand can keep something. */
  readonly kept?: KeptValues;
};

/** What became of one person of a listing: kept apart from employees, so that unchanged people write no row. */
export type Outcome = {
  readonly entraObjectId: EntraObjectId;
  readonly outcome: 'matches' | SkipReason;
  readonly emailSource: EmailSource | undefined;
};

export type PlannedPage = {
  /** Changes to apply now, in page order: create, update, restore. */
  readonly changes: readonly Extract<PlannedChange, { person: unknown }>[];
  /** People who no longer match, for the clean-up at the end of the run. */
  readonly removals: readonly Extract<PlannedChange, { action: 'remove' | 'missing' }>[];
  readonly outcomes: readonly Outcome[];
  /** Employees of whom nothing else changes, and who have another manager. */
  readonly managers: readonly { readonly entraObjectId: EntraObjectId; readonly managerId: EntraObjectId | null }[];
  readonly unchanged: number;
};

/**
 * Plans one page: what changes for each person on it, and why. Order within the page does not matter; of a person
 * who stands on it twice the last appearance counts.
 */
export function planPage(
  users: readonly EntraUser[],
  known: ReadonlyMap<EntraObjectId, KnownEmployee>,
  rules: Pick<Rules, 'cleanUpEnabled' | 'usesManager'>,
  judge: Judge,
): PlannedPage {
  const changes: PlannedPage['changes'][number][] = [];
  const removals: PlannedPage['removals'][number][] = [];
  const outcomes: Outcome[] = [];
  const managers: PlannedPage['managers'][number][] = [];
  let unchanged = 0;
  for (const user of new Map(users.map((each) => [each.id, each])).values()) {
    const evaluation = judge(user, known.get(user.id)?.kept);
    outcomes.push({
      entraObjectId: user.id,
      outcome: evaluation.kind === 'matches' ? 'matches' : evaluation.reason,
      emailSource: evaluation.emailSource,
    });
    const change = planPerson(user.id, evaluation, known.get(user.id), rules.cleanUpEnabled);
    if (change !== 'unchanged' && 'person' in change) {
      changes.push(change);
      continue;
    }
    if (change === 'unchanged') unchanged++;
    else if (change.action !== 'skip') removals.push(change);
    const managerId = rules.usesManager && user.manager?.kind === 'known' ? user.manager.id : undefined;
    const isOther = managerId !== undefined && managerId !== (known.get(user.id)?.managerId ?? null);
    if (isOther && known.has(user.id)) managers.push({ entraObjectId: user.id, managerId });
  }
  return { changes, removals, outcomes, managers, unchanged };
}

/** What is to happen to one person. `unchanged` is only said of people who match and are stored just so. */
export function planPerson(
  entraObjectId: EntraObjectId,
  evaluation: Evaluation,
  known: KnownEmployee | undefined,
  cleanUpEnabled: boolean,
): PlannedChange | 'unchanged' {
  if (evaluation.kind === 'skipped') {
    const { reason } = evaluation;
    // What cannot be told neither imports nor removes.
    if (reason === 'unknown') return { action: 'skip', reason, entraObjectId };
    const stays = known === undefined || known.pinned || !leaves(known.status, cleanUpEnabled);
    if (stays) return { action: 'skip', reason, entraObjectId };
    return { action: cleanUpEnabled ? 'remove' : 'missing', reason, employeeId: known.employeeId, entraObjectId };
  }
  const { person: wanted } = evaluation;
  const person = { ...wanted, managerId: wanted.managerId === undefined ? known?.managerId : wanted.managerId };
  if (known === undefined) return { action: 'create', reason: 'matches', person };
  const { employeeId } = known;
  if (!isPresent(known.status)) return { action: 'restore', reason: 'back', employeeId, person };
  return known.fingerprint === person.fingerprint
    ? 'unchanged'
    : { action: 'update', reason: 'changed', employeeId, person };
}

/** Clean-up takes those who are missing too; without it, only who is present can become missing. */
export const leaves = (status: EmployeeStatus, cleanUpEnabled: boolean): boolean =>
  isPresent(status) || (cleanUpEnabled && status === 'missing');
