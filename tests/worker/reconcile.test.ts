import { randomUUID } from 'node:crypto';
import type { WorkflowHandle } from '@temporalio/client';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { storeMessage } from '../../db/outbox.ts';
import type { TenantId } from '../../sync/ids.ts';
import { syncRunId, tenantSyncId } from '../../temporal/contract.ts';
import { createSyncClient, type SyncClient, type TenantMessage } from '../../temporal/sync-client.ts';
import { reconcile } from '../../worker/reconcile.ts';
import { openTestPreview } from '../db/open-test-preview.ts';
import { removePeople } from '../db/remove-people.ts';
import { NOW, oid, openStage, person, type Stage, type TestTenant } from '../db/stage.ts';
import { type TestTemporal, testTemporal } from '../set-up/test-temporal.ts';
import { until } from '../workflows/until.ts';

let stage: Stage;
let temporal: TestTemporal;
/** A queue that nobody works on: workflows stand still, and what they were told can be looked at. */
let sync: SyncClient;
let tenants: TestTenant[];
beforeEach(async () => {
  tenants = [];
  [stage, temporal] = await Promise.all([openStage(), testTemporal()]);
  sync = createSyncClient(temporal.client, `test-${randomUUID()}-sync`);
});
afterEach(async () => {
  for (const { id } of tenants)
    await workflowOf(id)
      .terminate()
      .catch(() => undefined); // some never had one
  await stage.close();
});

async function tenantOf(...about: Parameters<Stage['tenant']>): Promise<TestTenant> {
  const tenant = await stage.tenant(...about);
  tenants.push(tenant);
  return tenant;
}
const workflowOf = (id: TenantId): WorkflowHandle => temporal.client.workflow.getHandle(tenantSyncId(id));

const run = (client: SyncClient = sync, logged: string[] = []) =>
  reconcile({
    db: stage.db,
    sync: client,
    now: () => new Date(),
    log: pino({ base: {} }, { write: (line) => void logged.push(line) }),
  });

/** Stores a message as the API does that died before it could send it. */
async function leftBehind({ id }: TestTenant, message: TenantMessage, { secondsAgo = 60 } = {}): Promise<string> {
  const messageId = randomUUID();
  await stage.db.inTransaction(id, (tx) => storeMessage(id, tx, { id: messageId, message }));
  await stage.asOwner(`update outbox set created_at = now() - make_interval(secs => $2) where id = $1`, [
    messageId,
    secondsAgo,
  ]);
  return messageId;
}
const wish = (requestId: string): TenantMessage => ({ kind: 'syncNow', requestId, trigger: 'manual', full: false });
const isSent = async (messageId: string): Promise<boolean> =>
  (await stage.asOwner('select from outbox where id = $1 and sent_at is not null', [messageId])).length === 1;
/** The names of the signals that a tenant's workflow has received. */
async function signalsOf({ id }: TestTenant): Promise<readonly string[]> {
  const { events } = await workflowOf(id).fetchHistory();
  return (events ?? []).flatMap((event) => event.workflowExecutionSignaledEventAttributes?.signalName ?? []);
}
const statusOf = async ({ id }: TestTenant): Promise<string | undefined> =>
  workflowOf(id)
    .describe()
    .then(
      ({ status }) => status.name,
      () => undefined,
    );

describe('what was stored and never sent', () => {
  test('is sent, in the order in which it was stored, and starts the workflow where there is none', async () => {
    const tenant = await tenantOf();
    const messages = [
      await leftBehind(tenant, { kind: 'resume' }, { secondsAgo: 70 }),
      await leftBehind(tenant, wish('one'), { secondsAgo: 60 }),
    ];
    await run();
    expect(await signalsOf(tenant)).toEqual(['resume', 'syncNow']);
    expect(await Promise.all(messages.map(isSent))).toEqual([true, true]);
  });

  test('is not sent again', async () => {
    const tenant = await tenantOf();
    await leftBehind(tenant, wish('one'));
    await run();
    await run();
    expect(await signalsOf(tenant)).toEqual(['syncNow']);
  });

  test('is left to the API for some seconds, which is on its way', async () => {
    const tenant = await tenantOf();
    const message = await leftBehind(tenant, wish('one'), { secondsAgo: 2 });
    await run();
    expect([await isSent(message), await signalsOf(tenant)]).toEqual([false, []]); // its workflow is there meanwhile
  });

  test('stays stored while Temporal does not take it, and is sent by a later round', async () => {
    const tenant = await tenantOf();
    const message = await leftBehind(tenant, wish('one'));
    await run({ ...sync, send: () => Promise.reject(new Error('14 UNAVAILABLE')) });
    expect(await isSent(message)).toBe(false);
    await run();
    expect(await isSent(message)).toBe(true);
  });

  test('to an off-boarded tenant is done with, and raises nobody', async () => {
    const tenant = await tenantOf();
    const message = await leftBehind(tenant, wish('late'));
    await run({ ...sync, send: async () => 'offboarded' });
    expect(await isSent(message)).toBe(true);
  });
});

describe('a tenant’s workflow', () => {
  test.each(['active', 'paused', 'needsAttention', 'offboarding'] as const)(
    'is given to a tenant that is %s and has none, once',
    async (status) => {
      const tenant = await tenantOf({ status });
      await run();
      expect(await statusOf(tenant)).toBe('RUNNING');
      const first = await workflowOf(tenant.id).describe();
      await run();
      expect((await workflowOf(tenant.id).describe()).runId).toBe(first.runId);
    },
  );

  test.each(['unlinked', 'linked'] as const)('is not given to a tenant that is %s', async (status) => {
    const tenant = await tenantOf({ status });
    await run();
    expect(await statusOf(tenant)).toBeUndefined();
  });

  test('that was terminated is given back', async () => {
    const tenant = await tenantOf();
    await run();
    const { runId } = await workflowOf(tenant.id).describe();
    await workflowOf(tenant.id).terminate();
    await until('visibility has caught up', async () => !(await sync.runningTenants()).has(tenant.id));
    await run();
    const now = await workflowOf(tenant.id).describe();
    expect([now.status.name, now.runId === runId]).toEqual(['RUNNING', false]);
  });
});

test('a preview whose workflow was terminated is closed within two rounds', async () => {
  const tenant = await tenantOf();
  const runId = await openTestPreview(tenant, { now: new Date(Date.now() - 60_000) });
  await sync.send(tenant.id, { kind: 'preview', runId });
  await run();
  expect((await tenant.run(runId)).state).toBe('running');
  await temporal.client.workflow.getHandle(syncRunId(tenant.id, runId)).terminate('by an operator');
  await stage.asOwner(`update tenants set previews_due_at = previews_due_at - interval '1 minute' where id = $1`, [
    tenant.id,
  ]);
  await run();
  expect(await tenant.run(runId)).toMatchObject({ state: 'failed', error: { code: 'previewEnded' } });
});

test('one tenant that fails does not keep the others waiting, and is told of by its id', async () => {
  const [failing, other] = [await tenantOf(), await tenantOf()];
  const unsent = await leftBehind(failing, wish('one'), { secondsAgo: 90 });
  const sent = await leftBehind(other, wish('two'));
  const logged: string[] = [];
  const fail = (id: TenantId) => id === failing.id && Promise.reject(new TypeError('Ada Lovelace'));
  await run(
    {
      ...sync,
      send: async (id, message) => (await fail(id)) || sync.send(id, message),
      start: async (id) => (await fail(id)) || sync.start(id),
    },
    logged,
  );
  expect([await isSent(unsent), await isSent(sent)]).toEqual([false, true]);
  expect([await statusOf(failing), await statusOf(other)]).toEqual([undefined, 'RUNNING']);
  const warned = logged.map((line): object => JSON.parse(line)).filter((line) => 'level' in line && line.level === 40);
  expect(warned).toMatchObject(
    ['notReconciled', 'notReconciled'].map((event) => ({ event, tenantId: failing.id, errorName: 'TypeError' })),
  );
  expect(logged.join('')).not.toContain('Lovelace');
});

test('of several worker processes one does it at a time', async () => {
  const tenant = await tenantOf();
  const message = await leftBehind(tenant, wish('one'));
  await stage.db.alone('reconcile', async () => {
    await run();
    expect(await isSent(message)).toBe(false);
  });
  await run();
  expect(await isSent(message)).toBe(true);
});

test('people whose time is over are erased in the same round, also while Temporal is away', async () => {
  const tenant = await tenantOf({ cleanUp: { enabled: true, retentionDays: 0 } });
  await tenant.page(await tenant.open(), [person(1)]);
  await removePeople(tenant, [oid(1)], NOW);
  const away = run({ ...sync, runningTenants: () => Promise.reject(new Error('14 UNAVAILABLE')) });
  await expect(away).rejects.toThrow('UNAVAILABLE');
  const [row] = await stage.asOwner(
    'select email, erased_at is not null as erased from employees where tenant_id = $1',
    [tenant.id],
  );
  expect(row).toEqual({ email: '', erased: true });
});
