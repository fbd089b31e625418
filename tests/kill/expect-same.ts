import { Client, Connection } from '@temporalio/client';
import { expect, vi } from 'vitest';
import type { OwnSystem } from './own-system.ts';
import type { Played } from './play-history.ts';

/** What a history with kills has to share with the same one in peace, and what nobody's kill may leave behind. */
export async function expectSame(system: OwnSystem, killed: Played, peace: Played): Promise<void> {
  expect(system.endedByThemselves()).toEqual([]);
  expect(killed.counts).toEqual(peace.counts);
  expect(killed.employees).toEqual(peace.employees);
  expect(killed.changes).toEqual(peace.changes);
  expect(new Set(killed.employees.map(({ entra_object_id: id }) => id)).size).toBe(killed.employees.length);
  for (const requestId of killed.promised) {
    const run = killed.runs.find(({ requestIds }) => requestIds.includes(requestId));
    expect(run, `nothing answered ${requestId}, which was promised`).toMatchObject({ state: 'succeeded' });
  }
  expect(killed.runs.filter(({ state }) => state !== 'succeeded')).toEqual([]);
  await vi.waitFor(async () => expect(await runningWorkflows(system)).toBe(0), { timeout: 20_000, interval: 100 });
}

async function runningWorkflows({ temporalAddress }: OwnSystem): Promise<number> {
  const connection = await Connection.connect({ address: temporalAddress });
  try {
    const running = `WorkflowType = 'syncRun' AND ExecutionStatus = 'Running'`;
    return (await new Client({ connection }).workflow.count(running)).count;
  } finally {
    await connection.close();
  }
}
