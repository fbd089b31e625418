import type { Writable } from 'node:stream';
import { CommanderError } from 'commander';
import { createApi } from './api.ts';
import { CliError } from './cli-error.ts';
import type { Run } from './context.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { createOutput } from './output.ts';
import { createProgram } from './program.ts';
import { loadEnvironmentFile, readSettings, type PlaceOptions, type Settings } from './settings.ts';

/** What a command is called with, and where it writes. */
export type Surroundings = {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: Writable;
  readonly stderr: Writable;
};

type Options = PlaceOptions & { readonly json?: boolean; readonly timeout: number };

/** Runs the command that the arguments name, and gives its exit code. Never throws for what a person did. */
export async function runCommand(args: readonly string[], { env, stdout, stderr }: Surroundings): Promise<number> {
  let exitCode: number = EXIT_CODES.ok;
  const run: Run = async (verb) => {
    // commander knows the options by name only; program.ts declares them so
    const options = program.opts() as Options;
    let settings: Settings | undefined;
    const api = createApi(() => (settings ??= readSettings(options, env)), options.timeout);
    const output = createOutput(options.json === true, stdout, stderr);
    try {
      loadEnvironmentFile();
      exitCode = EXIT_CODES[await verb({ api, output, timeoutMs: options.timeout })];
    } catch (error) {
      const failure = error instanceof CliError ? error : unexpected(error);
      output.fail(failure);
      exitCode = EXIT_CODES[failure.ending];
    }
  };
  const program = createProgram(run, {
    writeOut: (text) => void stdout.write(text),
    writeErr: (text) => void stderr.write(text),
  });
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // commander has said on stderr what is wrong, or on stdout what was asked for
    if (error.exitCode === 0) return EXIT_CODES.ok;
    if (args.includes('--json')) stdout.write(`${JSON.stringify({ error: usageOf(error) }, null, 2)}\n`);
    return EXIT_CODES.usage;
  }
  return exitCode;
}

function usageOf({ code, message }: CommanderError) {
  const what = code === 'commander.help' ? 'No command was given.' : message.replace(/^error: /, '');
  return { code: 'usage', message: what, remedy: 'See --help.' };
}

/** Never a stack trace: it says nothing to an operator. */
function unexpected(error: unknown): CliError {
  const what = error instanceof Error ? `${error.name}: ${error.message.split('\n')[0]}` : String(error);
  return new CliError('failed', `Something went wrong in the command itself (${what}).`, {
    code: 'bug',
    remedy: 'Please report it, with the command that you gave.',
  });
}
