import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunId } from '../../sync/ids.ts';
import { openTestStage } from './open-test-stage.ts';
import type { Stage } from './stage.ts';
import { until } from './until.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openTestStage();
});
afterAll(() => stage.close());

/** A tenant whose first page stands at a gate until the test opens it; `ended` are the chunks that have ended. */
function withPageAtAGate(stopsAt: 'itsEnd' | 'cancellation') {
  const page = stage.gate();
  const chunks = { ended: 0, whenClosed: -1 };
  const tenant = stage.tenant({
    syncPages: async () => {
      await (stopsAt === 'itsEnd' ? page.pass() : page.passOrBeCancelled());
      chunks.ended++;
      return { next: 'done', read: 3, expected: 3 };
    },
    closeRun: async () => {
      chunks.whenClosed = chunks.ended;
    },
  });
  return { tenant, page, chunks };
}

describe.concurrent('a pause in the middle of a chunk', () => {
  test('closes the run as cancelled only after the chunk has really ended', async () => {
    const { tenant, page, chunks } = withPageAtAGate('itsEnd');
    await tenant.syncNow();
    await page.reached;
    await tenant.send({ kind: 'pause' });
    // A run that did not wait for its chunk would ask for closeRun in the same step.
    const steps = await until('the chunk is asked to stop', async () => {
      const { events } = await tenant.run(1).fetchHistory();
      return events?.some((event) => event.activityTaskCancelRequestedEventAttributes) && events;
    });
    const asked = steps.map((event) => event.activityTaskScheduledEventAttributes?.activityType?.name).filter(Boolean);
    expect(asked).toEqual(['syncPages']);
    page.open();
    await tenant.ended(1);
    await tenant.isNow(tenant.run(1), 'CANCELLED');
    expect(tenant.inputsOf('closeRun')).toEqual([{ tenantId: tenant.id, runId: '1', outcome: 'cancelled' }]);
    expect(chunks.whenClosed).toBe(1);
  });

  test('is no failure: the tenant does not back off', async () => {
    const { tenant, page } = withPageAtAGate('cancellation');
    await tenant.syncNow();
    await page.reached;
    await tenant.send({ kind: 'pause' });
    await tenant.ended(1);
    expect(tenant.inputsOf('scheduleNextRun')).toEqual([
      { tenantId: tenant.id, runId: '1', failures: 0, outcome: 'cancelled' },
    ]);
    expect(await tenant.status()).toMatchObject({ paused: true, failures: 0 });
  });

  test('is made good by resume: the same run is asked for again, at once, for the same requests', async () => {
    const { tenant, page } = withPageAtAGate('cancellation');
    await tenant.send({ kind: 'syncNow', requestId: 'cut-off', trigger: 'settings', full: true });
    await page.reached;
    await tenant.send({ kind: 'pause' });
    await tenant.ended(1);
    page.open();
    await tenant.syncNow('meanwhile');
    expect(tenant.inputsOf('openRun')).toHaveLength(1);
    await tenant.send({ kind: 'resume' });
    await tenant.ended(2);
    expect(tenant.inputsOf('openRun')[1]).toEqual({
      tenantId: tenant.id,
      trigger: 'settings',
      full: true,
      requestIds: ['cut-off', 'meanwhile'],
    });
  });

  test('ends a run at once that stands at a page border', async () => {
    const stopped = { now: true };
    const tenant = stage.tenant({
      syncPages: async () => ({ next: stopped.now ? 'stopped' : 'done', read: 3, expected: 3 }),
    });
    await tenant.syncNow();
    await tenant.called('syncPages');
    await tenant.send({ kind: 'pause' });
    await tenant.ended(1);
    expect(tenant.inputsOf('closeRun')).toEqual([{ tenantId: tenant.id, runId: '1', outcome: 'cancelled' }]);
  });

  test('cuts off an approved clean-up too, which resume applies', async () => {
    const proof = stage.gate();
    const tenant = stage.tenant({
      findVanished: async () => ({ toProve: 1, cleanUpNeeded: true, unsettled: false, eraseDue: false }),
      proveGone: async () => {
        await proof.passOrBeCancelled();
        return { next: 'done' };
      },
    });
    const approved = '7' as RunId; // a run's number
    await tenant.send({ kind: 'approveCleanUp', runId: approved });
    await proof.reached;
    await tenant.send({ kind: 'pause' });
    await tenant.ended(1);
    proof.open();
    await tenant.send({ kind: 'resume' });
    await tenant.ended(2);
    expect(tenant.inputsOf('openRun').map(({ approves }) => approves)).toEqual([approved, approved]);
    expect(tenant.inputsOf('cleanUp')).toHaveLength(1);
  });
});

describe.concurrent('pause and resume', () => {
  test('at once during a run lose nothing: what was asked for ends well', async () => {
    const { tenant, page } = withPageAtAGate('itsEnd');
    await tenant.syncNow('asked');
    await page.reached;
    await Promise.all([tenant.send({ kind: 'pause' }), tenant.send({ kind: 'resume' })]);
    page.open();
    await tenant.send({ kind: 'resume' });
    await until('a run for the request ends well', () =>
      tenant.inputsOf('scheduleNextRun').some(({ outcome }) => outcome === 'succeeded'),
    );
    expect(await tenant.status()).toMatchObject({ paused: false, failures: 0 });
    expect(tenant.inputsOf('openRun').at(-1)?.requestIds).toEqual(['asked']);
  });

  test('while nothing is due start nothing', async () => {
    const tenant = stage.tenant();
    await tenant.syncNow();
    await tenant.ended(1);
    await tenant.send({ kind: 'pause' });
    expect((await tenant.status()).paused).toBe(true);
    await tenant.send({ kind: 'resume' });
    expect((await tenant.status()).paused).toBe(false);
    await tenant.asleep();
    expect(tenant.inputsOf('openRun')).toHaveLength(1);
  });

  test('start at once what became due meanwhile', async () => {
    const tenant = stage.tenant({ scheduleNextRun: async () => ({ nextSyncAt: Date.now() + 300 }) });
    await tenant.syncNow();
    await tenant.called('scheduleNextRun');
    await tenant.send({ kind: 'pause' });
    const { nextSyncAt } = await tenant.status();
    await until('the next sync is due', () => Date.now() > nextSyncAt);
    const before = tenant.inputsOf('openRun').length;
    await tenant.send({ kind: 'resume' });
    await tenant.called('openRun', before + 1);
  });

  test('keep what was asked for meanwhile, and run it once', async () => {
    const tenant = stage.tenant();
    await tenant.syncNow();
    await tenant.ended(1);
    await tenant.send({ kind: 'pause' });
    await tenant.syncNow('one');
    await tenant.syncNow('two');
    expect(await tenant.status()).toMatchObject({ paused: true, pending: 'manual' });
    expect(tenant.inputsOf('openRun')).toHaveLength(1);
    await tenant.send({ kind: 'resume' });
    await tenant.ended(2);
    expect(tenant.inputsOf('openRun')[1]?.requestIds).toEqual(['one', 'two']);
  });

  test('sent twice are as sent once', async () => {
    const tenant = stage.tenant();
    await tenant.syncNow();
    await tenant.ended(1);
    for (const kind of ['pause', 'pause', 'resume', 'resume'] as const) await tenant.send({ kind });
    await tenant.asleep();
    expect(await tenant.status()).toMatchObject({ paused: false, failures: 0 });
    expect(tenant.inputsOf('openRun')).toHaveLength(1);
  });
});

describe.concurrent('while a run is being opened', () => {
  /** A tenant whose runs are opened only when the gate is. */
  const withOpeningAtAGate = (answer: 'opened' | 'paused') => {
    const opening = stage.gate();
    const answers = { paused: answer === 'paused', runs: 0 };
    const tenant = stage.tenant({
      openRun: async ({ trigger }) => {
        await opening.pass();
        if (answers.paused) {
          answers.paused = false;
          return { answer: 'paused', trigger };
        }
        answers.runs++;
        return { answer: 'opened', runId: String(answers.runs) as RunId, kind: 'full', trigger, heartbeatMs: 2_000 }; // its number
      },
    });
    return { tenant, opening };
  };

  test('a pause keeps it from reading anybody, and resume opens another for the same request', async () => {
    const { tenant, opening } = withOpeningAtAGate('opened');
    await tenant.syncNow('asked');
    await opening.reached;
    await tenant.send({ kind: 'pause' });
    opening.open();
    await tenant.ended(1);
    expect(tenant.namesOfCalls()).toEqual(['openRun', 'scheduleNextRun']);
    expect(tenant.inputsOf('scheduleNextRun')).toEqual([
      { tenantId: tenant.id, runId: '1', failures: 0, outcome: 'cancelled' },
    ]);
    await tenant.send({ kind: 'resume' });
    await tenant.ended(2);
    expect(tenant.inputsOf('openRun')[1]?.requestIds).toEqual(['asked']);
    expect(tenant.inputsOf('syncPages')).toHaveLength(1);
  });

  test('the answer that the tenant is paused makes it wait, and resume runs what was asked for', async () => {
    const { tenant, opening } = withOpeningAtAGate('paused');
    await tenant.syncNow('asked');
    opening.open();
    await until('it is paused', async () => (await tenant.status()).paused);
    expect(await tenant.status()).toMatchObject({ pending: 'manual' });
    await tenant.send({ kind: 'resume' });
    await tenant.ended(1);
    expect(tenant.inputsOf('openRun').map(({ requestIds }) => requestIds)).toEqual([['asked'], ['asked']]);
  });

  test('a resume that overtakes the answer that the tenant is paused is not lost', async () => {
    const { tenant, opening } = withOpeningAtAGate('paused');
    await tenant.syncNow('asked');
    await opening.reached;
    await tenant.send({ kind: 'resume' });
    opening.open();
    await tenant.ended(1);
    expect(tenant.inputsOf('openRun')).toHaveLength(2);
  });
});
