import { describe, expect, test } from 'vitest';
import { tenantState, type Standing, type StateKind } from '../../api/pages/words/tenant-state.ts';
import { FAILURES, type FailureCode } from '../../sync/failure.ts';
import { TENANT_STATUSES } from '../../sync/run.ts';

const NOW = new Date('2026-05-04T09:00:00Z');
const minutes = (n: number) => new Date(NOW.getTime() + n * 60_000);
const counts = { read: 62_000, created: 0, updated: 0, unchanged: 0, removed: 0, restored: 0 };
const run = {
  kind: 'full',
  expected: 100_000,
  counts: { ...counts, missing: 0, duplicates: 0, unproven: 0, skipped: {} },
};
const running = run as Standing['running'];
const failed = (code: FailureCode) => ({ state: 'failed', error: { code, detail: null } }) as Standing['last'];

type About = Partial<Omit<Standing, 'tenant'>> & { readonly tenant?: Partial<Standing['tenant']> };
const standing = ({ tenant, ...about }: About = {}): Standing => ({
  running: undefined,
  waitingPeople: undefined,
  last: undefined,
  ...about,
  tenant: {
    status: 'active',
    attention: null,
    employees: 4812,
    lastSyncedAt: minutes(-14),
    nextSyncAt: minutes(125),
    ...tenant,
  },
});
const never = { lastSyncedAt: null, nextSyncAt: null, employees: 0 };
const attention = { status: 'needsAttention', attention: { code: 'consentWithdrawn', detail: null } } as const;

// prettier-ignore
const CASES: Readonly<Record<StateKind, readonly [About, tone: string, sentence: string, remedy?: string]>> = {
  notLinked:      [{ tenant: { status: 'unlinked', ...never } }, 'asks', 'Not linked to a directory yet.', 'An admin links the account on the page Integration, then saves the settings there.'],
  notSaved:       [{ tenant: { status: 'linked', ...never } },   'asks', 'Linked, but not syncing yet.', 'Saving the integration settings once starts the sync.'],
  starting:       [{ tenant: never },                            'busy', 'The first sync starts in a moment.'],
  firstRun:       [{ tenant: never, running },                   'busy', 'First sync going: 62,000 of about 100,000 people read.'],
  inStep:         [{},                                           'good', 'In step. 4,812 people, last synced 14 minutes ago, next in about 2 hours.'],
  running:        [{ running },                                  'busy', 'Syncing now. 4,812 people, last synced 14 minutes ago.'],
  waiting:        [{ waitingPeople: 612, running },              'asks', 'Waiting for you: 612 people would be removed. Nobody is until you decide.', 'Look at the list, then approve or reject it.'],
  paused:         [{ tenant: { status: 'paused' } },             'asks', 'Paused: nothing is synced until somebody resumes. 4,812 people, last synced 14 minutes ago.'],
  needsAttention: [{ tenant: attention },                        'bad',  FAILURES.consentWithdrawn.message, FAILURES.consentWithdrawn.remedy],
  ownFault:       [{ last: failed('ownCredential') },            'bad',  'The last sync failed, and not through you: there is nothing for you to do. The sync is tried again in about 2 hours.'],
  lastRunFailed:  [{ last: failed('listingIncomplete') },        'bad',  `The last sync failed. ${FAILURES.listingIncomplete.message} The sync is tried again in about 2 hours.`, FAILURES.listingIncomplete.remedy],
  offboarding:    [{ tenant: { status: 'offboarding' } },        'busy', 'Being off-boarded: all that is stored of it is erased.'],
};

describe('the state of a tenant in one sentence', () => {
  test.each(Object.entries(CASES))('%s', (kind, [about, tone, sentence, remedy]) => {
    const state = tenantState(standing(about), NOW);
    expect(state).toEqual({ kind, tone, sentence, ...(remedy !== undefined && { remedy }) });
  });

  test('says so of a directory with one person, of a next sync that is due, and of a size that is not known', () => {
    const due = standing({ tenant: { employees: 1, nextSyncAt: minutes(-1) } });
    expect(tenantState(due, NOW).sentence).toBe('In step. 1 person, last synced 14 minutes ago, next in a moment.');
    const unknown = standing({ tenant: never, running: { ...run, expected: null } as Standing['running'] });
    expect(tenantState(unknown, NOW).sentence).toBe('First sync going: 62,000 people read.');
  });

  test('is not “not yet” of a tenant that was linked before', () => {
    const { kind, sentence, remedy } = tenantState(standing({ tenant: { status: 'unlinked' } }), NOW);
    expect(kind).toBe('notLinked');
    expect(sentence).toBe('Unlinked: nothing is synced. 4,812 people stay, last synced 14 minutes ago.');
    expect(remedy).toBe(
      'An admin links the same directory again on the page Integration, then saves the settings there.',
    );
  });

  test('never tells more read than there are', () => {
    const more = standing({ tenant: never, running: { ...run, expected: 5 } as Standing['running'] });
    expect(tenantState(more, NOW).sentence).toBe('First sync going: 62,000 of about 62,000 people read.');
  });

  test('is a failed run’s until another one has ended well', () => {
    expect(tenantState(standing({ last: failed('unknown'), running }), NOW).kind).toBe('running');
    expect(tenantState(standing({ last: { state: 'succeeded', error: null } }), NOW).kind).toBe('inStep');
    expect(tenantState(standing({ last: { state: 'cancelled', error: null } }), NOW).kind).toBe('inStep');
  });

  test.each(Object.keys(FAILURES) as FailureCode[])(
    'names a remedy or says that nobody must do anything: %s',
    (code) => {
      const state = tenantState(standing({ last: failed(code) }), NOW);
      expect(state.remedy ?? state.sentence).toMatch(state.remedy === undefined ? /nothing for you to do/ : /./);
    },
  );

  test.each(TENANT_STATUSES)('is never empty for a tenant that is %s', (status) => {
    for (const about of [{}, { running }, { waitingPeople: 1 }, { last: failed('interrupted') }]) {
      expect(tenantState(standing({ ...about, tenant: { status } }), NOW).sentence).toMatch(/\.$/);
    }
  });
});
