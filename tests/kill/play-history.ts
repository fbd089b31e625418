import { setTimeout as delay } from 'node:timers/promises';
import { vi } from 'vitest';
import type { Directory } from '../../emulator/directory/directory.ts';
import { changePeople } from './change-people.ts';
import type { OwnSystem, Part } from './own-system.ts';
import { patientClient, type Run } from './patient-client.ts';

/** When which part is killed: so long after so many requests have reached the directory since the sync was asked for. */
export type Kill = { readonly part: Part; readonly afterRequests: number; readonly thenMs: number };

export type History = {
  readonly seed: number;
  readonly people: number;
  /** One a sync: the part that is killed meanwhile, if any. */
  readonly rounds: readonly (Kill | undefined)[];
};

/** All that a tenant has after a history, by object ids, so that two tenants of the same people can be compared. */
export type Ending = {
  readonly employees: readonly { readonly entra_object_id: string }[];
  /** What was done to each, in its order. */
  readonly changes: readonly unknown[];
  /** What the run of each round counted, and any other that wrote something. */
  readonly counts: readonly unknown[];
};

export type Played = Ending & {
  readonly tenantId: string;
  readonly runs: readonly Run[];
  /** Every request that was answered with 202. */
  readonly promised: readonly string[];
};

/** Told by its round, so that a history in peace and one with kills ask alike. */
export const isFullRound = (round: number): boolean => round % 2 === 0;

/** A worker that dies in the middle of database work is noticed when that work's limit, a minute, is over. */
const A_ROUND = { timeout: 180_000, interval: 25 };

/** Plays a history on a tenant and a directory of its own. */
export async function playHistory(system: OwnSystem, history: History): Promise<Played> {
  const client = patientClient(system);
  const directory = system.emulator.addDirectory({
    name: 'Contoso',
    domain: 'contoso.example',
    people: {
      ...{ seed: history.seed, count: history.people },
      ...{ disabledShare: 0.02, guestShare: 0.03, noMailShare: 0.01, duplicateShare: 0.02 },
    },
    // Many pages, each with some time to die in.
    behaviour: { largestPage: 150, deltaPageSize: 20, pageLatencyMs: 15 },
  });
  const tenantId = await client.onboard(directory.name, directory.entraTenantId);
  const promised: string[] = [];
  const counts: unknown[] = [];
  const left: string[] = [];
  let before = 0;
  for (const [round, kill] of history.rounds.entries()) {
    if (round > 0) changePeople(directory, left, history.seed, round);
    const requestsBefore = requestsOf(system, directory);
    const isOver = async (): Promise<boolean> => (await runsSince(system, tenantId, before)).some(hasEnded);
    const killing = kill && killWhen(system, kill, () => requestsOf(system, directory) - requestsBefore, isOver);
    if (round === 0) await client.activate(tenantId);
    else promised.push(await client.syncNow(tenantId, isFullRound(round)));
    const killedAt = await killing;
    const runs = await vi.waitFor(async () => {
      const unsent = await unsentTo(system, tenantId);
      const those = (await client.runs(tenantId)).slice(before);
      const isAnswered =
        those.length > 0 && promised.slice(-1).every((id) => those.some(({ requestIds }) => requestIds.includes(id)));
      if (unsent.length === 0 && isAnswered && those.every(hasEnded)) return those;
      throw new Error(`Round ${round} is not over: ${those.map(({ state }) => state).join() || 'no run'}.`);
    }, A_ROUND);
    before += runs.length;
    const [answer, ...others] = runs.map(({ kind, state, counts: each }) => ({ round, kind, state, ...each }));
    counts.push(answer, ...others.filter(hasWritten));
    if (kill !== undefined && killedAt !== undefined) {
      const { part, afterRequests, thenMs } = kill;
      const point = `${afterRequests} requests and ${thenMs} ms after round ${round} (${runs[0]?.kind}) began`;
      console.log(`Seed ${history.seed}: ${part} killed ${point}; the run ended ${Date.now() - killedAt} ms later.`);
    }
  }
  const { employees, changes } = await endingOf(system, tenantId);
  return { tenantId, runs: await client.runs(tenantId), promised, counts, employees, changes };
}

const hasEnded = ({ state }: { readonly state: string }): boolean => state !== 'running';

/** A request whose answer was lost is asked again, and both are kept: the second run finds nothing to do. */
const hasWritten = (run: Run['counts']): boolean =>
  run.created + run.updated + run.removed + run.restored + run.missing + run.duplicates > 0;

const requestsOf = ({ emulator }: OwnSystem, { entraTenantId }: Directory): number =>
  emulator.requests.list((request) => request.entraTenantId === entraTenantId && !request.inBatch).length;

/** Kills once the moment has come, or the round is over before it comes, and starts the part again. */
async function killWhen(
  system: OwnSystem,
  { part, afterRequests, thenMs }: Kill,
  requests: () => number,
  isOver: () => Promise<boolean>,
): Promise<number> {
  await vi.waitFor(
    async () => {
      if (requests() < afterRequests && !(await isOver())) throw new Error('The moment has not come.');
    },
    { timeout: 60_000, interval: 5 },
  );
  await delay(thenMs); // nothing is waited for: this is where between two requests it dies
  await system.kill(part);
  const killedAt = Date.now();
  await system.start(part);
  return killedAt;
}

const runsSince = (system: OwnSystem, tenantId: string, before: number) =>
  system
    .ask<{ state: string }>('select state from sync_runs where tenant_id = $1 order by id offset $2', [
      tenantId,
      before,
    ])
    .catch(() => []);

const unsentTo = (system: OwnSystem, tenantId: string) =>
  system.ask('select id from outbox where tenant_id = $1 and sent_at is null', [tenantId]);

async function endingOf(system: OwnSystem, tenantId: string): Promise<Pick<Ending, 'employees' | 'changes'>> {
  const [employees, changes] = await Promise.all([
    system.ask<{ entra_object_id: string }>(
      `select e.entra_object_id, e.email, e.status, e.kind, e.values, holder.entra_object_id as duplicate_of
       from employees e left join employees holder on holder.tenant_id = e.tenant_id and holder.id = e.duplicate_of
       where e.tenant_id = $1 order by e.entra_object_id, e.id`,
      [tenantId],
    ),
    system.ask(
      `select entra_object_id, action, reason, before, after from run_changes
       where tenant_id = $1 order by entra_object_id, run_id, seq`,
      [tenantId],
    ),
  ]);
  return { employees, changes };
}
