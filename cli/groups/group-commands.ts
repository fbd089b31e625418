import type { Command } from 'commander';
import type { Run } from '../context.ts';
import { limitOption } from '../options.ts';
import { listGroups } from './list-groups.ts';

export function addGroupCommands(program: Command, run: Run): void {
  program
    .command('groups')
    .description('groups of a tenant’s directory, whose people alone can be imported')
    .argument('<tenant>', 'its id or name')
    .argument('[query]', 'words of the name, or their beginnings', '')
    .addOption(limitOption(100))
    .addHelpText('after', '\nTheir ids go into `filters.groups` of the integration settings.')
    .action((tenant: string, query: string, options: { limit: number }) =>
      run((context) => listGroups(context, tenant, query, options)),
    );
}
