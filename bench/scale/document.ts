import { drawWakeUps } from './draw-wake-ups.ts';
import { scaleFigures, type ScaleFigures } from './model.ts';
import { SCENARIO, type Scenario } from './scenario.ts';
import { PRICE_READ_ON } from './temporal-price.ts';
import type { UnitCosts } from './unit-costs.schema.ts';
import { calmAfterHours, extremesWithin, seededRandom, simulateWakeUps, type WakeUps } from './wake-ups.ts';

const HOUR_MS = 3_600_000;
const HOURS_SHOWN = 48;
const BIN_MS = 5 * 60_000;
/** A stretch of five minutes is calm when it has at most so many times the even share. */
const CALM = 1.25;
/** What a run of a usual tenant takes, from its start to its end. */
const RUN_MS = 5_000;

export const wakeUps = (scenario: Scenario = SCENARIO): WakeUps =>
  simulateWakeUps({
    tenants: scenario.directories.reduce((sum, { count }) => sum + count, 0),
    hours: HOURS_SHOWN,
    binMs: BIN_MS,
    runMs: RUN_MS,
    random: seededRandom(1),
    schedule: {
      intervalMinMs: scenario.interval.minHours * HOUR_MS,
      intervalMaxMs: scenario.interval.maxHours * HOUR_MS,
      retryMinMs: 600_000,
    },
  });

/** docs/scale-wakeups.svg */
export const wakeUpDrawing = (): string =>
  drawWakeUps(wakeUps(), '10,000 tenants that were all started at the same moment');

/** docs/scale.md: the same costs give the same text. */
export function scaleDocument(costs: UnitCosts, scenario: Scenario = SCENARIO): string {
  const figures = scaleFigures(costs, scenario);
  return [
    introduction(costs, figures, scenario),
    needs(figures, scenario),
    timers(wakeUps(scenario)),
    unitCosts(costs),
  ].join('\n');
}

function introduction(costs: UnitCosts, { tenants, people, runsADay, changesADay }: ScaleFigures, scenario: Scenario) {
  const rows = scenario.directories.map(
    ({ count, people: n }) => `| ${whole(count)} | ${whole(n)} | ${whole(count * n)} |`,
  );
  return `# Ten thousand tenants, fifty million people
A simulation on paper: what ${whole(tenants)} tenants with ${whole(people)} people would need, computed from what one page, run and row cost
where they were measured (${costs.machine}, commit ${costs.commit}, ${costs.at.slice(0, 10)}). \`npm run scale\` writes this page;
\`npm run scale -- --measure\` measures anew first. Nobody has run Rollcall at this size.

| directories | people each | people |
|---:|---:|---:|
${rows.join('\n')}

Assumed: a run every ${scenario.interval.minHours}–${scenario.interval.maxHours} hours, so ${whole(runsADay)} a day, of which one a tenant reads everybody; ${percent(scenario.changedADay)} of the people
change within a day (${whole(changesADay)}); a request to Graph takes ${scenario.graphMs} ms; workers use ${percent(scenario.usedOfAProcessor)} of a processor on average. Change
them in \`bench/scale/scenario.ts\`.
`;
}

function needs({ graph, temporal, database, workers }: ScaleFigures, scenario: Scenario): string {
  const { price } = temporal;
  const dollars = (n: number): string => `$${whole(Math.round(n))}`;
  return `## What it takes
| | figure | against |
|---|---:|---|
| Graph: requests a day | ${whole(graph.requestsADay)} | one resource unit each |
| Graph: resource units a second, on average | ${few(graph.unitsASecond)} | ${whole(graph.limitASecond)} that one app has over all directories: ${percent(graph.unitsASecond / graph.limitASecond)} |
| Graph: the same with photos, which look at each person once a day | ${few(graph.unitsASecond + graph.photoUnitsASecond)} | ${percent((graph.unitsASecond + graph.photoUnitsASecond) / graph.limitASecond)} of it, in ${whole(graph.photoBatchesADay)} batches a day |
| Graph: everybody read once, by the quota alone | ${few(graph.allByQuotaS)} s | latency, not quota, is what takes time |
| Graph: a full run of the largest directory | ${few(graph.largestFullRunS / 60)} min | its pages one after the other |
| Temporal: actions a second, on average | ${few(temporal.actionsASecond)} | ${few(temporal.eventsASecond)} events |
| Temporal: actions a month, fairness on | ${few(temporal.actionsAMonth / 1e6)} million | fairness counts each action as 1.1 |
| Temporal Cloud: dollars a month | ${dollars(price.actions + price.storage + price.plan)} | actions ${dollars(price.actions)}, storage ${dollars(price.storage)}, Business plan ${dollars(price.plan)} |
| Temporal: histories of tenants that are open | ${few(temporal.activeGB)} GB | |
| Temporal: histories kept for ${scenario.retentionDays} days | ${few(temporal.retainedGB)} GB | |
| PostgreSQL: after the first syncs | ${whole(Math.round(database.startGB))} GB | employees with their indexes, the newest listing, and one change for each |
| PostgreSQL: growth a day | ${few(database.growthGBADay)} GB | changes and runs, which are kept |
| PostgreSQL: write-ahead log, on average | ${few(database.walMBASecond)} MB/s | ${few(database.walGBADay)} GB a day |
| PostgreSQL: write-ahead log of all first syncs | ${whole(Math.round(database.firstSyncsWalGB))} GB | |
| Workers: processors busy, on average | ${few(workers.processors)} | |
| Workers: processes | ${workers.workers} | one of them may be away |
| Workers: all first syncs, by these | ${few(workers.firstSyncsH)} h | more workers for that day make it shorter |

The price is Temporal's public one, pay-as-you-go on the Business plan, read on ${PRICE_READ_ON}: [pricing](https://docs.temporal.io/cloud/pricing),
[what counts as an action](https://docs.temporal.io/cloud/actions). A server of one's own costs its machines: one process with 64 history shards, on
PostgreSQL and on two cores that emulator, worker and database shared with it, has done 120 events a second (\`npm run bench -- --temporal production\`).
`;
}

function timers(wakes: WakeUps): string {
  const calm = calmAfterHours(wakes, CALM);
  const stretches = [
    [2, 4],
    [4, 8],
    [8, 12],
    [12, 16],
    [16, 24],
    [24, 48],
  ] as const;
  const rows = stretches.map(([from, to]) => {
    const { most, least } = extremesWithin(wakes, from, to);
    return `| ${from}–${to} | ${few(most)} × | ${few(least)} × |`;
  });
  return `## When they wake
Everything starts at the same moment: after an outage, or when all tenants are moved in at once. From then on each goes by the product's own timer
(\`sync/next-sync.ts\`, simulated with a seeded random number). Five minutes have ${whole(Math.round(wakes.even))} runs when they are spread evenly.

![Runs that begin in each five minutes over two days](scale-wakeups.svg)

| hours after the start | busiest five minutes | quietest five minutes |
|---:|---:|---:|
${rows.join('\n')}

${calm === undefined ? 'It never calms down.' : `After ${few(calm)} hours no five minutes have more than ${CALM} times the even share.`} The start itself is bounded by what workers take at a time: fairness lets each tenant have its turn, and
what waits, waits in Temporal.
`;
}

function unitCosts({ bytes, wal, workerMs, temporal, graph, people }: UnitCosts): string {
  return `## What one of each costs
Measured with a directory of ${whole(people)} people, everything on one machine.

| | an employee created | a person unchanged, in a full run | a change | a run, whatever it finds |
|---|---:|---:|---:|---:|
| bytes in PostgreSQL, indexes included | ${whole(Math.round(bytes.employee))} + ${whole(Math.round(bytes.changeOfCreation))} for its change | 0 | ${whole(Math.round(bytes.change))} | ${whole(Math.round(bytes.run))} |
| bytes of write-ahead log | ${whole(Math.round(wal.created))} | ${whole(Math.round(wal.unchanged))} | ${whole(Math.round(wal.change))} | ${whole(Math.round(wal.run))} |
| processor time of the worker, ms | ${few(workerMs.created)} | ${few(workerMs.unchanged)} | as created | ${few(workerMs.run)} |

| a run that was asked for | actions | events | bytes in the tenant's history | bytes in its own | requests beside pages of people |
|---|---:|---:|---:|---:|---:|
| incremental, no changes | ${temporal.incremental.actions} | ${temporal.incremental.events} | ${whole(temporal.incremental.tenantBytes)} | ${whole(temporal.incremental.runBytes)} | ${graph.incremental} |
| full, no changes | ${temporal.full.actions} | ${temporal.full.events} | ${whole(temporal.full.tenantBytes)} | ${whole(temporal.full.runBytes)} | ${graph.full} |

A scheduled run has an action less, the signal that asks. Once in twelve runs a tenant's history begins anew, which is one more.
`;
}

const whole = (n: number): string => Math.round(n).toLocaleString('en');
const percent = (part: number): string => `${Number((part * 100).toPrecision(2))} %`;
/** Two digits that count. */
const few = (n: number): string => (n >= 100 ? whole(n) : String(Number(n.toPrecision(2))));
