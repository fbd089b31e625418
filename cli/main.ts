import { EXIT_CODES } from './exit-codes.ts';
import { runCommand } from './run-command.ts';

// A reader that has seen enough, such as `head`, is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) =>
  process.exit(error.code === 'EPIPE' ? EXIT_CODES.ok : EXIT_CODES.failed),
);

const code = await runCommand(process.argv.slice(2), process);
// Who was interrupted while waiting for a run has said so already.
process.exitCode ??= code;
