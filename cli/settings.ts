import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { CliError } from './cli-error.ts';

/** Where Rollcall is and with which key, from options, the environment or the `npm start` of this checkout. Read here alone. */
export type Settings = { readonly apiUrl: string; readonly key: string };

/** The options that name them. */
export type PlaceOptions = {
  readonly url?: string | undefined;
  readonly key?: string | undefined;
  readonly keyFile?: string | undefined;
};

type Environment = Readonly<Record<string, string | undefined>>;

/** What `npm start` writes while it runs. */
const Running = z.looseObject({
  apiUrl: z.string(),
  operatorKeyFile: z.string(),
  temporalAddress: z.string().optional(),
  temporalNamespace: z.string().optional(),
});
type Running = z.infer<typeof Running>;

const checkout = fileURLToPath(new URL('..', import.meta.url));

/** Reads `.env` of the checkout where there is one; what the environment gives already wins. Throws CliError. */
export function loadEnvironmentFile(): void {
  const file = join(checkout, '.env');
  if (!existsSync(file)) return;
  try {
    process.loadEnvFile(file);
  } catch {
    throw new CliError('usage', `${file} cannot be read.`, {
      code: 'usage',
      remedy: 'Make it a file that you may read, or take it away.',
    });
  }
}

/**
 * Option, then environment, then the running `npm start`. Its key goes to its own address only: an operator key must
 * not travel to whatever `--url` names. Throws CliError.
 */
export function readSettings(options: PlaceOptions, env: Environment, folder = checkout): Settings {
  const running = readRunning(folder);
  const named = options.url ?? nonEmpty(env['ROLLCALL_URL']) ?? running?.apiUrl;
  if (named === undefined) {
    throw new CliError('unreachable', 'No Rollcall is running from this checkout.', {
      code: 'noRollcall',
      remedy: 'Start it with `npm start`, or say where it is with --url or ROLLCALL_URL.',
      passing: true,
    });
  }
  const apiUrl = parseUrl(named);
  const key = readKey(
    options,
    env,
    running !== undefined && parseUrl(running.apiUrl) === apiUrl ? running : undefined,
    folder,
  );
  return { apiUrl, key };
}

/** Points Temporal's own settings at the server of the running `npm start`, where the environment names none. */
export function useTemporalOfRunning(env: Record<string, string | undefined> = process.env, folder = checkout): void {
  const running = readRunning(folder);
  if (env['TEMPORAL_ADDRESS'] !== undefined || env['TEMPORAL_PROFILE'] !== undefined) return;
  if (running?.temporalAddress !== undefined) env['TEMPORAL_ADDRESS'] = running.temporalAddress;
  if (running?.temporalNamespace !== undefined) env['TEMPORAL_NAMESPACE'] ??= running.temporalNamespace;
}

function readRunning(folder: string): Running | undefined {
  try {
    return Running.safeParse(JSON.parse(readFileSync(join(folder, '.rollcall', 'running.json'), 'utf8'))).data;
  } catch {
    return undefined; // absent, or being written at this moment
  }
}

function parseUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new CliError('usage', `“${text}” is not a web address.`, {
      code: 'wrongUrl',
      remedy: 'Give --url or ROLLCALL_URL as http(s)://host:port, as Rollcall prints it at its start.',
    });
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

function readKey(options: PlaceOptions, env: Environment, running: Running | undefined, folder: string): string {
  const fromEnvironment = options.keyFile === undefined ? nonEmpty(env['ROLLCALL_OPERATOR_KEY']) : undefined;
  const file = options.keyFile ?? (running && resolve(folder, running.operatorKeyFile));
  const key = options.key ?? fromEnvironment ?? (file === undefined ? undefined : readKeyFile(resolve(file)));
  if (key === undefined || key === '') {
    throw new CliError('notAllowed', 'No key was given.', {
      code: 'noKey',
      remedy: 'Set ROLLCALL_OPERATOR_KEY, or give --key-file or --key.',
    });
  }
  if (!/^[\x21-\x7e]+$/.test(key)) {
    throw new CliError('usage', 'The key holds blanks or characters that no key has.', {
      code: 'wrongKey',
      remedy: 'Copy it again; a key file holds the key and nothing else.',
    });
  }
  return key;
}

function readKeyFile(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    throw new CliError('usage', `The key file ${path} cannot be read.`, {
      code: 'keyFileUnreadable',
      remedy: 'Check the path and its rights; `npm start` makes one with mode 0600.',
    });
  }
}

/** An empty variable counts as not set. */
const nonEmpty = (value: string | undefined): string | undefined => (value === '' ? undefined : value);
