import { findFreePort } from './choose-port.ts';
import { startProgram, type RunningProgram } from './start-program.ts';
import { resolveTemporalCli } from './temporal-cli.ts';

/** What tells runs apart in the Temporal UI; workflows set them (temporal/contract). */
export const SEARCH_ATTRIBUTES = {
  TenantId: 'Keyword',
  SyncTrigger: 'Keyword',
  SyncState: 'Keyword',
  LastSyncedAt: 'Datetime',
} as const;

export type TemporalServerOptions = {
  /** SQLite file; without it everything is kept in memory. */
  readonly databaseFile?: string;
  /** Ports that are free; without them any free one, and no UI. */
  readonly ports?: { readonly server: number; readonly ui: number };
  /** Made beside `default`. */
  readonly namespace?: string | undefined;
  /** As `--dynamic-config-value` takes them. */
  readonly dynamicConfig?: readonly string[];
  readonly logFile?: string;
  readonly say?: (line: string) => void;
  readonly onSpawn?: (program: RunningProgram) => void;
};

export type TemporalServer = {
  /** host:port */
  readonly address: string;
  /** Undefined when it runs without a UI. */
  readonly uiUrl: string | undefined;
  readonly stop: () => Promise<void>;
};

/**
 * Starts Temporal's dev server, with our search attributes registered, and waits until it serves. Throws ProgramFailed
 * with what it said, or the resolver's error when there is no CLI.
 *
 * Fairness between tenants is off on a server unless it is asked for
 * (https://docs.temporal.io/develop/task-queue-priority-fairness). The two pragmas make SQLite about twice as fast;
 * what a power cut could cost is development data.
 */
export async function startTemporalServer(options: TemporalServerOptions = {}): Promise<TemporalServer> {
  const { ports, databaseFile, namespace, logFile, say, onSpawn } = options;
  const cli = await resolveTemporalCli(say ? { say } : {});
  const port = ports?.server ?? (await findFreePort());
  const uiPort = ports?.ui;

  const dynamicConfig = ['matching.enableFairness=true', ...(options.dynamicConfig ?? [])];
  const program = await startProgram({
    name: 'Temporal',
    file: cli,
    args: [
      ...['server', 'start-dev', '--ip', '127.0.0.1', '--port', String(port), '--log-level', 'warn'],
      ...(uiPort === undefined ? ['--headless'] : ['--ui-port', String(uiPort), '--ui-disable-news-fetch']),
      ...(namespace === undefined ? [] : ['--namespace', namespace]),
      ...(databaseFile === undefined ? [] : ['--db-filename', databaseFile]),
      ...Object.entries(SEARCH_ATTRIBUTES).flatMap(([name, type]) => ['--search-attribute', `${name}=${type}`]),
      ...dynamicConfig.flatMap((value) => ['--dynamic-config-value', value]),
      ...['--sqlite-pragma', 'journal_mode=wal', '--sqlite-pragma', 'synchronous=off'],
    ],
    ...(logFile !== undefined && { logFile }),
    commandHolds: `server start-dev --ip 127.0.0.1 --port ${port}`,
    onSpawn,
    stopSignal: 'SIGINT',
    readyWhen: (line) => (/Server:\s+\S+:\d+/.test(line) ? true : undefined), // printed when it serves, after the attributes
  });
  return {
    address: `127.0.0.1:${port}`,
    uiUrl: uiPort === undefined ? undefined : `http://localhost:${uiPort}`,
    stop: program.stop,
  };
}
