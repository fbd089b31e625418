import { generatedPeople } from '../people/generated-people.ts';
import { listedPeople } from '../people/listed-people.ts';
import { makePerson } from '../people/make-person.ts';
import type { PeopleSource, Person } from '../people/person.ts';
import { sampleCompany } from '../people/sample-company.ts';
import type { Definition } from './definition.schema.ts';

/** The base population that a definition names, and who has left it already. */
export function sourceOf({ people, domain, name }: Definition): { people: PeopleSource; left: readonly Person[] } {
  if (people === 'sample') return sampleCompany();
  if (Array.isArray(people)) return { people: listedPeople(people.map((one) => makePerson(one, domain))), left: [] };
  return { people: generatedPeople({ ...people, domain, companyName: name }), left: [] };
}
