import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The environment of development, read here alone. The product's own settings are config.ts's. */

/** Variables of development that `.env.example` explains beside the product's. */
export const DEV_VARIABLES = [
  'TEMPORAL_CLI_PATH',
  'CHROMIUM_PATH',
  'EMULATOR_FOLDER',
  'EMULATOR_LOGIN_PORT',
  'EMULATOR_GRAPH_PORT',
  'EMULATOR_CONTROL_PORT',
] as const;

export type Environment = Readonly<Record<string, string | undefined>>;

export const cloneFolder = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '');

/** Everything that `npm start` makes: data, logs, keys. Removing it starts afresh. */
export const rollcallFolder = join(cloneFolder, '.rollcall');

/** Where downloads are kept between clones: `$XDG_CACHE_HOME` or `~/.cache`. */
export function cacheFolder(env: Environment = process.env): string {
  return join(env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'rollcall');
}

/** A copy of the environment, for child processes and for settings that are read by name. */
export function currentEnvironment(): Record<string, string | undefined> {
  return { ...process.env };
}
