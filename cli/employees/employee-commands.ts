import { Option, type Command } from 'commander';
import type { Run } from '../context.ts';
import { limitOption } from '../options.ts';
import { changeByHand, type HandWish } from './change-by-hand.ts';
import { changeValue } from './change-value.ts';
import { exportEmployees, type ExportOptions } from './export-employees.ts';
import { listEmployees, type ListOptions } from './list-employees.ts';

export const STATUSES = ['active', 'duplicate', 'missing', 'removed'] as const;
export const SORTS = ['name', 'email', 'created', 'updated', '-name', '-email', '-created', '-updated'] as const;

export function addEmployeeCommands(program: Command, run: Run): void {
  const employees = program
    .command('employees')
    .description('look at, export, keep and correct the people of a tenant');

  const selecting = (command: Command): Command =>
    command
      .argument('<tenant>', 'its id or name')
      .option('--query <text>', 'only those in whom the text is found')
      .addOption(new Option('--status <status>', 'only these; without it, all but the removed').choices(STATUSES))
      .addOption(new Option('--sort <order>', 'a minus in front turns it round').choices(SORTS));

  selecting(employees.command('list').description('employees, by name'))
    .addOption(limitOption(100))
    .action((tenant: string, options: ListOptions) => run((context) => listEmployees(context, tenant, options)));

  selecting(employees.command('export').description('all of them as CSV, to stdout or to a file'))
    .option('--out <file>', 'write there; what it held stays until all has arrived')
    .addHelpText('after', '\nWith --json: without --out the employees as one document, with --out what was written.')
    .action((tenant: string, options: ExportOptions) => run((context) => exportEmployees(context, tenant, options)));

  const ofOne = (wish: HandWish, description: string): Command =>
    employees
      .command(wish)
      .description(description)
      .argument('<tenant>', 'its id or name')
      .argument('<employee>', 'the id, the address or the name')
      .action((tenant: string, employee: string) => run((context) => changeByHand(context, wish, tenant, employee)));

  ofOne('restore', 'undoes a removal, and keeps the employee from then on');
  ofOne('keep', 'keeps an employee, whatever Entra says');
  ofOne('unkeep', 'leaves an employee to Entra again, from the next run on');

  const ofField = (name: string, description: string): Command =>
    employees
      .command(name)
      .description(description)
      .argument('<tenant>', 'its id or name')
      .argument('<employee>', 'the id, the address or the name')
      .argument('<field>', 'the key of the field');

  ofField('set', 'sets a value by hand: no sync changes it until it is given back')
    .argument('<value>', 'the value; "" for none')
    .action((tenant: string, employee: string, field: string, value: string) =>
      run((context) => changeValue(context, { tenant, employee, field }, value)),
    );
  ofField('unset', 'gives a value back to Entra, at once').action((tenant: string, employee: string, field: string) =>
    run((context) => changeValue(context, { tenant, employee, field }, undefined)),
  );
}
