import type { Command } from 'commander';
import { z } from 'zod';
import { groupSchema } from '../../groups/group.schema.ts';
import type { Context, Run } from '../context.ts';
import { type Method, path } from '../control.ts';
import { plainText, shortText } from '../plain-text.ts';
import { table } from '../table.ts';

const GroupAnswer = groupSchema.extend({ peopleInAll: z.number() });
type GroupAnswer = z.infer<typeof GroupAnswer>;
const GroupsAnswer = z.object({ items: z.array(GroupAnswer) });

const GROUP = 'id or name of a group';
const MEMBER = 'a person (object id, user principal name, name) or another group';

const collect = (value: string, before: string[]): string[] => [...before, value];

export function addGroupCommands(program: Command, run: Run): void {
  program
    .command('groups')
    .description('groups whose name holds a text')
    .argument('[text]', 'any part, whatever the case', '')
    .action((text: string) => run((context) => listGroups(context, text)));

  program
    .command('add-group')
    .description('a group')
    .argument('<name>')
    .option('--description <text>', 'what it is for')
    .option('--member <member>', `${MEMBER}; give it as often as you like`, collect, [])
    .action((name: string, { description, member }: { description?: string; member: string[] }) =>
      run((context) => addGroup(context, { name, description, members: member })),
    );

  const ofMember = (name: string, description: string, method: Method, says: string): Command =>
    program
      .command(name)
      .description(description)
      .argument('<group>', GROUP)
      .argument('<member>', MEMBER)
      .action((group: string, member: string) =>
        run((context) => {
          const { directory } = context;
          const route = path`/directories/${directory}/groups/${group}/members/${member}`;
          return change(context, method, route, `${member} ${says}`);
        }),
      );
  ofMember('add-member', 'put a person or a group into a group', 'PUT', 'is in');
  ofMember('remove-member', 'take a person or a group out of a group', 'DELETE', 'is no longer directly in');

  program
    .command('delete-group')
    .description('delete a group; it can be restored')
    .argument('<group>', GROUP)
    .action((group: string) =>
      run((context) => change(context, 'DELETE', path`/directories/${context.directory}/groups/${group}`, 'Deleted:')),
    );

  program
    .command('restore-group')
    .description('restore a deleted group, with its members')
    .argument('<group>', GROUP)
    .action((group: string) =>
      run((context) =>
        change(context, 'POST', path`/directories/${context.directory}/groups/${group}/restore`, 'Restored:'),
      ),
    );
}

async function listGroups({ control, output, directory }: Context, text: string): Promise<void> {
  const query = new URLSearchParams({ text }).toString();
  const found = await control.ask('GET', `${path`/directories/${directory}/groups`}?${query}`, GroupsAnswer);
  output.result(found, () => {
    if (found.items.length === 0) return 'No groups. Add one with `rollcall-emulator add-group <name>`.';
    const rows = found.items.map((one) => [
      ...[shortText(one.name), String(one.people.length), String(one.groups.length), String(one.peopleInAll), one.id],
    ]);
    return table(['name', 'people', 'groups', 'people in all', 'id'], rows);
  });
}

async function addGroup(
  { control, output, directory }: Context,
  group: { readonly name: string; readonly description: string | undefined; readonly members: readonly string[] },
): Promise<void> {
  const added = await control.ask('POST', path`/directories/${directory}/groups`, GroupAnswer, group);
  output.result(added, () => `${named(added)} is added. Its id is ${added.id}.`);
}

async function change({ control, output }: Context, method: Method, route: string, says: string): Promise<void> {
  const changed = await control.ask(method, route, GroupAnswer);
  output.result(changed, () => `${plainText(says)} ${named(changed)}.`);
}

const named = ({ name, peopleInAll }: GroupAnswer): string =>
  `${plainText(name)} (${peopleInAll} ${peopleInAll === 1 ? 'person' : 'people'} in all)`;
