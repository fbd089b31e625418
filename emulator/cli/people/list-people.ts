import type { Context } from '../context.ts';
import { path } from '../control.ts';
import { shortText } from '../plain-text.ts';
import { table } from '../table.ts';
import { PeopleAnswer, type PropertiesAnswer } from './answers.schema.ts';

export type ListOptions = { readonly left?: boolean; readonly limit: number };

/** People whose name, user principal name, mail or id holds the text. */
export async function listPeople(
  { control, output, directory }: Context,
  text: string,
  { left, limit }: ListOptions,
): Promise<void> {
  const standing = left ? 'deleted' : 'present';
  const query = new URLSearchParams({ text, standing, limit: String(limit) }).toString();
  const found = await control.ask('GET', `${path`/directories/${directory}/people`}?${query}`, PeopleAnswer);
  output.result(found, () => peopleTable(found.items, limit));
}

function peopleTable(people: readonly PropertiesAnswer[], limit: number): string {
  if (people.length === 0) return 'Nobody. A part of a name, an address or an id finds people.';
  const rows = people.map(({ displayName, userPrincipalName, department, accountEnabled, id }) => [
    shortText(displayName),
    shortText(userPrincipalName),
    shortText(typeof department === 'string' ? department : ''),
    accountEnabled === false ? 'disabled' : '',
    id,
  ]);
  const more = people.length === limit ? [`The first ${limit}; --limit shows more.`] : [];
  return [table(['name', 'user principal name', 'department', '', 'id'], rows), ...more].join('\n');
}
