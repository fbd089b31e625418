import { type Command, Argument } from 'commander';
import { behaviourSchema } from '../../directory/behaviour.schema.ts';
import { CONSENTS, type Consent } from '../../directory/definition.schema.ts';
import { settingsOf } from '../assignments.ts';
import type { Context, Run } from '../context.ts';
import { Nothing, path } from '../control.ts';
import { parseCount } from '../options.ts';
import { plainText } from '../plain-text.ts';
import { table } from '../table.ts';
import { DirectoriesAnswer, DirectoryAnswer } from './answers.schema.ts';

type AddOptions = { readonly people: number; readonly seed?: string; readonly domain?: string };

export function addDirectoryCommands(program: Command, run: Run): void {
  program
    .command('directories')
    .description('all directories')
    .action(() => run(listDirectories));

  program
    .command('add-directory')
    .description('a further directory, with people made up from a seed')
    .argument('<name>')
    .requiredOption('--people <n>', 'how many; a million is no burden', parseCount)
    .option('--seed <text>', 'the same seed gives the same people (default: the name)')
    .option('--domain <domain>', 'what their addresses end in (default: made of the name)')
    .action((name: string, options: AddOptions) => run((context) => addDirectory(context, name, options)));

  program
    .command('remove-directory')
    .description('as if its owner had deleted it: sign-in says that there is none')
    .argument('<directory>', 'id, domain or name')
    .action((directory: string) => run((context) => removeDirectory(context, directory)));

  program
    .command('consent')
    .description('what the directory has allowed the application')
    .addArgument(new Argument('<consent>').choices(CONSENTS))
    .option('--permissions <names...>', 'which application permissions, such as User.Read.All')
    .action((consent: Consent, { permissions }: { permissions?: string[] }) =>
      run((context) => setConsent(context, consent, permissions)),
    );

  program
    .command('behaviour')
    .description('what Microsoft leaves open about the directory’s answers')
    .argument('[settings...]', 'name=value; without, they are shown')
    .action((settings: string[]) => run((context) => changeBehaviour(context, settings)));
}

async function listDirectories({ control, output }: Context): Promise<void> {
  const { items } = await control.ask('GET', '/directories', DirectoriesAnswer);
  output.result({ items }, () => {
    if (items.length === 0)
      return 'No directories. Add one with `rollcall-emulator add-directory <name> --people <n>`.';
    const rows = items.map((one) => [
      ...[plainText(one.name), one.domain, String(one.people), String(one.left), one.consent, one.entraTenantId],
    ]);
    return table(['name', 'domain', 'people', 'left', 'consent', 'entra tenant id'], rows);
  });
}

async function addDirectory({ control, output }: Context, name: string, options: AddOptions): Promise<void> {
  const { people: count, seed = name, domain } = options;
  const body = { name, people: { seed, count }, ...(domain !== undefined && { domain }) };
  const added = await control.ask('POST', '/directories', DirectoryAnswer, body);
  output.result(
    added,
    () =>
      `${plainText(added.name)} has ${added.people} people. Its Entra tenant id is ${added.entraTenantId}.\n` +
      `Onboard it: npx rollcall tenants add ${JSON.stringify(added.name)} --directory ${added.entraTenantId}`,
  );
}

async function removeDirectory({ control, output }: Context, directory: string): Promise<void> {
  await control.ask('DELETE', path`/directories/${directory}`, Nothing);
  output.result({ removed: directory }, () => `${plainText(directory)} is removed.`);
}

async function setConsent(context: Context, consent: Consent, permissions: string[] | undefined): Promise<void> {
  const { control, output, directory } = context;
  const body = { consent, permissions };
  const changed = await control.ask('PUT', path`/directories/${directory}/consent`, DirectoryAnswer, body);
  output.result(changed, () => `${plainText(changed.name)}: ${changed.consent} (${changed.permissions.join(', ')}).`);
}

async function changeBehaviour({ control, output, directory }: Context, settings: readonly string[]): Promise<void> {
  const route = path`/directories/${directory}`;
  const shown =
    settings.length === 0
      ? await control.ask('GET', route, DirectoryAnswer)
      : await control.ask('PATCH', `${route}/behaviour`, DirectoryAnswer, settingsOf(settings, behaviourSchema.shape));
  const rows = Object.entries(shown.behaviour).map(([name, value]) => [name, JSON.stringify(value)]);
  output.result(shown.behaviour, () => table(['setting', 'value'], rows));
}
