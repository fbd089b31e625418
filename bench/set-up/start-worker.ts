import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunningProgram } from '../../dev/start-program.ts';
import { saysReady, startOurProcess } from '../../dev/start/our-process.ts';
import type { BenchWorker, System } from '../system.ts';
import { benchEnvironment } from './environment.ts';

export type Places = Pick<System, 'postgres' | 'temporal' | 'emulator' | 'folder'>;

/** What worker and API are told of the others. */
export const placesFor = ({ postgres, temporal, emulator }: Places) => ({
  ...benchEnvironment(),
  DATABASE_URL: postgres.appUrl,
  TEMPORAL_ADDRESS: temporal.address,
  TEMPORAL_NAMESPACE: temporal.namespace,
  ENTRA_CLIENT_ID: emulator.clientId,
  ENTRA_CLIENT_SECRET: emulator.clientSecret,
  ENTRA_AUTHORITY_HOST: emulator.authorityHost,
  GRAPH_ENDPOINT: emulator.graphEndpoint,
  NODE_EXTRA_CA_CERTS: emulator.caFile,
});

let started = 0;

/** The worker as the process that operators run, with its usual settings. */
export async function startBenchWorker(
  places: Places,
  onSpawn: (program: RunningProgram) => void,
  environment: Readonly<Record<string, string>> = {},
): Promise<BenchWorker> {
  const program = await startOurProcess({
    name: 'Worker',
    main: join('worker', 'main.ts'),
    env: { ...placesFor(places), ...environment },
    logFile: join(places.folder, `worker-${started++}.log`),
    onSpawn,
    readyWhen: saysReady,
  });
  return {
    ...program,
    async peakMemory() {
      const text = await readFile(`/proc/${program.pid}/status`, 'utf8').catch(() => '');
      const kilobytes = /^VmHWM:\s+(\d+) kB/m.exec(text)?.[1];
      if (kilobytes === undefined)
        throw new Error('This system does not tell the peak memory of a process (Linux does).');
      return Number(kilobytes) / 1024;
    },
    // https://docs.kernel.org/filesystems/proc.html: 5 sets the peak to what is held now
    forgetPeak: () => writeFile(`/proc/${program.pid}/clear_refs`, '5'),
  };
}
