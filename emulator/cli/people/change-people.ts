import type { Context } from '../context.ts';
import { Nothing, path } from '../control.ts';
import { plainText } from '../plain-text.ts';
import { blankProperties } from '../../people/property-catalogue.ts';
import { patchOf } from './patch-of.ts';
import { PersonAnswer, PropertiesAnswer } from './answers.schema.ts';

const named = ({ displayName, userPrincipalName }: PropertiesAnswer): string =>
  plainText(`${displayName} <${userPrincipalName}>`);

const personIn = ({ control, directory }: Context, person: string): Promise<PersonAnswer> =>
  control.ask('GET', path`/directories/${directory}/people/${person}`, PersonAnswer);

const idIn = (context: Context) => async (person: string) => (await personIn(context, person)).properties.id;

/** Everything that is known of one person; what is empty is left out for a reader. */
export async function showPerson(context: Context, person: string): Promise<void> {
  const shown = await personIn(context, person);
  context.output.result(shown, () => {
    const { properties, ...rest } = shown;
    const filled = Object.entries({ ...properties, ...rest }).filter(([, value]) => value !== null && !isEmpty(value));
    return filled
      .map(([name, value]) => `${name}  ${plainText(typeof value === 'string' ? value : JSON.stringify(value))}`)
      .join('\n');
  });
}

const isEmpty = (value: unknown): boolean =>
  (Array.isArray(value) && value.length === 0) ||
  (typeof value === 'object' && value !== null && Object.values(value).every((one) => one === null));

/** Somebody new; user principal name and address are made of the name. */
export async function joinPerson(context: Context, name: string, assignments: readonly string[]): Promise<void> {
  const patch = await patchOf(assignments, blankProperties(), idIn(context));
  const body = { ...patch, properties: { displayName: name, ...patch.properties } };
  const route = path`/directories/${context.directory}/people`;
  const joined = await context.control.ask('POST', route, PropertiesAnswer, body);
  context.output.result(joined, () => `${named(joined)} has joined.`);
}

/** Changes properties of somebody. */
export async function changePerson(context: Context, person: string, assignments: readonly string[]): Promise<void> {
  const { properties } = await personIn(context, person);
  const patch = await patchOf(assignments, properties, idIn(context));
  const route = path`/directories/${context.directory}/people/${properties.id}`;
  const changed = await context.control.ask('PATCH', route, PropertiesAnswer, patch);
  context.output.result(changed, () => `${named(changed)} is changed.`);
}

/** Soft-deletes: restorable for 30 days. */
export async function leave({ control, output, directory }: Context, person: string): Promise<void> {
  const left = await control.ask('POST', path`/directories/${directory}/people/${person}/leave`, PropertiesAnswer);
  output.result(left, () => `${named(left)} has left, and can come back within 30 days.`);
}

export async function comeBack({ control, output, directory }: Context, person: string): Promise<void> {
  const back = await control.ask('POST', path`/directories/${directory}/people/${person}/restore`, PropertiesAnswer);
  output.result(back, () => `${named(back)} is back, with the same id.`);
}

export async function purge({ control, output, directory }: Context, person: string): Promise<void> {
  await control.ask('POST', path`/directories/${directory}/people/${person}/purge`, Nothing);
  output.result({ purged: person }, () => `${plainText(person)} is gone for good.`);
}
