import { CommanderError } from 'commander';
import { createApi } from './api.ts';
import { CliError } from './cli-error.ts';
import type { Run } from './context.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { createOutput } from './output.ts';
import { createProgram } from './program.ts';
import { loadEnvironmentFile, readSettings, type PlaceOptions, type Settings } from './settings.ts';

// A reader that has seen enough, such as `head`, is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) =>
  process.exit(error.code === 'EPIPE' ? EXIT_CODES.ok : EXIT_CODES.failed),
);

type Options = PlaceOptions & { readonly json?: boolean; readonly timeout: number };

const run: Run = async (verb) => {
  // commander knows the options by name only; program.ts declares them so
  const options = program.opts() as Options;
  let settings: Settings | undefined;
  const api = createApi(() => (settings ??= readSettings(options)), options.timeout);
  const output = createOutput(options.json === true);
  try {
    loadEnvironmentFile();
    process.exitCode = EXIT_CODES[await verb({ api, output, timeoutMs: options.timeout })];
  } catch (error) {
    const failure = error instanceof CliError ? error : unexpected(error);
    output.fail(failure);
    process.exitCode = EXIT_CODES[failure.ending];
  }
};

/** Never a stack trace: it says nothing to an operator. */
function unexpected(error: unknown): CliError {
  const what = error instanceof Error ? `${error.name}: ${error.message.split('\n')[0]}` : String(error);
  return new CliError('failed', `Something went wrong in the command itself (${what}).`, {
    code: 'bug',
    remedy: 'Please report it, with the command that you gave.',
  });
}

const program = createProgram(run);

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  // commander has said on stderr what is wrong, or on stdout what was asked for
  process.exitCode = error.exitCode === 0 ? EXIT_CODES.ok : EXIT_CODES.usage;
  if (error.exitCode !== 0 && process.argv.includes('--json')) {
    const message = error.code === 'commander.help' ? 'No command was given.' : error.message.replace(/^error: /, '');
    process.stdout.write(`${JSON.stringify({ error: { code: 'usage', message, remedy: 'See --help.' } }, null, 2)}\n`);
  }
}
