import type { Command } from 'commander';
import type { Run } from '../context.ts';
import { limitOption } from '../options.ts';
import { addTenant, type AddOptions } from './add-tenant.ts';
import { listTenants } from './list-tenants.ts';
import { removeTenant } from './remove-tenant.ts';
import { showTenant } from './show-tenant.ts';

export function addTenantCommands(program: Command, run: Run): void {
  const tenants = program.command('tenants').description('onboard, look at and off-board tenants');

  tenants
    .command('list')
    .description('all tenants, with what they need')
    .addOption(limitOption(1000))
    .action((options: { limit: number }) => run((context) => listTenants(context, options)));

  tenants
    .command('show')
    .description('one tenant')
    .argument('<tenant>', 'its id or name')
    .action((tenant: string) => run((context) => showTenant(context, tenant)));

  tenants
    .command('add')
    .description('onboard a directory: checks sign-in and permissions, then syncs it')
    .argument('<name>', 'what to call it')
    .option('--directory <id>', 'Entra tenant id (a GUID); without it, the tenant waits for its admin to link one')
    .option('--no-activate', 'link it, but do not sync before its settings are saved')
    .action((name: string, options: AddOptions) => run((context) => addTenant(context, name, options)));

  tenants
    .command('remove')
    .description('off-board a tenant: stop its sync and erase its people')
    .argument('<tenant>', 'its id or name')
    .option('--yes', 'do not ask')
    .action((tenant: string, options: { yes?: boolean }) => run((context) => removeTenant(context, tenant, options)));
}
