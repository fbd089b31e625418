import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { WorkflowHandle } from '@temporalio/client';
import { FAILURES } from '../../sync/failure.ts';
import type { RunId } from '../../sync/ids.ts';
import { failing } from './failing.ts';
import { openTestStage } from './open-test-stage.ts';
import type { Stage, StagedTenant } from './stage.ts';
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
/** Its details, paragraph by paragraph. */
const detailsOf = async (workflow: WorkflowHandle): Promise<readonly string[]> =>
  (await metadataOf(workflow)).currentDetails?.split('\n\n') ?? [];

const FOR = 'Keeps one directory in step with Microsoft Entra ID.';
const READS = 'Reads everybody in the directory.';
const WAITS = /^Waits for the next run at \d{4}-\d\d-\d\dT[\d:.]+Z; syncNow starts it at once\.$/;

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
    expect(await detailsOf(tenant.handle)).toEqual([FOR, 'Run 1 (full, manual) is going.']);
    expect(await detailsOf(tenant.run(1))).toEqual([READS, '1000 of about 2048 people read.']);
    page.open();
    await tenant.asleep();
    expect(await detailsOf(tenant.run(1))).toEqual([READS, 'Done.']);
    expect(await detailsOf(tenant.handle)).toEqual([FOR, expect.stringMatching(WAITS), 'Run 1 succeeded.']);
  });

  test('tells why the last run failed', async () => {
    const tenant = stage.tenant({
      syncPages: async () => {
        throw failing('consentWithdrawn');
      },
    });
    await tenant.syncNow();
    await tenant.asleep();
    const failed = `Run 1 failed: ${FAILURES.consentWithdrawn.message}`;
    expect(await detailsOf(tenant.handle)).toEqual([FOR, expect.stringMatching(WAITS), failed]);
  });

  test('tells what a tenant is for, does and waits for in each of its histories, though its summary stands in the first one alone', async () => {
    const begins = stage.gate();
    const histories: string[] = [];
    const isFirst = async () => {
      const { runId } = await tenant.handle.describe();
      if (!histories.includes(runId)) histories.push(runId);
      return runId === histories[0];
    };
    const tenant: StagedTenant = stage.tenant({
      openRun: async ({ trigger }) => {
        if (!(await isFirst())) await begins.pass();
        return { answer: 'opened', runId: '7' as RunId, kind: 'full', trigger, heartbeatMs: 2_000 }; // a run's number
      },
      scheduleNextRun: async () => ({ nextSyncAt: Date.now() + ((await isFirst()) ? 0 : 3_600_000) }),
      findVanished: async () => {
        if (await isFirst()) throw failing('listingIncomplete');
        return { toProve: 0, cleanUpNeeded: false, unsettled: false, eraseDue: false };
      },
    });
    await tenant.syncNow();
    await begins.reached;
    const described = await tenant.handle.describe();
    expect(await described.staticSummary()).toBeUndefined();
    expect(described.searchAttributes).toMatchObject({ TenantId: [tenant.id], SyncState: ['listingIncomplete'] });
    const failed = `Run 7 failed: ${FAILURES.listingIncomplete.message}`;
    expect(await detailsOf(tenant.handle)).toEqual([FOR, 'Opens a run, as soon as PostgreSQL answers.', failed]);
    const before = stage.client.workflow.getHandle(tenant.handle.workflowId, histories[0]);
    expect(await detailsOf(before)).toEqual([FOR, 'Goes on in its next history: see Latest Execution.', failed]);
    begins.open();
    await tenant.asleep();
    expect(await detailsOf(tenant.handle)).toEqual([FOR, expect.stringMatching(WAITS), 'Run 7 succeeded.']);
  });

  test('tells what a run is for in each of its histories', async () => {
    const begins = stage.gate();
    const histories = new Set<string>();
    const chunks = { done: 0 };
    const tenant: StagedTenant = stage.tenant({
      syncPages: async () => {
        histories.add((await tenant.run(1).describe()).runId);
        if (histories.size > 1) await begins.pass();
        chunks.done++;
        return { next: chunks.done > 20 ? 'done' : 'more', read: chunks.done, expected: null };
      },
    });
    await tenant.syncNow();
    await begins.reached;
    expect(await (await tenant.run(1).describe()).staticSummary()).toBeUndefined();
    expect(await detailsOf(tenant.run(1))).toEqual([READS]);
  });

  test('tells that a tenant is paused, and that a clean-up waits', async () => {
    const tenant = stage.tenant({
      findVanished: async () => ({ toProve: 0, cleanUpNeeded: true, unsettled: false, eraseDue: false }),
      cleanUp: async () => ({ next: 'held', eraseDue: false }),
    });
    await tenant.syncNow();
    await tenant.asleep();
    expect(await detailsOf(tenant.run(1))).toEqual([READS, expect.stringMatching(/^Held: .* approve or reject/)]);
    await tenant.send({ kind: 'pause' });
    expect(await detailsOf(tenant.handle)).toEqual([
      FOR,
      'Paused. Nothing is synced until somebody resumes.',
      'Run 1 was held: a person approves or rejects its clean-up.',
    ]);
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

test('a worker that has just started shows the same as the one before it', async () => {
  const own = await openTestStage();
  try {
    const [asleep, paused] = [own.tenant(), own.tenant()];
    for (const tenant of [asleep, paused]) {
      await tenant.syncNow();
      await tenant.asleep();
    }
    await paused.send({ kind: 'pause' });
    const shown = () => Promise.all([asleep.handle, paused.handle, asleep.run(1)].map(detailsOf));
    const before = await shown();
    expect(before.map(([first]) => first)).toEqual([FOR, FOR, READS]);
    await own.replaceWorkers();
    expect(await shown()).toEqual(before);
  } finally {
    await own.close();
  }
});

async function firstRunOf(tenant: ReturnType<Stage['tenant']>) {
  await tenant.syncNow();
  await tenant.asleep();
  const [run] = tenant.inputsOf('closeRun');
  if (run === undefined) throw new Error('The first run was never closed.');
  return run;
}
