import { describe, expect, test } from 'vitest';
import { decideRun, type RunFacts, type RunRequest } from '../../sync/decide-run.ts';
import { TENANT_STATUSES, TRIGGERS, type TenantStatus, type Trigger } from '../../sync/run.ts';

const now = new Date('2026-03-01T12:00:00Z');
const facts = (about: Partial<RunFacts> = {}): RunFacts => ({
  status: 'active',
  hasRun: true,
  watermarkRules: 'rules',
  rules: 'rules',
  fullSyncedAt: now,
  waitingKind: undefined,
  ...about,
});
const asks = (trigger: Trigger): RunRequest => ({ trigger, approvesRun: false, full: false, now });
const approval: RunRequest = { trigger: 'approval', approvesRun: true, full: false, now };

/** Complete by type: a new status does not compile until it is decided here. */
const WHAT_A_STATUS_MEANS: Readonly<Record<TenantStatus, string>> = {
  unlinked: 'tenantNotLinked',
  linked: 'tenantNotActivated',
  offboarding: 'tenantOffboarding',
  paused: 'paused',
  active: 'open',
  needsAttention: 'open',
};

describe('a run of a tenant that is', () => {
  test.each(TENANT_STATUSES)('%s starts, waits or fails as its status says', (status) => {
    const decision = decideRun(facts({ status }), asks('manual'));
    expect(decision.answer === 'notRunnable' ? decision.code : decision.answer).toBe(WHAT_A_STATUS_MEANS[status]);
  });

  test('not there fails with a cause that says so', () => {
    expect(decideRun(facts({ status: undefined }), asks('schedule'))).toEqual({
      answer: 'notRunnable',
      code: 'tenantNotThere',
    });
  });
});

describe('the trigger of a run', () => {
  test.each(TRIGGERS.filter((each) => each !== 'approval'))('%s is told as it was asked for', (trigger) => {
    expect(decideRun(facts(), asks(trigger))).toMatchObject({ answer: 'open', trigger });
  });
  test.each(TRIGGERS.filter((each) => each !== 'approval'))(
    '%s is told as link for the first run of all',
    (trigger) => {
      expect(decideRun(facts({ hasRun: false }), asks(trigger))).toMatchObject({ answer: 'open', trigger: 'link' });
    },
  );
  test('is kept for later while the tenant is paused', () => {
    expect(decideRun(facts({ status: 'paused' }), asks('settings'))).toEqual({ answer: 'paused', trigger: 'settings' });
    expect(decideRun(facts({ status: 'paused', hasRun: false }), asks('manual'))).toEqual({
      answer: 'paused',
      trigger: 'link',
    });
  });
  test('is approval for an approval, even before the first run of all', () => {
    expect(decideRun(facts({ status: 'paused', hasRun: false }), approval)).toMatchObject({ trigger: 'approval' });
  });
});

test('a run over the directory is of the kind that its reasons make it', () => {
  expect(decideRun(facts(), asks('schedule'))).toMatchObject({ kind: 'incremental', kindReason: 'changesOnly' });
  expect(decideRun(facts(), { ...asks('manual'), full: true })).toMatchObject({ kind: 'full', kindReason: 'asked' });
});

describe('an approval', () => {
  // prettier-ignore
  test.each<[string, RunFacts['approves'], TenantStatus, object]>([
    // guarantee                                             list        tenant            decision
    ['applies a list that waits',                            'held',     'active',         { answer: 'open', kind: 'cleanUp', kindReason: 'approved', trigger: 'approval' }],
    ['applies a list that was approved and not applied yet', 'approved', 'active',         { answer: 'open', kind: 'cleanUp', kindReason: 'approved', trigger: 'approval' }],
    ['applies a list of a tenant that needs attention',      'held',     'needsAttention', { answer: 'open', kind: 'cleanUp', kindReason: 'approved', trigger: 'approval' }],
    ['is refused where another list took its place',         'closed',   'active',         { answer: 'refused' }],
    ['is refused where no run has this number',              undefined,  'active',         { answer: 'refused' }],
    ['waits while the tenant is paused',                     'held',     'paused',         { answer: 'paused', trigger: 'approval' }],
    ['fails where the tenant leaves',                        'held',     'offboarding',    { answer: 'notRunnable', code: 'tenantOffboarding' }],
  ])('%s', (_guarantee, approves, status, decision) => {
    expect(decideRun(facts({ approves, status }), approval)).toEqual(decision);
  });
});
