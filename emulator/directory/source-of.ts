import type { GroupInput } from '../groups/group.schema.ts';
import { generatedPeople } from '../people/generated-people.ts';
import { listedPeople } from '../people/listed-people.ts';
import { makePerson } from '../people/make-person.ts';
import type { PeopleSource, Person } from '../people/person.ts';
import { sampleCompany } from '../people/sample-company.ts';
import type { Definition } from './definition.schema.ts';

type Source = {
  readonly people: PeopleSource;
  readonly left: readonly Person[];
  readonly groups: readonly GroupInput[];
};

/** The base population that a definition names, who has left it already, and the groups that come with it. */
export function sourceOf({ people, domain, name }: Definition): Source {
  if (people === 'sample') return sampleCompany();
  if (Array.isArray(people)) return { people: listedPeople(people.map((one) => makePerson(one, domain))), ...NO_MORE };
  return { people: generatedPeople({ ...people, domain, companyName: name }), ...NO_MORE };
}

const NO_MORE = { left: [], groups: [] } as const;
