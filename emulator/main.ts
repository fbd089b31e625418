import { APPLICATION } from './context.ts';
import { StateUnreadable } from './keep/state-file.ts';
import { SAMPLE_COMPANY } from './people/sample-company.ts';
import { CannotListen } from './serve-app.ts';
import { loadEnvironmentFile, readSettings, SettingsError } from './settings.ts';
import { type Emulator, startEmulator } from './start-emulator.ts';

/** The emulator as a process of its own: it says in one JSON line where it is, and ends on SIGTERM or SIGINT. */
async function main(): Promise<void> {
  loadEnvironmentFile();
  const { folder, ports } = readSettings();
  const emulator = await startEmulator({ folder, ports, keep: true, onFailure: sayNotKept });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop(emulator));
  const { authorityHost, graphEndpoint, controlUrl, caFile } = emulator;
  const { entraTenantId } = SAMPLE_COMPANY;
  const told = { ready: true, authorityHost, graphEndpoint, controlUrl, caFile, ...APPLICATION, entraTenantId };
  console.log(JSON.stringify(told));
}

async function stop(emulator: Emulator): Promise<void> {
  await emulator.stop();
  process.exit(0);
}

function sayNotKept(error: unknown): void {
  console.error(`The emulator could not keep its directories: ${error instanceof Error ? error.message : 'no reason'}`);
}

try {
  await main();
} catch (error) {
  const expected = [CannotListen, StateUnreadable, SettingsError].some((kind) => error instanceof kind);
  console.error(expected && error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
