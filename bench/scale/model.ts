import { APPLICATION_UNITS, APPLICATION_WINDOW_MS, BATCH_SIZE, PAGE_SIZE } from '../../entra/limits.ts';
import type { Scenario } from './scenario.ts';
import { FAIRNESS_SHARE, priceOf } from './temporal-price.ts';
import type { UnitCosts } from './unit-costs.schema.ts';

const DAY_S = 86_400;
const DAYS_A_MONTH = 30;
/** workflows/tenant-sync.ts: after so many runs a tenant’s history begins anew, which is one action. */
const RUNS_PER_HISTORY = 12;
/** activities/chunk.ts, with its usual settings. */
const CHUNK_S = 45;
const HEARTBEAT_S = 20;

export type ScaleFigures = ReturnType<typeof scaleFigures>;

/** What so many tenants need, computed from what one of each costs. Pure: the same costs give the same figures. */
export function scaleFigures(costs: UnitCosts, scenario: Scenario) {
  const { directories, interval, changedADay } = scenario;
  const sum = (of: (people: number) => number): number =>
    directories.reduce((total, { count, people }) => total + count * of(people), 0);
  const tenants = sum(() => 1);
  const people = sum((n) => n);
  const pages = sum((n) => Math.ceil(n / PAGE_SIZE));
  const runsADay = (tenants * 24) / ((interval.minHours + interval.maxHours) / 2);
  const full = tenants; // one a day each
  const day: Day = { tenants, people, full, incremental: runsADay - full, changes: people * changedADay, pages };
  return {
    ...{ tenants, people, runsADay, changesADay: day.changes },
    graph: graphOf(costs, scenario, day),
    temporal: temporalOf(costs, scenario, day),
    database: databaseOf(costs, day),
    workers: workersOf(costs, scenario, day),
  };
}

type Day = {
  readonly tenants: number;
  readonly people: number;
  readonly full: number;
  readonly incremental: number;
  readonly changes: number;
  /** Of all people, once. */
  readonly pages: number;
};

function graphOf({ graph }: UnitCosts, { directories, graphMs }: Scenario, { full, incremental, pages, people }: Day) {
  const requestsADay = incremental * graph.incremental + full * graph.full + pages;
  const unitsADay = requestsADay; // one each: pages and changes with $select, the check of the organization
  const largest = Math.max(...directories.map((directory) => directory.people));
  return {
    requestsADay,
    unitsASecond: unitsADay / DAY_S,
    limitASecond: APPLICATION_UNITS / (APPLICATION_WINDOW_MS / 1000),
    photoUnitsASecond: people / DAY_S, // one look a person and day
    photoBatchesADay: people / BATCH_SIZE,
    largestFullRunS: (Math.ceil(largest / PAGE_SIZE) * graphMs) / 1000,
    /** The least time in which the quota lets everybody be read. */
    allByQuotaS: pages / (APPLICATION_UNITS / (APPLICATION_WINDOW_MS / 1000)),
  };
}

function temporalOf(
  { temporal, people: measured }: UnitCosts,
  scenario: Scenario,
  { full, incremental, tenants }: Day,
) {
  const { directories, graphMs, retentionDays } = scenario;
  // A scheduled run is asked for by no signal; the timer that wakes it is counted in both.
  const ofRun = (actions: number): number => actions - 1 + 1 / RUNS_PER_HISTORY;
  const seconds = (n: number): number => (Math.ceil(n / PAGE_SIZE) * graphMs) / 1000;
  // Runs that take longer than the one that was measured have more chunks, each with heartbeats.
  const longer = (n: number): number => {
    const more = Math.max(0, seconds(n) - Math.max(seconds(measured), CHUNK_S));
    return Math.ceil(more / CHUNK_S) * (1 + Math.floor(CHUNK_S / HEARTBEAT_S));
  };
  const chunks = directories.reduce((total, { count, people }) => total + count * longer(people), 0);
  const actionsADay = incremental * ofRun(temporal.incremental.actions) + full * ofRun(temporal.full.actions) + chunks;
  const actionsAMonth = actionsADay * (1 + FAIRNESS_SHARE) * DAYS_A_MONTH;
  const eventsADay = incremental * temporal.incremental.events + full * temporal.full.events;
  // A tenant’s history holds half of what it may at the middle of its life.
  const activeGB = (tenants * (RUNS_PER_HISTORY / 2) * temporal.incremental.tenantBytes) / 1e9;
  const retainedADay =
    incremental * (temporal.incremental.runBytes + temporal.incremental.tenantBytes) +
    full * (temporal.full.runBytes + temporal.full.tenantBytes);
  const retainedGB = (retainedADay * retentionDays) / 1e9;
  return {
    ...{ actionsADay, actionsAMonth, activeGB, retainedGB },
    actionsASecond: actionsADay / DAY_S,
    eventsASecond: eventsADay / DAY_S,
    price: priceOf({ actions: actionsAMonth, activeGB, retainedGB }),
  };
}

function databaseOf({ bytes, wal }: UnitCosts, { people, changes, incremental, full }: Day) {
  const runs = incremental + full;
  const walADay = changes * wal.change + runs * wal.run + people * wal.unchanged;
  return {
    startGB: (people * (bytes.employee + bytes.changeOfCreation)) / 1e9,
    growthGBADay: (changes * bytes.change + runs * bytes.run) / 1e9,
    walGBADay: walADay / 1e9,
    walMBASecond: walADay / DAY_S / 1e6,
    firstSyncsWalGB: (people * wal.created) / 1e9,
  };
}

function workersOf(
  { workerMs }: UnitCosts,
  { usedOfAProcessor }: Scenario,
  { people, changes, incremental, full }: Day,
) {
  const runs = incremental + full;
  const processorS = (runs * workerMs.run + people * workerMs.unchanged + changes * workerMs.created) / 1000;
  const processors = processorS / DAY_S;
  const workers = Math.max(2, Math.ceil(processors / usedOfAProcessor)); // one may be away
  return { processors, workers, firstSyncsH: (people * workerMs.created) / 1000 / 3600 / workers };
}
