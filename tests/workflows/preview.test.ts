import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunId } from '../../sync/ids.ts';
import { failing } from './failing.ts';
import { openTestStage } from './open-test-stage.ts';
import type { Stage } from './stage.ts';
import { summariesOf } from './summaries-of.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openTestStage();
});
afterAll(() => stage.close());

const preview = { kind: 'preview', runId: '1' as RunId } as const; // a run's number

describe.concurrent('a preview', () => {
  test('reads, completes its plan and closes: it proves nobody gone, cleans up nothing and settles nothing', async () => {
    const tenant = stage.tenant();
    await tenant.send(preview);
    await expect(tenant.run(1).result()).resolves.toEqual({ outcome: 'succeeded' });
    expect(tenant.namesOfCalls()).toEqual(['syncPages', 'completePreview', 'closeRun']);
  });

  test('is started once, however often it is asked for, also after its end', async () => {
    const tenant = stage.tenant();
    await tenant.send(preview);
    await tenant.send(preview);
    await tenant.run(1).result();
    expect(await tenant.send(preview)).toBe('sent');
    expect(tenant.inputsOf('closeRun')).toHaveLength(1);
  });

  test('that fails is a failed row with its cause, and is closed with its code', async () => {
    const tenant = stage.tenant({
      completePreview: async () => {
        throw failing('listingIncomplete');
      },
    });
    await tenant.send(preview);
    await expect(tenant.run(1).result()).rejects.toThrow();
    expect(tenant.inputsOf('closeRun')).toMatchObject([{ outcome: 'failed', code: 'listingIncomplete' }]);
  });

  test('that is cancelled is closed as cancelled', async () => {
    const gate = stage.gate();
    const tenant = stage.tenant({
      syncPages: async () => {
        await gate.pass();
        return { next: 'more', read: 1, expected: 2 };
      },
    });
    await tenant.send(preview);
    await gate.reached;
    await tenant.run(1).cancel();
    gate.open();
    await expect(tenant.run(1).result()).rejects.toThrow();
    expect(tenant.inputsOf('closeRun')).toMatchObject([{ outcome: 'cancelled' }]);
  });

  test('can be found and read in the Temporal UI', async () => {
    const tenant = stage.tenant();
    await tenant.send(preview);
    await tenant.run(1).result();
    const description = await tenant.run(1).describe();
    expect(description.searchAttributes).toMatchObject({ TenantId: [tenant.id], SyncTrigger: ['manual'] });
    expect(await description.staticSummary()).toBe('preview of what saving would change, manual');
    expect(description.priority).toMatchObject({ priorityKey: 2, fairnessKey: tenant.id });
    expect(await summariesOf(tenant.run(1))).toContain('people, part 1');
  });
});
