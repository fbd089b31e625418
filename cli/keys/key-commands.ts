import type { Command } from 'commander';
import type { Run } from '../context.ts';
import { addKey } from './add-key.ts';
import type { KeysOf } from './keys-path.ts';
import { listKeys } from './list-keys.ts';
import { removeKey } from './remove-key.ts';

export function addKeyCommands(program: Command, run: Run): void {
  const keys = program.command('keys').description('make and take back API keys: the operator’s, or a tenant’s');
  const ofTenant = ['--tenant <tenant>', 'keys of this tenant (id or name) instead of the operator’s'] as const;

  keys
    .command('list')
    .description('keys and when they were last used; never the keys themselves')
    .option(...ofTenant)
    .action((options: KeysOf) => run((context) => listKeys(context, options)));

  keys
    .command('add')
    .description('make a key; it is shown this once')
    .argument('<name>', 'who or what will use it')
    .option(...ofTenant)
    .action((name: string, options: KeysOf) => run((context) => addKey(context, name, options)));

  keys
    .command('remove')
    .description('take a key back; whoever uses it is refused from then on')
    .argument('<key id>', 'as `keys list` shows it')
    .option(...ofTenant)
    .action((keyId: string, options: KeysOf) => run((context) => removeKey(context, keyId, options)));
}
