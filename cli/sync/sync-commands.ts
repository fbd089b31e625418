import type { Command } from 'commander';
import type { Run } from '../context.ts';
import { pauseTenant, resumeTenant } from './pause-tenant.ts';
import { syncTenant, type SyncOptions } from './sync-tenant.ts';

export function addSyncCommands(program: Command, run: Run): void {
  program
    .command('sync')
    .description('Sync Now: the run starts at once, or after the one that is going')
    .argument('<tenant>', 'its id or name')
    .option('--full', 'read the whole directory again')
    .option('--wait', 'show its progress and end as the run ends')
    .action((tenant: string, options: SyncOptions) => run((context) => syncTenant(context, tenant, options)));

  program
    .command('pause')
    .description('stop syncing a tenant; a run that is going stops at its next page')
    .argument('<tenant>', 'its id or name')
    .action((tenant: string) => run((context) => pauseTenant(context, tenant)));

  program
    .command('resume')
    .description('go on syncing a paused tenant')
    .argument('<tenant>', 'its id or name')
    .action((tenant: string) => run((context) => resumeTenant(context, tenant)));
}
