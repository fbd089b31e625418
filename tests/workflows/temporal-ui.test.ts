import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { WorkflowHandle } from '@temporalio/client';
import { failing } from './failing.ts';
import { openTestStage } from './open-test-stage.ts';
import type { Stage } from './stage.ts';
import { summariesOf } from './summaries-of.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openTestStage();
});
afterAll(() => stage.close());

/** What the Temporal UI shows of a workflow besides its history. */
type Metadata = {
  readonly currentDetails?: string;
  readonly definition?: {
    readonly signalDefinitions?: readonly { readonly name: string; readonly description?: string }[];
    readonly queryDefinitions?: readonly { readonly name: string }[];
  };
};
const metadataOf = (workflow: WorkflowHandle): Promise<Metadata> => workflow.query('__temporal_workflow_metadata');

describe.concurrent('the Temporal UI', () => {
  test('finds a tenant and its runs by the tenant’s id and by what started them', async () => {
    const tenant = stage.tenant();
    await tenant.syncNow();
    await tenant.asleep();
    const run = await tenant.run(1).describe();
    expect(run.searchAttributes).toMatchObject({ TenantId: [tenant.id], SyncTrigger: ['manual'] });
    const { searchAttributes } = await tenant.handle.describe();
    expect(searchAttributes).toMatchObject({ TenantId: [tenant.id] });
  });

  // prettier-ignore
  test.each<[string, 'succeeded' | 'held' | 'failed', string, boolean]>([
    // guarantee                                                                 run          state               synced
    ['tells a tenant that was synced, and when',                                 'succeeded', 'succeeded',        true],
    ['tells a tenant whose clean-up waits, and when it was synced',              'held',      'held',             true],
    ['tells a tenant that failed by the code of the failure, and not as synced', 'failed',    'consentWithdrawn', false],
  ])('%s', async (_guarantee, outcome, state, synced) => {
    const started = Date.now();
    const tenant = stage.tenant({
      syncPages: async () => {
        if (outcome === 'failed') throw failing('consentWithdrawn');
        return { next: 'done', read: 3, expected: 3 };
      },
      findVanished: async () => ({ toProve: 0, cleanUpNeeded: outcome === 'held', unsettled: false, eraseDue: false }),
      cleanUp: async () => ({ next: 'held', eraseDue: false }),
    });
    await tenant.syncNow();
    await tenant.asleep();
    const { searchAttributes } = await tenant.handle.describe();
    expect(searchAttributes).toMatchObject({ SyncState: [state] });
    const [lastSyncedAt] = searchAttributes['LastSyncedAt'] ?? [];
    if (!synced) expect(lastSyncedAt).toBeUndefined();
    else expect(Math.abs(Number(lastSyncedAt) - started)).toBeLessThan(60_000);
  });

  test('does not take an approved clean-up for a sync', async () => {
    const tenant = stage.tenant();
    await tenant.send({ kind: 'approveCleanUp', runId: (await firstRunOf(tenant)).runId });
    await tenant.ended(2);
    await tenant.asleep();
    const { searchAttributes } = await tenant.handle.describe();
    const [lastSyncedAt] = searchAttributes['LastSyncedAt'] ?? [];
    const cleanUp = await tenant.run(2).describe();
    expect(cleanUp.searchAttributes).toMatchObject({ SyncTrigger: ['approval'] });
    expect(Number(lastSyncedAt)).toBeLessThan(cleanUp.startTime.getTime());
  });

  test('says in a line what a workflow is for', async () => {
    const tenant = stage.tenant();
    await tenant.syncNow();
    await tenant.asleep();
    expect(await (await tenant.handle.describe()).staticSummary()).toBe('keeps one directory in step');
    expect(await (await tenant.run(1).describe()).staticSummary()).toBe('full run, manual');
  });

  test('tells what is going on: people read while a run reads, and how it ended', async () => {
    const page = stage.gate();
    const chunks = { done: 0 };
    const tenant = stage.tenant({
      syncPages: async () => {
        chunks.done++;
        if (chunks.done === 2) await page.pass();
        return { next: chunks.done === 1 ? 'more' : 'done', read: chunks.done * 1_000, expected: 2_048 };
      },
    });
    await tenant.syncNow();
    await page.reached;
    expect((await metadataOf(tenant.handle)).currentDetails).toBe('Run 1 (full, manual) is going.');
    expect((await metadataOf(tenant.run(1))).currentDetails).toBe('1000 of about 2048 people read.');
    page.open();
    await tenant.asleep();
    expect((await metadataOf(tenant.run(1))).currentDetails).toBe('Done.');
    expect((await metadataOf(tenant.handle)).currentDetails).toMatch(/^Run 1: succeeded\. Next at \d{4}-\d\d-\d\dT/);
  });

  test('tells that a tenant is paused, and that a clean-up waits', async () => {
    const tenant = stage.tenant({
      findVanished: async () => ({ toProve: 0, cleanUpNeeded: true, unsettled: false, eraseDue: false }),
      cleanUp: async () => ({ next: 'held', eraseDue: false }),
    });
    await tenant.syncNow();
    await tenant.asleep();
    expect((await metadataOf(tenant.run(1))).currentDetails).toMatch(/^Held: .* approve or reject/);
    await tenant.send({ kind: 'pause' });
    expect((await metadataOf(tenant.handle)).currentDetails).toMatch(/^Paused\./);
  });

  test('shows a button for each message, with a sentence beside it', async () => {
    const tenant = stage.tenant();
    await tenant.syncNow();
    await tenant.asleep();
    const { definition } = await metadataOf(tenant.handle);
    const signals = definition?.signalDefinitions ?? [];
    expect(signals.map(({ name }) => name).sort()).toEqual([
      'approveCleanUp',
      'offboard',
      'pause',
      'resume',
      'syncNow',
    ]);
    for (const { description } of signals) expect(description).toMatch(/^[A-Z].+\.$/);
    expect(definition?.queryDefinitions?.map(({ name }) => name)).toContain('status');
  });

  test('names each chunk and each wait', async () => {
    const tenant = stage.tenant({
      findVanished: async () => ({ toProve: 1, cleanUpNeeded: true, unsettled: false, eraseDue: false }),
    });
    await tenant.syncNow();
    await tenant.asleep();
    expect(await summariesOf(tenant.run(1))).toEqual(['people, part 1', 'proof of absence, part 1']);
    await tenant.send({ kind: 'pause' });
    await tenant.status();
    expect(await summariesOf(tenant.handle)).toEqual(expect.arrayContaining(['next scheduled run', 'paused']));
  });

  test('shows a manual run before a scheduled one, and all by their tenant', async () => {
    const tenant = stage.tenant({ scheduleNextRun: async () => ({ nextSyncAt: Date.now() + 50 }) });
    await tenant.syncNow();
    await tenant.called('closeRun', 2);
    const [manual, scheduled] = [await tenant.run(1).describe(), await tenant.run(2).describe()];
    expect(manual.priority).toMatchObject({ priorityKey: 2, fairnessKey: tenant.id });
    expect(scheduled.priority).toMatchObject({ priorityKey: 3, fairnessKey: tenant.id });
  });
});

async function firstRunOf(tenant: ReturnType<Stage['tenant']>) {
  await tenant.syncNow();
  await tenant.asleep();
  const [run] = tenant.inputsOf('closeRun');
  if (run === undefined) throw new Error('The first run was never closed.');
  return run;
}
