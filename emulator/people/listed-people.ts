import type { PeopleSource, Person } from './person.ts';

/** A population that is written down one by one. */
export function listedPeople(people: readonly Person[]): PeopleSource {
  const byId = new Map(people.map((person, index) => [person.properties.id, index]));
  const byUpn = new Map(people.map((person, index) => [person.properties.userPrincipalName.toLowerCase(), index]));
  return {
    count: people.length,
    personAt(index) {
      const person = people[index];
      if (person === undefined) throw new RangeError(`there is no person number ${index}`);
      return person;
    },
    indexOfId: (id) => byId.get(id) ?? null,
    indexOfUpn: (userPrincipalName) => byUpn.get(userPrincipalName.toLowerCase()) ?? null,
  };
}
