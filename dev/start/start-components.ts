import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { startPostgres } from '../postgres.ts';
import { runCommand } from '../run-command.ts';
import { cloneFolder, type Environment } from '../settings.ts';
import { ProgramFailed } from '../start-program.ts';
import { startTemporalServer } from '../temporal-server.ts';
import { trustAlso } from '../trust-also.ts';
import { choosePorts, type PortName } from './choose-ports.ts';
import type { Components } from './components.ts';
import { saysReady, startOurProcess } from './our-process.ts';
import type { StartPlan } from './plan-start.ts';

export type StartOptions = {
  readonly plan: StartPlan;
  readonly env: Environment;
  /** Data, logs and keys. */
  readonly folder: string;
  readonly components: Components;
  readonly say: (line: string) => void;
};

/** Where everything is, once all is up. */
export type Places = {
  readonly apiUrl: string;
  readonly temporalAddress: string | undefined;
  readonly temporalNamespace: string;
  readonly temporalUiUrl: string;
  readonly emulator: Emulator | undefined;
};

/** The one JSON line that the emulator prints when it serves. */
const emulatorSchema = z.object({
  ready: z.literal(true),
  authorityHost: z.string(),
  graphEndpoint: z.string(),
  controlUrl: z.string(),
  caFile: z.string(),
  clientId: z.string(),
  clientSecret: z.string(),
  entraTenantId: z.string(),
});
export type Emulator = z.infer<typeof emulatorSchema>;

/** Starts what the plan says: first what the product needs, all at once, then worker and API. Says a line for each. */
export async function startComponents(options: StartOptions): Promise<Places> {
  const { plan, env, folder, say } = options;
  mkdirSync(join(folder, 'logs'), { recursive: true });
  const ports = await choosePorts(neededPorts(plan), env, { keptFile: join(folder, 'ports.json'), say });
  const [database, temporal, emulator] = await Promise.all([
    plan.postgres === 'embedded' ? startDatabase(options) : migrateGiven(options),
    plan.temporal === 'devServer' ? startTemporal(options, ports) : undefined,
    plan.entra === 'emulator' ? startEmulator(options, ports) : undefined,
  ]);
  const publicUrl = env['PUBLIC_URL']?.trim() || `http://localhost:${ports.api}`;
  const shared: Environment = {
    ...env,
    ...database,
    ...temporal,
    ...(emulator && entraOf(emulator, env, folder)),
    PORT: String(ports.api),
    PUBLIC_URL: publicUrl,
    // Of the others' secrets no process gets one that it does not need.
    DATABASE_MIGRATION_URL: '',
    ROLLCALL_OPERATOR_KEY: '',
    SESSION_SECRET: '',
  };
  const { operatorKey, sessionSecret } = plan.secrets;
  await Promise.all([
    startOne(options, 'Worker', shared),
    startOne(options, 'API', { ...shared, ROLLCALL_OPERATOR_KEY: operatorKey, SESSION_SECRET: sessionSecret }),
  ]);
  return {
    apiUrl: `http://localhost:${ports.api}`,
    temporalAddress: shared['TEMPORAL_ADDRESS']?.trim() || undefined,
    temporalNamespace: shared['TEMPORAL_NAMESPACE']?.trim() || 'default',
    temporalUiUrl: shared['TEMPORAL_UI_URL']?.trim() || 'http://localhost:8233',
    emulator,
  };
}

type Ports = Readonly<Record<PortName, number>>;

function neededPorts(plan: StartPlan): readonly PortName[] {
  return [
    'api',
    ...(plan.temporal === 'devServer' ? (['temporal', 'temporalUi'] as const) : []),
    ...(plan.entra === 'emulator' ? (['emulatorLogin', 'emulatorGraph', 'emulatorControl'] as const) : []),
  ];
}

const logFile = (folder: string, name: string): string => join(folder, 'logs', `${name.toLowerCase()}.log`);

async function startDatabase({ components, env, folder, say }: StartOptions): Promise<Environment> {
  const { ownerUrl, appUrl } = await startPostgres({
    folder: join(folder, 'postgres'),
    logFile: logFile(folder, 'PostgreSQL'),
    onSpawn: components.add,
    say,
  });
  await migrate({ ...env, DATABASE_URL: appUrl, DATABASE_MIGRATION_URL: ownerUrl });
  say(`  ready     PostgreSQL   ${new URL(appUrl).host}, migrated`);
  return { DATABASE_URL: appUrl };
}

async function migrateGiven({ plan, env, say }: StartOptions): Promise<Environment> {
  if (!plan.migrate) {
    say('  note      DATABASE_MIGRATION_URL is not set: the given database is used as it is, without migrations.');
    return {};
  }
  await migrate(env);
  say('  ready     PostgreSQL   the given one, migrated');
  return {};
}

async function migrate(env: Environment): Promise<void> {
  const main = join(cloneFolder, 'db', 'migrate.main.ts');
  await runCommand(process.execPath, ['--import', 'tsx', main], { env, cwd: cloneFolder }).catch((error: Error) => {
    throw new ProgramFailed(
      'The database could not be migrated.',
      error.message.replace(`${process.execPath}: `, '').split('\n'),
    );
  });
}

async function startTemporal({ components, env, folder, say }: StartOptions, ports: Ports): Promise<Environment> {
  const namespace = env['TEMPORAL_NAMESPACE']?.trim() || undefined;
  const { address, uiUrl } = await startTemporalServer({
    databaseFile: join(folder, 'temporal.db'),
    ports: { server: ports.temporal, ui: ports.temporalUi },
    namespace,
    logFile: logFile(folder, 'Temporal'),
    onSpawn: components.add,
    say,
  });
  // A profile in the user's home would add its key or its TLS to our server.
  const profileFile = join(folder, 'temporal.toml');
  writeFileSync(profileFile, '[profile.default]\n');
  say(`  ready     Temporal     ${address}`);
  return {
    TEMPORAL_ADDRESS: address,
    TEMPORAL_NAMESPACE: namespace ?? 'default',
    TEMPORAL_UI_URL: env['TEMPORAL_UI_URL']?.trim() || uiUrl,
    TEMPORAL_CONFIG_FILE: profileFile,
  };
}

async function startEmulator({ components, env, folder, say }: StartOptions, ports: Ports): Promise<Emulator> {
  const { ready } = await startOurProcess({
    name: 'Emulator',
    main: 'emulator/main.ts',
    env: {
      ...env,
      EMULATOR_FOLDER: env['EMULATOR_FOLDER']?.trim() || join(folder, 'emulator'),
      EMULATOR_LOGIN_PORT: String(ports.emulatorLogin),
      EMULATOR_GRAPH_PORT: String(ports.emulatorGraph),
      EMULATOR_CONTROL_PORT: String(ports.emulatorControl),
    },
    logFile: logFile(folder, 'Emulator'),
    onSpawn: components.add,
    readyWhen: (told) => emulatorSchema.safeParse(told).data,
  });
  say(`  ready     Emulator     ${ready.authorityHost} (sign-in), ${ready.graphEndpoint} (Graph)`);
  return ready;
}

function entraOf(emulator: Emulator, env: Environment, folder: string): Environment {
  return {
    ENTRA_CLIENT_ID: emulator.clientId,
    ENTRA_CLIENT_SECRET: emulator.clientSecret,
    ENTRA_AUTHORITY_HOST: emulator.authorityHost,
    GRAPH_ENDPOINT: emulator.graphEndpoint,
    NODE_EXTRA_CA_CERTS: trustAlso(emulator.caFile, env['NODE_EXTRA_CA_CERTS'], join(folder, 'trusted.pem')),
  };
}

async function startOne({ components, folder, say }: StartOptions, name: 'Worker' | 'API', env: Environment) {
  await startOurProcess({
    name,
    main: `${name.toLowerCase()}/main.ts`,
    env,
    logFile: logFile(folder, name),
    onSpawn: components.add,
    readyWhen: saysReady,
  });
  say(`  ready     ${name}${name === 'API' ? `          ${env['PUBLIC_URL'] ?? ''}` : ''}`);
}
