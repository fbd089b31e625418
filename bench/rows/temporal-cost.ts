import { setTimeout as delay } from 'node:timers/promises';
import { countActions, type HistoryEvent } from '../count-actions.ts';
import type { Row } from '../row.ts';
import type { BenchTenant, System } from '../system.ts';
import { syncRunId, tenantSyncId } from '../../temporal/contract.ts';
import type { World } from '../world.ts';
import { fullSyncs } from './full-syncs.ts';

export type Cost = { readonly actions: number; readonly events: number };

/** A third of the usual heartbeat time-out (activities/chunk.ts). */
const HEARTBEAT_EVERY_MS = 20_000;

/** What one run costs of Temporal: its own history, and what it added to the tenant's. */
export async function costOf(system: System, tenant: BenchTenant, full: boolean): Promise<Cost> {
  const before = await asleep(system, tenant);
  const run = await tenant.run({ full });
  const after = await asleep(system, tenant);
  // A tenant's history begins anew after twelve runs.
  const own = after.length > before.length ? after.slice(before.length) : after;
  const events = [...own, ...(await historyOf(system, syncRunId(tenant.id, run.id)))];
  return { actions: countActions(events, HEARTBEAT_EVERY_MS), events: events.length };
}

async function historyOf({ temporal: { client } }: System, workflowId: string): Promise<readonly HistoryEvent[]> {
  return (await client.workflow.getHandle(workflowId).fetchHistory()).events ?? [];
}

/** The tenant's history once it waits for its next run: its last step is the timer's. */
async function asleep(system: System, { id }: BenchTenant): Promise<readonly HistoryEvent[]> {
  for (;;) {
    const events = await historyOf(system, tenantSyncId(id));
    if (events.at(-1)?.timerStartedEventAttributes != null) return events;
    await delay(50);
  }
}

const fullCost = (world: World): Promise<Cost> =>
  world.once('cost of a full run', async () => {
    const { tenant } = await fullSyncs(world);
    return costOf(await world.system(), tenant, true);
  });

export const TEMPORAL_COST_ROWS: readonly Row[] = [
  {
    name: 'Temporal actions of a full run',
    what: 'Actions of a full run, as Temporal Cloud would bill them, asked for by Sync Now',
    against: '',
    unit: 'actions',
    limit: { of: 'value', atMost: 30 },
    minutes: 5,
    async measure(world) {
      const { actions } = await fullCost(world);
      return { value: actions, how: `${world.sizes.directory} people; counted in both histories, heartbeats by time` };
    },
  },
  {
    name: 'Temporal events of a full run',
    what: 'Events that a full run adds to the histories of tenant and run',
    against: '',
    unit: 'events',
    limit: { of: 'value', atMost: 80 },
    minutes: 5,
    async measure(world) {
      const { events } = await fullCost(world);
      return { value: events, how: `${world.sizes.directory} people; both histories` };
    },
  },
  {
    name: 'Temporal actions of an incremental run without changes',
    what: 'Actions of an incremental run that finds nothing new',
    against: '',
    unit: 'actions',
    limit: { of: 'value', atMost: 10 },
    minutes: 5,
    async measure(world) {
      const { tenant } = await fullSyncs(world);
      const { actions, events } = await costOf(await world.system(), tenant, false);
      return { value: actions, how: `asked for by Sync Now, whose signal is one of them; ${events} events` };
    },
  },
];
