import { readFileSync } from 'node:fs';
import { Command, Option, type OutputConfiguration } from 'commander';
import * as z from 'zod';
import type { Run } from './context.ts';
import { addAdminCommands } from './admins/admin-commands.ts';
import { addEmployeeCommands } from './employees/employee-commands.ts';
import { addExampleCommands } from './examples/example-commands.ts';
import { ENDINGS, EXIT_CODES } from './exit-codes.ts';
import { addExplanationCommands } from './explanations/explanation-commands.ts';
import { addGroupCommands } from './groups/group-commands.ts';
import { addKeyCommands } from './keys/key-commands.ts';
import { parseDuration } from './options.ts';
import { addPeopleCommands } from './people/people-commands.ts';
import { addPreviewCommands } from './previews/preview-commands.ts';
import { addRunCommands } from './runs/run-commands.ts';
import { addSyncCommands } from './sync/sync-commands.ts';
import { addTenantCommands } from './tenants/tenant-commands.ts';

/** All commands, with their help. `run` is called with what a command is to do; `output` is where help and usage go. */
export function createProgram(run: Run, output: OutputConfiguration = {}): Command {
  const program = new Command('rollcall')
    .description('Rollcall for operators: tenants, syncs, runs and employees, over its API.')
    .version(version(), '-V, --version', 'print the version')
    .configureOutput(output)
    .helpOption('-h, --help', 'print help for a command')
    .option('--json', 'one JSON document on stdout; messages stay on stderr')
    .option('--url <address>', 'where Rollcall is (or ROLLCALL_URL; else the `npm start` of this checkout)')
    .addOption(
      new Option(
        '--key <key>',
        'operator key (or ROLLCALL_OPERATOR_KEY); others can see it in the list of processes',
      ).conflicts('keyFile'),
    )
    .option('--key-file <file>', 'file that holds the key')
    .addOption(
      new Option('--timeout <duration>', 'how long an answer may take, and how long Rollcall may be away during --wait')
        .default(60_000, '60s')
        .argParser(parseDuration),
    )
    .exitOverride()
    .showHelpAfterError('(add --help for more)')
    .configureHelp({ showGlobalOptions: true, sortSubcommands: false });

  addTenantCommands(program, run);
  addSyncCommands(program, run);
  addPreviewCommands(program, run);
  addRunCommands(program, run);
  addEmployeeCommands(program, run);
  addPeopleCommands(program, run);
  addExplanationCommands(program, run);
  addGroupCommands(program, run);
  addExampleCommands(program, run);
  addAdminCommands(program, run);
  addKeyCommands(program, run);
  return program.addHelpText('after', `\n${EXAMPLES}\n\nExit codes:\n${exitCodes()}`);
}

const EXAMPLES = `Examples:
  rollcall tenants add Contoso --directory 11111111-2222-3333-4444-555555555555
  rollcall sync Contoso --wait
  rollcall runs list Contoso
  rollcall runs changes Contoso/12 --action remove
  rollcall employees export Contoso --out contoso.csv`;

const exitCodes = (): string =>
  Object.entries(EXIT_CODES)
    // the keys of EXIT_CODES are exactly those of ENDINGS, by type
    .map(([ending, code]) => `  ${String(code).padStart(3)}  ${ENDINGS[ending as keyof typeof EXIT_CODES]}`)
    .join('\n');

function version(): string {
  const file = new URL('../package.json', import.meta.url);
  return z.object({ version: z.string() }).parse(JSON.parse(readFileSync(file, 'utf8'))).version;
}
