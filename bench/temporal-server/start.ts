import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findFreePort } from '../../dev/choose-port.ts';
import { startProgram, type RunningProgram } from '../../dev/start-program.ts';
import { resolveTemporalCli } from '../../dev/temporal-cli.ts';
import { prepareDatabases } from './prepare-databases.ts';
import { prepareNamespace } from './prepare-namespace.ts';
import { resolveTemporalPrograms } from './programs.ts';
import { DYNAMIC_CONFIG, serverConfig, SERVICES, type Service, type ServicePorts } from './server-config.ts';

export type ProductionTemporalOptions = {
  /** A role that may create databases, on the cluster where Temporal shall store. */
  readonly superuserUrl: string;
  /** For its configuration, which holds the password, and its log. */
  readonly folder: string;
  readonly namespace?: string;
  /** Where it serves; without it any free port. */
  readonly port?: number;
  readonly say?: (line: string) => void;
  readonly onSpawn?: (program: RunningProgram) => void;
};

/**
 * Starts the server that runs in production, with persistence and visibility in PostgreSQL, and waits until workflows
 * can be started and found by our search attributes. Another start on the same cluster finds what the last one kept.
 *
 * Throws CannotStart or an Error with what the server, Go or the CLI said.
 */
export async function startProductionTemporal({
  superuserUrl,
  folder,
  namespace = 'default',
  port,
  say,
  onSpawn,
}: ProductionTemporalOptions): Promise<{ readonly address: string; readonly stop: () => Promise<void> }> {
  const { server, sqlTool } = await resolveTemporalPrograms(say ? { say } : {});
  const cli = await resolveTemporalCli(say ? { say } : {});
  await prepareDatabases(sqlTool, superuserUrl);
  const places = await choosePlaces(folder, port);
  const configFile = await writeConfig(folder, superuserUrl, places);
  const program = await startProgram({
    name: 'Temporal Server',
    file: server,
    args: ['--config-file', configFile, '--allow-no-auth', 'start'],
    commandHolds: configFile,
    logFile: join(folder, 'temporal-server.log'),
    onSpawn,
    stopTimeoutMs: 30_000,
    readyWhen: (line) => (line.includes('"msg":"Frontend is now healthy"') ? true : undefined),
  });
  const address = `127.0.0.1:${places.services.frontend.grpc}`;
  try {
    await prepareNamespace(cli, address, namespace);
  } catch (error) {
    await program.stop();
    throw error;
  }
  return { address, stop: program.stop };
}

type Places = { readonly services: Readonly<Record<Service, ServicePorts>>; readonly httpPort: number };

/**
 * The ports of the start before in that folder, else free ones: a server that was killed stands in the membership table for
 * a while, and its services would be looked for at their old ports.
 */
async function choosePlaces(folder: string, port: number | undefined): Promise<Places> {
  const kept = join(folder, 'ports.json');
  const known = await readFile(kept, 'utf8').catch(() => undefined);
  if (known !== undefined) return JSON.parse(known) as Places; // written below
  const ports = new Set(port === undefined ? [] : [port]);
  while (ports.size < SERVICES.length * 2 + 1) ports.add(await findFreePort());
  const all = [...ports];
  const services = Object.fromEntries(
    SERVICES.map((name, i) => [name, { grpc: all[2 * i] ?? 0, membership: all[2 * i + 1] ?? 0 }]),
  ) as Record<Service, ServicePorts>; // one of each, the frontend first
  const places = { services, httpPort: all.at(-1) ?? 0 };
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(kept, JSON.stringify(places));
  return places;
}

async function writeConfig(folder: string, superuserUrl: string, places: Places): Promise<string> {
  const { hostname, port, username, password } = new URL(superuserUrl);
  const dynamicConfigFile = join(folder, 'dynamic-config.json');
  const config = serverConfig({
    ...places,
    dynamicConfigFile,
    database: {
      host: hostname,
      port: Number(port || 5432),
      user: decodeURIComponent(username),
      password: decodeURIComponent(password),
    },
  });
  const file = join(folder, 'temporal-server.json');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(dynamicConfigFile, JSON.stringify(DYNAMIC_CONFIG, undefined, 2));
  await writeFile(file, JSON.stringify(config, undefined, 2), { mode: 0o600 });
  await chmod(file, 0o600); // a file that was there keeps its own mode
  return file;
}
