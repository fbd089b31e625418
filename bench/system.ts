import type { Database } from '../db/database.ts';
import type { RunRow } from '../db/run-row.ts';
import type { RunningProgram } from '../dev/start-program.ts';
import type { TenantId } from '../sync/ids.ts';
import type { SyncClient } from '../temporal/sync-client.ts';

/** Rollcall as operators run it, each part a process of its own, and the directories of an emulator. */
export type System = {
  readonly postgres: { readonly ownerUrl: string; readonly appUrl: string; readonly superuserUrl: string };
  readonly temporal: { readonly address: string; readonly namespace: string };
  readonly emulator: EmulatorPlaces;
  readonly db: Database;
  readonly sync: SyncClient;
  /** An active tenant linked to a new directory of the emulator. */
  readonly tenant: (people: number, behaviour?: Readonly<Record<string, unknown>>) => Promise<BenchTenant>;
  /** Another worker; the environment overrides what all workers have. */
  readonly startWorker: (environment?: Readonly<Record<string, string>>) => Promise<BenchWorker>;
  /** As the owner of the tables, who is bound by no policy. */
  readonly ask: <Row>(sql: string, parameters?: readonly unknown[]) => Promise<readonly Row[]>;
  readonly close: () => Promise<void>;
};

export type EmulatorPlaces = {
  readonly authorityHost: string;
  readonly graphEndpoint: string;
  readonly controlUrl: string;
  readonly caFile: string;
  readonly clientId: string;
  readonly clientSecret: string;
};

export type BenchTenant = {
  readonly id: TenantId;
  readonly entraTenantId: string;
  /** Asks for a run and waits for its end; throws where it does not succeed. */
  readonly run: (asked?: { readonly full?: boolean }) => Promise<RunRow>;
};

export type BenchWorker = RunningProgram & {
  /** The most memory it ever held: VmHWM of Linux, in MiB. */
  readonly peakMemory: () => Promise<number>;
};
