import type { Client } from '@temporalio/client';
import type { NativeConnection } from '@temporalio/worker';
import type { RunningProgram } from '../dev/start-program.ts';
import type { RunId, TenantId } from '../sync/ids.ts';
import type { SyncClient } from '../temporal/sync-client.ts';
import type { BenchEmulator } from './set-up/start-emulator.ts';

/** Rollcall as operators run it, each part a process of its own, and the directories of an emulator. */
export type System = {
  readonly postgres: { readonly ownerUrl: string; readonly appUrl: string; readonly superuserUrl: string };
  readonly temporal: Temporal;
  readonly emulator: BenchEmulator;
  readonly sync: SyncClient;
  /** An active tenant linked to a new directory of the emulator, which does not throttle. */
  readonly tenant: (people: number, behaviour?: Readonly<Record<string, unknown>>) => Promise<BenchTenant>;
  /** The one worker that runs, started where none does. */
  readonly worker: () => Promise<BenchWorker>;
  /** A new one in its place. */
  readonly freshWorker: () => Promise<BenchWorker>;
  /** The one API that runs, started where none does. */
  readonly api: () => Promise<BenchApi>;
  /** As the owner of the tables, who is bound by no policy. */
  readonly ask: <Row>(sql: string, parameters?: readonly unknown[]) => Promise<readonly Row[]>;
  /** Where files of this benchmark may be put; it goes with the system. */
  readonly folder: string;
  /** Whatever else was started ends with the system. */
  readonly atClose: (stop: () => Promise<unknown>) => void;
  readonly close: () => Promise<void>;
};

export type Temporal = {
  readonly address: string;
  readonly namespace: string;
  readonly client: Client;
  readonly nativeConnection: NativeConnection;
};

export type BenchTenant = {
  readonly id: TenantId;
  readonly entraTenantId: string;
  /** Sync Now, and waits for the end of its run; throws where that does not succeed. */
  readonly run: (asked?: { readonly full?: boolean }) => Promise<BenchRun>;
  /** Sync Now alone. */
  readonly ask: (asked?: { readonly full?: boolean }) => Promise<{ readonly requestId: string }>;
};

export type BenchRun = {
  readonly id: RunId;
  readonly kind: string;
  readonly read: number;
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  /** From Sync Now until its end was seen. */
  readonly ms: number;
};

export type BenchWorker = RunningProgram & {
  /** The most memory it held since its start, or since `forgetPeak`: VmHWM of Linux, in MiB. */
  readonly peakMemory: () => Promise<number>;
  readonly forgetPeak: () => Promise<void>;
};

export type BenchApi = {
  /** Milliseconds until the whole answer is there. Throws unless it is a good one. */
  readonly time: (path: string) => Promise<number>;
  /** The text of a page, signed in as an operator, or of a route under /api. */
  readonly get: (path: string) => Promise<string>;
  readonly stop: () => Promise<void>;
};
