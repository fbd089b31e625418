import { CommanderError } from 'commander';
import { controlUrlOf, loadEnvironmentFile, SettingsError } from '../settings.ts';
import { CommandError } from './command-error.ts';
import type { Run } from './context.ts';
import { createControl } from './control.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { createOutput } from './output.ts';
import { createProgram, type GlobalOptions } from './program.ts';

// A reader that has seen enough, such as `head`, is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

const run: Run = async (verb) => {
  const { json = false, url, directory } = program.opts<GlobalOptions>();
  const output = createOutput(json);
  try {
    loadEnvironmentFile();
    await verb({ control: createControl(() => controlUrlOf(url)), output, directory });
  } catch (error) {
    const failure = error instanceof CommandError ? error : unexpected(error);
    output.fail(failure);
    process.exitCode = EXIT_CODES[failure.ending].code;
  }
};

/** Never a stack trace: it says nothing to who uses the command. */
function unexpected(error: unknown): CommandError {
  if (error instanceof SettingsError) return new CommandError('usage', error.message);
  const what = error instanceof Error ? error.message.split('\n')[0] : String(error);
  return new CommandError('failed', `Something went wrong in the command itself (${what}).`, 'Please report it.');
}

const program = createProgram(run);

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  // commander has said on stderr what is wrong, or on stdout what was asked for
  process.exitCode = error.exitCode === 0 ? EXIT_CODES.ok.code : EXIT_CODES.usage.code;
  if (error.exitCode !== 0 && process.argv.includes('--json')) {
    const message = error.code === 'commander.help' ? 'No command was given.' : error.message.replace(/^error: /, '');
    const document = { error: { code: 'usage', message, remedy: 'See --help.', lines: [] } };
    process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
  }
}
