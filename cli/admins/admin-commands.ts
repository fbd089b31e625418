import type { Command } from 'commander';
import type { Run } from '../context.ts';
import { listAdmins } from './list-admins.ts';
import { removeAdmin } from './remove-admin.ts';

export function addAdminCommands(program: Command, run: Run): void {
  const admins = program.command('admins').description('who administers a tenant');

  admins
    .command('list')
    .description('admins of a tenant, the first one first')
    .argument('<tenant>', 'id or name')
    .action((tenant: string) => run((context) => listAdmins(context, tenant)));

  admins
    .command('remove')
    .description('remove an admin, even the last one; who is signed in is signed out at once')
    .argument('<tenant>', 'id or name')
    .argument('<object id>', 'as `admins list` shows it')
    .action((tenant: string, admin: string) => run((context) => removeAdmin(context, tenant, admin)));
}
