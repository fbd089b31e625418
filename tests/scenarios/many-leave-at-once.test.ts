import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunId } from '../../sync/ids.ts';
import { openWorkbench, people, type SyncedTenant, type Workbench } from './workbench.ts';

let bench: Workbench;
beforeAll(async () => {
  bench = await openWorkbench();
}, 120_000);
afterAll(() => bench.close());

const names = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, index) => `Person ${String(from + index).padStart(3, '0')}`);

/** A tenant of 40 with clean-up on, half of whom have just left. */
async function halfLeft(name: string): Promise<{ tenant: SyncedTenant; heldRun: RunId }> {
  const tenant = await bench.tenant({ name, people: people(40) });
  await tenant.save((settings) => ({ ...settings, cleanUp: { ...settings.cleanUp, enabled: true } }));
  await tenant.sync();
  for (const leaver of names(1, 20)) tenant.entra.leave(leaver);
  const run = await tenant.sync();
  expect(run).toMatchObject({ state: 'held', counts: { removed: 0 } });
  expect(await tenant.employees()).toHaveLength(40);
  return { tenant, heldRun: run.id };
}

describe('when many leave at once', () => {
  it('nobody is removed until a person approves, then exactly those who were listed are', async () => {
    const { tenant, heldRun } = await halfLeft('Approved');
    const listed = await tenant.changes(heldRun);
    expect(listed.filter((change) => change.action === 'remove' && !change.applied)).toHaveLength(20);
    await tenant.send({ kind: 'approveCleanUp', runId: heldRun });
    const run = await tenant.runThat((each) => each.kind === 'cleanUp' && each.state !== 'running');
    expect(run).toMatchObject({ state: 'succeeded', trigger: 'approval', approves: heldRun, counts: { removed: 20 } });
    expect(await tenant.employees()).toHaveLength(20);
    expect(await tenant.runThat((each) => each.id === heldRun)).toMatchObject({
      state: 'succeeded',
      decision: 'approved',
    });
  });

  it('somebody who came back before the approval stays', async () => {
    const { tenant, heldRun } = await halfLeft('Came back');
    tenant.entra.restore('Person 007');
    await tenant.send({ kind: 'approveCleanUp', runId: heldRun });
    const run = await tenant.runThat((each) => each.kind === 'cleanUp' && each.state !== 'running');
    expect(run).toMatchObject({ state: 'succeeded', counts: { removed: 19, unproven: 1 } });
    expect((await tenant.employee('Person 007'))?.status).toBe('active');
  });

  it('a later run with the same people waits with the first one, and is decided with it', async () => {
    const { tenant, heldRun } = await halfLeft('Waiting');
    const second = await tenant.sync();
    expect(second).toMatchObject({ state: 'held', waitingRunId: heldRun });
    expect((await tenant.changes(second.id)).filter((change) => change.action === 'remove')).toEqual([]);
    await tenant.send({ kind: 'approveCleanUp', runId: heldRun });
    await tenant.runThat((each) => each.kind === 'cleanUp' && each.state === 'succeeded');
    expect(await tenant.runThat((each) => each.id === second.id)).toMatchObject({ decision: 'approved' });
  });

  it('a later run with other people supersedes, and the old list can not be approved any more', async () => {
    const { tenant, heldRun } = await halfLeft('Superseded');
    tenant.entra.leave('Person 021');
    const second = await tenant.sync();
    expect(second).toMatchObject({ state: 'held', waitingRunId: null });
    expect(await tenant.runThat((each) => each.id === heldRun)).toMatchObject({ decision: 'superseded' });
    await tenant.send({ kind: 'approveCleanUp', runId: heldRun });
    await tenant.sync();
    expect((await tenant.runs()).some((run) => run.kind === 'cleanUp')).toBe(false);
    expect(await tenant.employees()).toHaveLength(40);
  });

  it('when all came back the held list is dropped', async () => {
    const { tenant, heldRun } = await halfLeft('All back');
    for (const leaver of names(1, 20)) tenant.entra.restore(leaver);
    expect(await tenant.sync()).toMatchObject({ state: 'succeeded', counts: { removed: 0, restored: 0 } });
    expect(await tenant.runThat((each) => each.id === heldRun)).toMatchObject({ decision: 'superseded' });
  });

  it('a directory that drains slowly is held as well', async () => {
    const tenant = await bench.tenant({ name: 'Drip', people: people(40) });
    await tenant.save((settings) => ({ ...settings, cleanUp: { ...settings.cleanUp, enabled: true } }));
    await tenant.sync();
    for (const leaver of names(1, 4)) tenant.entra.leave(leaver);
    expect(await tenant.sync()).toMatchObject({ state: 'succeeded', counts: { removed: 4 } });
    for (const leaver of names(5, 8)) tenant.entra.leave(leaver);
    expect(await tenant.sync()).toMatchObject({ state: 'held', counts: { removed: 0 } });
  });
});
