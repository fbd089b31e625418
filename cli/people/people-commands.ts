import { Argument, type Command } from 'commander';
import type { Run } from '../context.ts';
import { PERSON_KINDS, setKind, type WantedKind } from './set-kind.ts';

export function addPeopleCommands(program: Command, run: Run): void {
  const people = program.command('people').description('decide about anybody in a directory, employee or not');
  people
    .command('kind')
    .description('overrules the kind of one person, at once; `entra` gives it back')
    .argument('<tenant>', 'its id or name')
    .argument('<person>', 'the object id in Entra')
    .addArgument(new Argument('<kind>', 'what the person is').choices([...PERSON_KINDS, 'entra']))
    .action((tenant: string, person: string, kind: WantedKind) =>
      run((context) => setKind(context, tenant, person, kind)),
    );
}
