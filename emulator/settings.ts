import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/** The environment of the emulator and of its command, read here alone. `.env.example` explains the variables. */
type Environment = Readonly<Record<string, string | undefined>>;

export type Settings = {
  /** Certificates, and what is kept of the directories. */
  readonly folder: string;
  readonly ports: Ports;
};
/** TCP ports; 0 = any free one. */
export type Ports = { readonly login: number; readonly graph: number; readonly control: number };

/** A variable that cannot be used, in one line that says what would do. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

const checkout = fileURLToPath(new URL('..', import.meta.url));

/** Reads `.env` of the checkout where there is one; what the environment gives already wins. Throws SettingsError. */
export function loadEnvironmentFile(): void {
  const file = join(checkout, '.env');
  if (!existsSync(file)) return;
  try {
    process.loadEnvFile(file);
  } catch {
    throw new SettingsError(`${file} cannot be read. Make it a file that you may read, or take it away.`);
  }
}

/** Throws SettingsError. */
export function readSettings(env: Environment = process.env): Settings {
  return {
    folder: resolve(checkout, env['EMULATOR_FOLDER']?.trim() || join('.rollcall', 'emulator')),
    ports: {
      login: portOf('EMULATOR_LOGIN_PORT', env['EMULATOR_LOGIN_PORT'], 9443),
      graph: portOf('EMULATOR_GRAPH_PORT', env['EMULATOR_GRAPH_PORT'], 9444),
      control: portOf('EMULATOR_CONTROL_PORT', env['EMULATOR_CONTROL_PORT'], 9445),
    },
  };
}

function portOf(variable: string, text: string | undefined, usual: number): number {
  const given = text?.trim();
  if (!given) return usual;
  const port = /^\d+$/.test(given) ? Number(given) : -1;
  if (port >= 0 && port <= 65_535) return port;
  throw new SettingsError(`${variable} is ${JSON.stringify(given)}, which is no port. Write a number from 1 to 65535.`);
}

/** What `npm start` writes while it runs. */
const runningSchema = z.looseObject({ emulator: z.object({ controlUrl: z.string() }).nullish() });

/**
 * Where the emulator is controlled: `--url`, then EMULATOR_CONTROL_URL, then the `npm start` of this checkout.
 * Undefined when none of them says it.
 */
export function controlUrlOf(option: string | undefined, env: Environment = process.env): string | undefined {
  return option ?? (env['EMULATOR_CONTROL_URL']?.trim() || runningControlUrl());
}

function runningControlUrl(): string | undefined {
  try {
    const text = readFileSync(join(checkout, '.rollcall', 'running.json'), 'utf8');
    return runningSchema.parse(JSON.parse(text)).emulator?.controlUrl;
  } catch {
    return undefined; // absent, or of another version
  }
}
