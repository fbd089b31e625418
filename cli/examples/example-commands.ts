import { Argument, type Command } from 'commander';
import type { Run } from '../context.ts';
import { changeExample, EXPECTED, type Expected } from './change-example.ts';
import { listExamples } from './list-examples.ts';

export function addExampleCommands(program: Command, run: Run): void {
  const examples = program
    .command('examples')
    .description('people whom every save of the settings is tried on: is each imported, or left out, as expected?');

  examples
    .command('list', { isDefault: true })
    .description('the examples, and what is expected of each; `list` may be left out')
    .argument('<tenant>', 'its id or name')
    .action((tenant: string) => run((context) => listExamples(context, tenant)));

  examples
    .command('set')
    .description('expects somebody to be imported, or not to be')
    .argument('<tenant>', 'its id or name')
    .argument('<person>', 'the object id in Entra')
    .addArgument(new Argument('<expected>', 'what must come of the person').choices(EXPECTED))
    .addHelpText('after', '\nSettings that would treat an example otherwise are not saved.')
    .action((tenant: string, person: string, expected: Expected) =>
      run((context) => changeExample(context, tenant, person, expected)),
    );

  examples
    .command('remove')
    .description('expects nothing of somebody any more')
    .argument('<tenant>', 'its id or name')
    .argument('<person>', 'the object id in Entra')
    .action((tenant: string, person: string) => run((context) => changeExample(context, tenant, person, undefined)));
}
