import type { Command } from 'commander';
import type { Run } from '../context.ts';
import { explainPerson } from './explain-person.ts';

export function addExplanationCommands(program: Command, run: Run): void {
  program
    .command('why')
    .description('why somebody is, or is not, an employee: looked up live, each step of the rules')
    .argument('<tenant>', 'its id or name')
    .argument('<user>', 'object id, whole address or user principal name, or words of the name')
    .action((tenant: string, user: string) => run((context) => explainPerson(context, tenant, user)));
}
