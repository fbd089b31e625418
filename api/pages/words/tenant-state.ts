import type { RunRow } from '../../../db/run-row.ts';
import type { TenantRow } from '../../../db/tenants.ts';
import { assertNever } from '../../../sync/assert-never.ts';
import { failureOf, type FailureClass } from '../../../sync/failure.ts';
import { numberText, peopleText, relativeTime } from './relative-time.ts';

/** What a tenant's state is told from. */
export type Standing = {
  readonly tenant: Pick<TenantRow, 'status' | 'attention' | 'employees' | 'lastSyncedAt' | 'nextSyncAt'>;
  /** The run that is going. */
  readonly running: Pick<RunRow, 'counts' | 'expected' | 'kind'> | undefined;
  /** People on the list of the clean-up that waits for a decision; undefined: none waits. */
  readonly waitingPeople: number | undefined;
  /** The newest run that has ended. */
  readonly last: Pick<RunRow, 'state' | 'error'> | undefined;
};

export type StateKind =
  | 'notLinked'
  | 'notSaved'
  | 'starting'
  | 'firstRun'
  | 'inStep'
  | 'running'
  | 'waiting'
  | 'paused'
  | 'needsAttention'
  | 'ownFault'
  | 'lastRunFailed'
  | 'offboarding';

export type TenantState = {
  readonly kind: StateKind;
  /** Of the dot beside it. */
  readonly tone: 'good' | 'busy' | 'asks' | 'bad';
  /** The answer to "is my directory in step?" */
  readonly sentence: string;
  /** Who must do what; absent where nobody must. */
  readonly remedy?: string;
};

/** A tenant's state in one sentence: what keeps it from being in step comes first, then what goes on. */
export function tenantState(standing: Standing, now: Date): TenantState {
  const { tenant } = standing;
  const { status } = tenant;
  switch (status) {
    case 'offboarding':
      return { kind: 'offboarding', tone: 'busy', sentence: 'Being off-boarded: all that is stored of it is erased.' };
    case 'unlinked':
      return stateOfUnlinked(tenant, now);
    case 'linked':
      return {
        kind: 'notSaved',
        tone: 'asks',
        sentence: 'Linked, but not syncing yet.',
        remedy: 'Saving the integration settings once starts the sync.',
      };
    case 'paused': {
      const sentence = `Paused: nothing is synced until somebody resumes. ${peopleAndLast(standing, now)}.`;
      return { kind: 'paused', tone: 'asks', sentence };
    }
    case 'needsAttention': {
      const { message, remedy } = failureOf(tenant.attention?.code ?? 'unknown');
      return { kind: 'needsAttention', tone: 'bad', sentence: message, remedy };
    }
    case 'active':
      return stateOfActive(standing, now);
    default:
      return assertNever(status);
  }
}

function stateOfUnlinked({ employees, lastSyncedAt }: Standing['tenant'], now: Date): TenantState {
  const wasLinked = lastSyncedAt !== null;
  return {
    kind: 'notLinked',
    tone: 'asks',
    sentence: wasLinked
      ? `Unlinked: nothing is synced. ${peopleText(employees)} ${employees === 1 ? 'stays' : 'stay'}, last synced ${relativeTime(lastSyncedAt, now)}.`
      : 'Not linked to a directory yet.',
    remedy: `An admin links the ${wasLinked ? 'same directory again' : 'account'} on the page Integration, then saves the settings there.`,
  };
}

function stateOfActive(standing: Standing, now: Date): TenantState {
  const { tenant, running, waitingPeople, last } = standing;
  if (waitingPeople !== undefined) {
    return {
      kind: 'waiting',
      tone: 'asks',
      sentence: `Waiting for you: ${peopleText(waitingPeople)} would be removed. Nobody is until you decide.`,
      remedy: 'Look at the list, then approve or reject it.',
    };
  }
  if (running !== undefined) {
    return tenant.lastSyncedAt === null
      ? { kind: 'firstRun', tone: 'busy', sentence: `First sync going: ${progressText(running)}.` }
      : { kind: 'running', tone: 'busy', sentence: `Syncing now. ${peopleAndLast(standing, now)}.` };
  }
  if (last?.state === 'failed' && last.error !== null) return stateOfFailed(last.error.code, tenant.nextSyncAt, now);
  if (tenant.lastSyncedAt === null) {
    return { kind: 'starting', tone: 'busy', sentence: 'The first sync starts in a moment.' };
  }
  return { kind: 'inStep', tone: 'good', sentence: `In step. ${peopleAndLast(standing, now)}, ${next(tenant, now)}.` };
}

/** Whose the cure is: a person's at the directory, or ours. */
const OURS: readonly FailureClass[] = ['ownCredential', 'bug', 'retry', 'wait', 'resync'];

function stateOfFailed(code: string, nextSyncAt: Date | null, now: Date): TenantState {
  const failure = failureOf(code);
  const again = `The sync is tried again ${nextSyncAt === null ? 'by itself' : relativeTime(nextSyncAt, now)}.`;
  if (OURS.includes(failure.class)) {
    return {
      kind: 'ownFault',
      tone: 'bad',
      sentence: `The last sync failed, and not through you: there is nothing for you to do. ${again}`,
    };
  }
  const sentence = `The last sync failed. ${failure.message} ${again}`;
  return { kind: 'lastRunFailed', tone: 'bad', sentence, remedy: failure.remedy };
}

/** `62,000 of about 100,000 people read` */
export const progressText = ({ counts, expected }: Pick<RunRow, 'counts' | 'expected'>): string =>
  expected === null
    ? `${peopleText(counts.read)} read`
    : `${numberText(counts.read)} of about ${peopleText(Math.max(expected, counts.read))} read`;

const peopleAndLast = ({ tenant: { employees, lastSyncedAt } }: Standing, now: Date): string =>
  `${peopleText(employees)}, ${lastSyncedAt === null ? 'never synced' : `last synced ${relativeTime(lastSyncedAt, now)}`}`;

const next = ({ nextSyncAt }: Standing['tenant'], now: Date): string =>
  nextSyncAt === null || nextSyncAt <= now ? 'next in a moment' : `next ${relativeTime(nextSyncAt, now)}`;
