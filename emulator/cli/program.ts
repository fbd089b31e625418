import { Command } from 'commander';
import { SAMPLE_COMPANY } from '../people/sample-company.ts';
import type { Run } from './context.ts';
import { addDirectoryCommands } from './directories/directory-commands.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { addFaultCommands } from './faults/fault-commands.ts';
import { addGroupCommands } from './groups/group-commands.ts';
import { addPeopleCommands } from './people/people-commands.ts';
import { addTrafficCommands } from './traffic/traffic-commands.ts';

/** The options that every command has. */
export type GlobalOptions = { readonly json?: boolean; readonly url?: string; readonly directory: string };

/** All commands, with their help. `run` is called with what a command is to do. */
export function createProgram(run: Run): Command {
  const program = new Command('rollcall-emulator')
    .description('The people of the Entra emulator, and whatever is to go wrong there.')
    .helpOption('-h, --help', 'print help for a command')
    .option('--json', 'one JSON document on stdout; messages stay on stderr')
    .option('--url <address>', 'its control (or EMULATOR_CONTROL_URL; else the `npm start` of this checkout)')
    .option('--directory <directory>', 'id, domain or name', SAMPLE_COMPANY.entraTenantId)
    .exitOverride()
    .showHelpAfterError('(add --help for more)')
    .configureHelp({ showGlobalOptions: true, sortSubcommands: false });
  addPeopleCommands(program, run);
  addGroupCommands(program, run);
  addDirectoryCommands(program, run);
  addFaultCommands(program, run);
  addTrafficCommands(program, run);
  return program.addHelpText('after', `\n${EXAMPLES}\n\nExit codes:\n${exitCodes()}`);
}

const EXAMPLES = `Examples:
  rollcall-emulator people ada
  rollcall-emulator leave "Renamed Person"
  rollcall-emulator come-back "Renamed Person"
  rollcall-emulator join "Grace Hopper" --property department=Engineering
  rollcall-emulator change "Grace Hopper" department=Sales jobTitle=
  rollcall-emulator fault add status status=429 retryAfter=5 --path /v1.0/users
  rollcall-emulator clock advance 8d`;

const exitCodes = (): string =>
  Object.values(EXIT_CODES)
    .map(({ code, means }) => `  ${code}  ${means}`)
    .join('\n');
