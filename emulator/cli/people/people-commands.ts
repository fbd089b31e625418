import type { Command } from 'commander';
import type { Run } from '../context.ts';
import { parseLimit } from '../options.ts';
import { changePerson, comeBack, joinPerson, leave, purge, showPerson } from './change-people.ts';
import { listPeople, type ListOptions } from './list-people.ts';

const PERSON = 'object id, user principal name, or a name that only one has';
const ASSIGNMENTS = 'property=value, under Graph’s names; nothing after = clears';

const collect = (value: string, before: string[]): string[] => [...before, value];

export function addPeopleCommands(program: Command, run: Run): void {
  program
    .command('people')
    .description('people whose name, address or id holds a text')
    .argument('[text]', 'any part, whatever the case', '')
    .option('--left', 'those who have left and can come back')
    .option('--limit <n>', 'how many at most', parseLimit, 50)
    .action((text: string, options: ListOptions) => run((context) => listPeople(context, text, options)));

  program
    .command('show')
    .description('everything that is filled in for one person')
    .argument('<person>', PERSON)
    .action((person: string) => run((context) => showPerson(context, person)));

  program
    .command('join')
    .description('somebody new')
    .argument('<name>', 'the display name')
    .option('--property <property=value>', 'further properties; give it as often as you like', collect, [])
    .action((name: string, { property }: { property: string[] }) =>
      run((context) => joinPerson(context, name, property)),
    );

  program
    .command('leave')
    .description('delete a person in "Entra"; within 30 days they can come back')
    .argument('<person>', PERSON)
    .action((person: string) => run((context) => leave(context, person)));

  program
    .command('come-back')
    .description('restore a person who has left, with the same id')
    .argument('<person>', PERSON)
    .action((person: string) => run((context) => comeBack(context, person)));

  program
    .command('purge')
    .description('delete a person for good, whether there or left')
    .argument('<person>', PERSON)
    .action((person: string) => run((context) => purge(context, person)));

  program
    .command('change')
    .alias('move')
    .description('change properties of a person')
    .argument('<person>', PERSON)
    .argument('<assignments...>', ASSIGNMENTS)
    .action((person: string, assignments: string[]) => run((context) => changePerson(context, person, assignments)));

  for (const [verb, enabled] of [
    ['disable', false],
    ['enable', true],
  ] as const) {
    program
      .command(verb)
      .description(`${verb} a person's account`)
      .argument('<person>', PERSON)
      .action((person: string) => run((context) => changePerson(context, person, [`accountEnabled=${enabled}`])));
  }
}
