import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWholeSystem, type LinkedTenant, type WholeSystem } from './whole-system.ts';

/** One file, since the worker as a process listens on the queues that every worker of its server listens on. */
const MINUTES = 60_000;

let system: WholeSystem;
beforeAll(async () => {
  system = await openWholeSystem();
});
afterAll(() => system.close());

/** What PostgreSQL itself counted. Sessions tell their counts at the latest when they end. */
async function rowsWritten(): Promise<Readonly<Record<string, number>>> {
  const tables = await system.ask<{ table: string; rows: string }>(
    `select relname as table, n_tup_ins + n_tup_upd + n_tup_del as rows from pg_stat_user_tables`,
  );
  return Object.fromEntries(tables.map(({ table, rows }) => [table, Number(rows)]));
}

async function syncWithOneWorker(
  tenant: LinkedTenant,
  full = false,
): Promise<Awaited<ReturnType<LinkedTenant['runThat']>>> {
  const requestId = randomUUID();
  // Asked for first: a worker that starts looks for tenants without a workflow, and would begin a run of its own accord.
  await tenant.syncNow(requestId, full);
  const worker = await system.startWorker();
  const run = await tenant.runThat(
    'answers the request',
    ({ requestIds, state }) => requestIds.includes(requestId) && state !== 'running',
  );
  await worker.stop();
  return run;
}

describe('a directory of ten thousand people', { timeout: 4 * MINUTES }, () => {
  const PEOPLE = 10_000;
  let tenant: LinkedTenant;
  beforeAll(async () => {
    tenant = await system.tenant({
      name: 'Ten thousand',
      people: { seed: 'ten thousand', count: PEOPLE, disabledShare: 0.02, guestShare: 0.03, noMailShare: 0.01 },
    });
  });

  it('becomes employees in one run, each person who matches once', async () => {
    const run = await syncWithOneWorker(tenant);
    const matching = tenant.entra.countWhere(
      ({ accountEnabled, userType, mail }) => accountEnabled === true && userType === 'Member' && mail !== null,
    );
    expect(matching).toBeGreaterThan(9_000);
    expect(run).toMatchObject({
      state: 'succeeded',
      kind: 'full',
      counts: { read: PEOPLE, created: matching, updated: 0, unchanged: 0, removed: 0 },
    });
    const { disabled = 0, guest = 0, noEmail = 0 } = run.counts.skipped;
    expect(disabled + guest + noEmail).toBe(PEOPLE - matching);
    const [{ employees, people } = { employees: 0, people: 0 }] = await system.ask<{
      employees: number;
      people: number;
    }>(
      'select count(*)::int as employees, count(distinct entra_object_id)::int as people from employees where tenant_id = $1',
      [tenant.id],
    );
    expect({ employees, people }).toEqual({ employees: matching, people: matching });
  });

  it('is read again without one employee row or change row written, as PostgreSQL counts them', async () => {
    const before = await rowsWritten();
    const run = await syncWithOneWorker(tenant, true);
    const after = await rowsWritten();
    expect(run).toMatchObject({
      kind: 'full',
      state: 'succeeded',
      counts: { read: PEOPLE, created: 0, updated: 0, restored: 0 },
      drift: 0,
    });
    expect(run.counts.unchanged).toBeGreaterThan(9_000);
    expect(after['employees']).toBe(before['employees']);
    expect(after['run_changes']).toBe(before['run_changes']);
    // The counts are live: what a run does write shows in them.
    expect(after['sync_runs']).toBeGreaterThan(before['sync_runs'] ?? 0);
  });
});

describe('a worker that is killed in the middle of a sync of fifty thousand people', { timeout: 8 * MINUTES }, () => {
  const PEOPLE = 50_000;

  it('loses nothing: the next worker goes on, every employee is there once, and the counts are right', async () => {
    const tenant = await system.tenant({
      name: 'Fifty thousand',
      people: { seed: 'fifty thousand', count: PEOPLE, disabledShare: 0.02, noMailShare: 0.01 },
    });
    await tenant.syncNow(randomUUID());
    const worker = await system.startWorker();
    const halfWay = await tenant.runThat('is in the middle', ({ counts }) => counts.read >= PEOPLE / 4);
    worker.kill();
    await worker.ended;
    const [stored] = await tenant.runs();
    expect(halfWay.state).toBe('running');
    expect(stored).toMatchObject({ state: 'running' });
    expect(stored?.counts.read).toBeLessThan(PEOPLE);

    await system.startWorker();
    const run = await tenant.runThat('has ended', ({ state }) => state !== 'running');
    const matching = tenant.entra.countWhere(({ accountEnabled, mail }) => accountEnabled === true && mail !== null);
    expect(run).toMatchObject({
      id: halfWay.id,
      state: 'succeeded',
      counts: { read: PEOPLE, created: matching, updated: 0, removed: 0, missing: 0, duplicates: 0 },
    });
    const [employees] = await system.ask(
      `select count(*)::int as rows, count(distinct entra_object_id)::int as people from employees
       where tenant_id = $1 and status = 'active'`,
      [tenant.id],
    );
    expect(employees).toEqual({ rows: matching, people: matching });
    const [changes] = await system.ask(
      'select count(*)::int as rows, count(distinct entra_object_id)::int as people from run_changes where tenant_id = $1',
      [tenant.id],
    );
    expect(changes).toEqual({ rows: matching, people: matching });
    expect(await tenant.runs()).toHaveLength(1);
  });
});
