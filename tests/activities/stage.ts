import { hash } from 'node:crypto';
import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { pino } from 'pino';
import type { ActivityDeps } from '../../activities/activity-deps.ts';
import { type Activities, createActivities } from '../../activities/create-activities.ts';
import type { RunId, TenantId } from '../../sync/ids.ts';
import { NOW, openStage as openDatabaseStage, type Stage as DatabaseStage, type TestTenant } from '../db/stage.ts';
import { person } from '../entra/scripted-entra.ts';
import { quietTemporal } from '../set-up/quiet-temporal.ts';
import { openScriptedListing, type ScriptedListing, type ScriptedPerson } from './scripted-listing.ts';

type Name = keyof Activities;
type Info = ConstructorParameters<typeof MockActivityEnvironment>[0];

/** A tenant, its directory, and the activities as a worker would run them, one attempt at a time. */
export type PlayedTenant = TestTenant & {
  readonly listing: ScriptedListing;
  readonly attempt: <N extends Name>(name: N, input: Parameters<Activities[N]>[0], info?: Info) => Attempt<N>;
  /** An attempt to its end. */
  readonly perform: <N extends Name>(
    name: N,
    input: WithoutTenant<Parameters<Activities[N]>[0]>,
    info?: Info,
  ) => ReturnType<Activities[N]>;
  /** Reads changes and everybody to the end, chunk by chunk. */
  readonly readAll: (runId: RunId) => Promise<void>;
  /** The employees, by their address and status. */
  readonly employees: () => Promise<readonly string[]>;
  /** All that a run and its tenant have stored, to see that a second attempt changes nothing. */
  readonly everything: () => Promise<unknown>;
};

/** Of each member of a union by itself. */
type WithoutTenant<Input> = Input extends unknown ? Omit<Input, 'tenantId'> : never;

export type Attempt<N extends Name> = {
  readonly result: ReturnType<Activities[N]>;
  readonly cancel: () => void;
  readonly heartbeats: () => number;
};

export type ActivityStage = DatabaseStage & {
  readonly play: (options?: PlayOptions) => Promise<PlayedTenant>;
};
type PlayOptions = Parameters<DatabaseStage['tenant']>[0] & { readonly deps?: Partial<ActivityDeps> };

const HOUR = 3_600_000;

export async function openStage(): Promise<ActivityStage> {
  quietTemporal();
  const stage = await openDatabaseStage();
  const listings: ScriptedListing[] = [];
  return {
    ...stage,
    async play({ deps = {}, ...about } = {}) {
      const [tenant, listing] = await Promise.all([stage.tenant(about), openScriptedListing()]);
      listings.push(listing);
      const { entraTenantId } = await tenant.row();
      if (entraTenantId === null) throw new Error('A tenant that is played is linked.');
      listing.entraTenantId = entraTenantId;
      return played(stage, tenant, listing, createActivities({ ...depsOf(stage, listing), ...deps }));
    },
    async close() {
      await Promise.all(listings.map((listing) => listing.close()));
      await stage.close();
    },
  };
}

const depsOf = ({ db }: DatabaseStage, listing: ScriptedListing): ActivityDeps => ({
  db,
  directoryOf: () => listing.directory,
  now: () => NOW,
  random: () => 0.5,
  fingerprint: (text) => hash('sha1', text, 'hex').slice(0, 32),
  schedule: { intervalMinMs: 2 * HOUR, intervalMaxMs: 4 * HOUR, retryMinMs: HOUR / 6 },
  chunkTimeMs: 45_000,
  stopping: new AbortController().signal,
  heartbeatMs: 60_000,
  log: pino({ level: 'silent' }),
});

function played(
  { asOwner }: DatabaseStage,
  tenant: TestTenant,
  listing: ScriptedListing,
  activities: Activities,
): PlayedTenant {
  const attempt = <N extends Name>(name: N, input: Parameters<Activities[N]>[0], info: Info = {}): Attempt<N> => {
    const environment = new MockActivityEnvironment(info, { logger: new DefaultLogger('ERROR') });
    let heartbeats = 0;
    environment.on('heartbeat', () => heartbeats++);
    // one entry for one activity: TypeScript does not follow the name through the union
    const activity = activities[name] as (given: typeof input) => Promise<unknown>;
    const result = environment.run<[], unknown, () => Promise<unknown>>(() => activity(input));
    return {
      result: result as ReturnType<Activities[N]>,
      cancel: () => environment.cancel(),
      heartbeats: () => heartbeats,
    };
  };
  const rowsOf = (table: string, order: string) =>
    asOwner(`select * from ${table} where tenant_id = $1 order by ${order}`, [tenant.id]);
  return {
    ...tenant,
    listing,
    attempt,
    perform: (name, input, info) =>
      attempt(name, { tenantId: tenant.id, ...input } as Parameters<Activities[typeof name]>[0], info).result, // whole
    async readAll(runId) {
      while ((await attempt('syncPages', { tenantId: tenant.id, runId }).result).next === 'more');
    },
    async employees() {
      const rows = await asOwner<{ email: string; status: string }>(
        'select email, status from employees where tenant_id = $1 order by email',
        [tenant.id],
      );
      return rows.map(({ email, status }) => (status === 'active' ? email : `${email} ${status}`));
    },
    everything: async () => ({
      tenant: await tenant.row(),
      runs: await rowsOf('sync_runs', 'id'),
      employees: await rowsOf('employees', 'entra_object_id'),
      changes: await rowsOf('run_changes', 'run_id, seq'),
      seen: await rowsOf('listing_pages', 'run_id, page'),
      members: await rowsOf('scope_pages', 'run_id, page'),
      toAsk: await rowsOf('people_to_ask', 'entra_object_id'),
      planned: await rowsOf('planned_removals', 'run_id, entra_object_id'),
      previewed: await rowsOf('preview_changes', 'run_id, entra_object_id'),
      previewDuplicates: await rowsOf('preview_duplicates', 'run_id, entra_object_id'),
      previewPages: await rowsOf('preview_pages', 'run_id, page'),
    }),
  };
}

/** The failure that Temporal would be told of. */
export async function failureOf(work: Promise<unknown>): Promise<ApplicationFailure> {
  const outcome = await work.then(
    () => 'it worked',
    (err: unknown) => err,
  );
  if (outcome instanceof ApplicationFailure) return outcome;
  throw new Error('No failure of ours came.', { cause: outcome });
}

/** What a cancelled attempt ends with. */
export const cancelled = (err: unknown): boolean => err instanceof CancelledFailure;

export const input = (tenant: PlayedTenant, runId: RunId): { tenantId: TenantId; runId: RunId } => ({
  tenantId: tenant.id,
  runId,
});

/** Somebody with an address, as Graph lists them. */
export const listed = (number: number, more: Readonly<Record<string, unknown>> = {}): ScriptedPerson =>
  person(number, { mail: emailOf(number), proxyAddresses: [], otherMails: [], ...more });
export const emailOf = (number: number): string => `person${number}@contoso.example`;
export const numbers = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);
