import { type GroupInput, groupInputSchema } from '../groups/group.schema.ts';
import type { PeopleSource } from './person.ts';

/** Groups of the sample company: one a department, one that holds two of them and a person, and one that holds nobody. */
export function sampleGroups(people: PeopleSource): GroupInput[] {
  const byDepartment = new Map<string, string[]>();
  for (let index = 0; index < people.count; index++) {
    const { id, department } = people.personAt(index).properties;
    if (typeof department !== 'string' || department.startsWith('Odd')) continue;
    byDepartment.set(department, [...(byDepartment.get(department) ?? []), id]);
  }
  const departments = [...byDepartment].map(([name, members]) => ({
    name: `Department ${name}`,
    description: `Everybody in ${name}.`,
    members,
  }));
  const [first, second] = departments;
  const head = people.personAt(0).properties.id;
  const nested = [first?.name, second?.name].filter((name) => name !== undefined);
  return [
    ...departments,
    { name: 'Signatures Pilot', description: 'Two departments and the chief executive.', members: [...nested, head] },
    { name: 'Nobody Yet', description: 'A group that has no members.', members: [] },
  ].map((group) => groupInputSchema.parse(group));
}
