import { isCancel, text } from '@clack/prompts';
import { path } from '../api.ts';
import { CliError } from '../cli-error.ts';
import type { Context } from '../context.ts';
import type { Ending } from '../exit-codes.ts';
import { findTenant } from '../find-tenant.ts';
import { counted } from '../human-time.ts';
import { plainText } from '../plain-text.ts';
import { Anything, type Tenant } from '../responses.schema.ts';

/** Off-boards a tenant: its sync stops and its people are erased. Asks first, unless told not to. */
export async function removeTenant(
  context: Context,
  idOrName: string,
  options: { readonly yes?: boolean },
): Promise<Ending> {
  const { api, output } = context;
  const tenant = await findTenant(api, idOrName);
  if (!options.yes && !(await confirmed(tenant))) {
    output.note('Nothing was removed.');
    return 'interrupted';
  }
  await api.send('DELETE', path`/api/tenants/${tenant.id}`, Anything);
  const name = plainText(tenant.name);
  output.result(
    { id: tenant.id, name: tenant.name, status: 'offboarding' },
    () => `${name} is being removed: its sync stops, then its people are erased.`,
  );
  return 'ok';
}

/** Has the name typed: a yes is given too easily for what cannot be undone. */
async function confirmed({ name, employees }: Tenant): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    throw new CliError('usage', 'Nobody is here to confirm the removal.', {
      code: 'confirmationNeeded',
      remedy: 'Add --yes when you are sure: it stops the sync and erases the tenant’s people.',
    });
  }
  const shown = plainText(name);
  const people = employees == null ? 'all its employees' : counted(employees, 'employee');
  const typed = await text({
    message: `This stops the sync of ${shown} and erases ${people}. Type its name to go on.`,
    output: process.stderr,
    validate: (value) => (value?.trim() === shown ? undefined : `Type “${shown}”, or press Ctrl-C to keep it.`),
  });
  return !isCancel(typed);
}
