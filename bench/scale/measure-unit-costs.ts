import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { describeCommit, describeMachine } from '../report/machine.ts';
import { costOf } from '../rows/temporal-cost.ts';
import type { BenchTenant, System } from '../system.ts';
import { syncRunId, tenantSyncId } from '../../temporal/contract.ts';
import type { UnitCosts } from './unit-costs.schema.ts';

const PEOPLE = 20_000;
const CHANGED = 200;
/** Small tenants that each run once more, for what a run costs whatever it finds. */
const SMALL = 60;
const FEW = 20;

/** Measures what one of each costs, on this machine, beside everything else that it does. Takes two minutes. */
export async function measureUnitCosts(system: System): Promise<UnitCosts> {
  const worker = await system.worker();
  const meter = meterOf(system, worker.pid);
  const tenant = await system.tenant(PEOPLE);
  const first = await meter(() => tenant.run());
  const again = await meter(() => tenant.run({ full: true }));
  const full = await temporalOf(system, tenant, true);
  const requests = await requestsOf(system, tenant, () => tenant.run({ full: true }));
  const incremental = await temporalOf(system, tenant, false);
  const fewRequests = await requestsOf(system, tenant, () => tenant.run());
  const people = await system.emulator.people(tenant.entraTenantId, CHANGED);
  for (const person of people)
    await system.emulator.changePerson(tenant.entraTenantId, person, { jobTitle: 'Changed for the measurement' });
  const changed = await meter(() => tenant.run());

  const small = await Promise.all(Array.from({ length: SMALL }, () => system.tenant(FEW)));
  for (const one of small) await one.run();
  const runs = await meter(async () => {
    for (const one of small) await one.run();
  });
  const aRun = { walBytes: runs.walBytes / SMALL, workerMs: runs.workerMs / SMALL };
  const beyondRun = (of: Cost, count: number): number => Math.max(0, of.walBytes - aRun.walBytes) / count;
  const { processor, cores } = describeMachine();
  return {
    machine: `${processor}, ${cores} cores`,
    commit: await describeCommit(),
    at: new Date().toISOString(),
    people: PEOPLE,
    bytes: {
      employee: first.employeeBytes / PEOPLE,
      changeOfCreation: first.changeBytes / PEOPLE,
      change: await bytesOfRow(system, 'run_changes', 'before is not null'),
      run: await bytesOfRow(system, 'sync_runs', 'true'),
    },
    wal: {
      created: beyondRun(first, PEOPLE),
      unchanged: beyondRun(again, PEOPLE),
      change: beyondRun(changed, CHANGED),
      run: aRun.walBytes,
    },
    workerMs: {
      created: Math.max(0, first.workerMs - aRun.workerMs) / PEOPLE,
      unchanged: Math.max(0, again.workerMs - aRun.workerMs) / PEOPLE,
      run: aRun.workerMs,
    },
    temporal: { incremental, full },
    graph: { incremental: fewRequests, full: requests - Math.ceil(PEOPLE / 999) },
  };
}

type Cost = {
  readonly walBytes: number;
  readonly workerMs: number;
  readonly employeeBytes: number;
  readonly changeBytes: number;
};

/** What some work added to the log, to the tables, and to the worker's processor time. */
function meterOf(system: System, pid: number | undefined) {
  const look = async (): Promise<Cost> => {
    const [found] = await system.ask<Record<keyof Omit<Cost, 'workerMs'>, string>>(
      `select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::text as "walBytes",
         (pg_total_relation_size('employees') + pg_total_relation_size('listing_pages'))::text as "employeeBytes",
         pg_total_relation_size('run_changes')::text as "changeBytes"`,
    );
    if (found === undefined) throw new Error('PostgreSQL told no sizes.');
    return {
      walBytes: Number(found.walBytes),
      employeeBytes: Number(found.employeeBytes),
      changeBytes: Number(found.changeBytes),
      workerMs: await processorMs(pid),
    };
  };
  return async (work: () => Promise<unknown>): Promise<Cost> => {
    const before = await look();
    await work();
    const after = await look();
    return {
      walBytes: after.walBytes - before.walBytes,
      workerMs: after.workerMs - before.workerMs,
      employeeBytes: after.employeeBytes - before.employeeBytes,
      changeBytes: after.changeBytes - before.changeBytes,
    };
  };
}

/** A row and its share of the indexes: a growth of a few pages would not tell. */
async function bytesOfRow(system: System, table: 'run_changes' | 'sync_runs', of: string): Promise<number> {
  const [found] = await system.ask<{ bytes: number }>(
    `select (avg(pg_column_size(r.*)) + pg_indexes_size('${table}')::float8 / greatest(1, (select count(*) from ${table})))::float8 as bytes
     from ${table} r where ${of}`,
  );
  return found?.bytes ?? Number.NaN;
}

/** https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html: user and system time, in hundredths of a second. */
async function processorMs(pid: number | undefined): Promise<number> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const hundredths = Number(fields[11]) + Number(fields[12]);
  if (!Number.isFinite(hundredths)) throw new Error('This system does not tell the time of a process (Linux does).');
  return hundredths * 10;
}

async function temporalOf(system: System, tenant: BenchTenant, full: boolean): Promise<UnitCosts['temporal']['full']> {
  const size = async (id: string): Promise<number> =>
    (await system.temporal.client.workflow.getHandle(id).describe()).historySize ?? 0;
  const before = await size(tenantSyncId(tenant.id));
  const { actions, events } = await costOf(system, tenant, full);
  const after = await size(tenantSyncId(tenant.id));
  const [run] = await system.ask<{ id: string }>('select max(id)::text as id from sync_runs where tenant_id = $1', [
    tenant.id,
  ]);
  const runBytes = await size(syncRunId(tenant.id, (run?.id ?? '') as Parameters<typeof syncRunId>[1])); // a number, as the database gave it
  return { actions, events, tenantBytes: after > before ? after - before : after, runBytes };
}

const requestsSchema = z.object({ items: z.array(z.unknown()) });

async function requestsOf(system: System, tenant: BenchTenant, work: () => Promise<unknown>): Promise<number> {
  const count = async (): Promise<number> => {
    const url = `${system.emulator.controlUrl}/requests?host=graph&directory=${tenant.entraTenantId}&limit=20000`;
    return requestsSchema.parse(await (await fetch(url)).json()).items.length;
  };
  const before = await count();
  await work();
  return (await count()) - before;
}
