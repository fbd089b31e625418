import { join } from 'node:path';
import { ConfigError, loadEnvironmentFile } from '../config.ts';
import { CannotStart } from './cannot-start.ts';
import { stopLeftovers } from './process-register.ts';
import { currentEnvironment, rollcallFolder } from './settings.ts';
import { claimFolder } from './start/claim-folder.ts';
import { createComponents } from './start/components.ts';
import { planStart } from './start/plan-start.ts';
import { lendKey, readRunning, removeRunning, writeRunning } from './start/running-file.ts';
import { sayWhere } from './start/say-where.ts';
import { startComponents } from './start/start-components.ts';
import { inviteToSampleCompany, syncSampleCompany } from './start/sync-sample-company.ts';
import { openTerminal } from './start/terminal.ts';

/**
 * `npm start`: everything that the environment does not give (DESIGN.md names the variables; .env.example explains
 * them), the product's processes on top, and the emulator's sample company in it. Ends with code 0 after Ctrl-C, 1 when
 * something does not start or dies. Nothing that it started outlives it.
 */
const terminal = openTerminal();
const components = createComponents();
const stopping = new AbortController();

async function main(): Promise<void> {
  loadEnvironmentFile();
  const release = await claimFolder(join(rollcallFolder, 'start.pid'), 'dev/start.ts', () => {
    const running = readRunning();
    return running ? `, ${running.apiUrl}` : '';
  });
  try {
    await Promise.race([startAndServe(), components.untilOneDies, untilStopped()]);
  } catch (error) {
    if (error instanceof Stopped) terminal.say('\nStopping (Ctrl-C again kills)…');
    else terminal.say(`\n${explain(error)}\n`);
    process.exitCode = error instanceof Stopped ? 0 : 1;
  } finally {
    removeRunning();
    await components.stopAll(terminal.say);
    release();
  }
}

async function startAndServe(): Promise<never> {
  const { say } = terminal;
  const env = currentEnvironment();
  const plan = planStart(env, rollcallFolder);
  const left = await stopLeftovers();
  if (left.length > 0) say(`Stopped what an earlier start had left behind: ${left.join(', ')}.`);

  say('Rollcall starts.');
  const places = await startComponents({ plan, env, folder: rollcallFolder, components, say });
  const { operatorKey, operatorKeyFile } = plan.secrets;
  const { emulator, apiUrl } = places;
  writeRunning({
    ...places,
    emulator: emulator && { controlUrl: emulator.controlUrl },
    operatorKeyFile: operatorKeyFile ?? lendKey(operatorKey),
    pid: process.pid,
  });
  const tenant = emulator && (await syncSampleCompany({ apiUrl, operatorKey, emulator }, terminal, stopping.signal));
  const invitation = tenant && (await inviteToSampleCompany({ apiUrl, operatorKey }, tenant));
  sayWhere(places, { operatorKeyFile, tenant, invitation }, say);
  return components.untilOneDies;
}

class Stopped extends Error {}

/** One Ctrl-C can arrive twice at once: from the terminal, and passed on by npm. */
const SAME_KEY_PRESS_MS = 500;

/** Rejects at the first Ctrl-C, or when the terminal or npm is gone. At the next Ctrl-C everything is killed. */
function untilStopped(): Promise<never> {
  return new Promise((_, reject) => {
    let stoppingSince = Infinity;
    const stop = (): void => {
      if (Date.now() - stoppingSince > SAME_KEY_PRESS_MS) {
        components.killAll();
        removeRunning();
        process.exit(1);
      }
      stoppingSince = Math.min(stoppingSince, Date.now());
      stopping.abort();
      reject(new Stopped());
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
    watchParent(stop);
  });
}

/** The shell between npm and us does not pass on a SIGTERM: an npm that was ended leaves us with another parent. */
function watchParent(gone: () => void): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    gone();
  }, 1_000);
  timer.unref();
}

/** What people can act on, in words; only a mistake of ours shows where it happened. */
function explain(error: unknown): string {
  if (error instanceof ConfigError || error instanceof CannotStart) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

try {
  await main();
} catch (error) {
  process.exitCode = 1;
  terminal.say(explain(error));
}
process.exit();
