import type { GroupInput } from '../groups/group.schema.ts';
import { hashText, mix } from '../hash.ts';
import { COST_CENTRE_EXTENSION, generatedPeople, LICENCE } from './generated-people.ts';
import { listedPeople } from './listed-people.ts';
import { localPartOf, makePerson, type PersonInput, patchPerson } from './make-person.ts';
import { DEPARTMENTS } from './names.ts';
import { oddAddresses } from './odd-addresses.ts';
import { oddKinds } from './odd-kinds.ts';
import { leavers, oddLives } from './odd-lives.ts';
import { oddNames } from './odd-names.ts';
import { oddShapes } from './odd-shapes.ts';
import type { Json, PeopleSource, Person } from './person.ts';
import { sampleGroups } from './sample-groups.ts';

export const SAMPLE_COMPANY = {
  entraTenantId: '7d3c9e52-4b1f-4c86-9a0d-2f6e8b41c7a3',
  name: 'Fernhill Instruments Ltd',
  domain: 'fernhill.example',
  tenantDomain: 'fernhill.onmicrosoft.example',
} as const;

const ORDINARY_PEOPLE = 320;
const { domain, tenantDomain, name } = SAMPLE_COMPANY;

const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

/** An ordinary employee: the generator's, with a name and a place in the firm. */
function ordinaryPeople(): Person[] {
  const source = generatedPeople({ seed: 'fernhill', count: ORDINARY_PEOPLE, companyName: name, domain });
  const taken = new Set<string>();
  const heads = new Map<string, string>();
  const people: Person[] = [];
  for (let index = 0; index < ORDINARY_PEOPLE; index++) {
    const person = source.personAt(index);
    const { id, displayName } = person.properties;
    const wanted = localPartOf(displayName);
    const local = taken.has(wanted) ? `${wanted}${index}` : wanted;
    taken.add(local);
    const address = `${local}@${domain}`;
    const department = textOf(person.properties['department']);
    const head = heads.get(department);
    if (head === undefined) heads.set(department, id);
    const titles = DEPARTMENTS.find((one) => one.name === department)?.titles ?? ['Head'];
    const chief = people[0]?.properties.id ?? null;
    const hybrid = index % 4 === 1;
    people.push(
      patchPerson(person, {
        managerId: head ?? chief,
        properties: {
          userPrincipalName: address,
          mail: address,
          mailNickname: local,
          proxyAddresses: [`SMTP:${address}`, ...(index % 5 === 0 ? [`smtp:${local}@${tenantDomain}`] : [])],
          jobTitle:
            index === 0 ? 'Chief Executive' : head === undefined ? titles[0] : (person.properties['jobTitle'] ?? null),
          accountEnabled: mix(hashText(id), 1) % 40 !== 0 || index === 0,
          faxNumber: index % 25 === 3 ? '+44 117 496 0999' : null,
          ...(hybrid ? hybridProperties(local, displayName, department) : {}),
        },
      }),
    );
  }
  return people;
}

function hybridProperties(local: string, displayName: string, department: string) {
  return {
    onPremisesSyncEnabled: true,
    onPremisesDomainName: `ad.${domain}`,
    onPremisesSamAccountName: local.slice(0, 20),
    onPremisesDistinguishedName: `CN=${displayName},OU=${department},DC=ad,DC=fernhill,DC=example`,
    onPremisesImmutableId: Buffer.from(local.padEnd(16, '.').slice(0, 16)).toString('base64'),
    onPremisesLastSyncDateTime: '2026-11-20T03:12:44Z',
  };
}

/** What an employee of the firm has; the odd people get it too, except where their oddity says otherwise. */
const employed = (input: PersonInput, index: number): PersonInput => ({
  ...input,
  properties: {
    accountEnabled: true,
    assignedLicenses: [LICENCE],
    businessPhones: [`+44 117 496 0${500 + index}`],
    city: 'Bristol',
    state: 'Avon',
    country: 'United Kingdom',
    usageLocation: 'GB',
    streetAddress: '14 Harbour Row',
    postalCode: 'BS1 4QA',
    companyName: name,
    jobTitle: 'Odd On Purpose',
    givenName: 'Odd',
    surname: textOf(input.properties['displayName']).slice(0, 64),
    employeeId: String(900_000 + index),
    ...input.properties,
  },
});

/** The sample company as it stands on the first day: who works there, and who has just left. */
export function sampleCompany(): {
  readonly people: PeopleSource;
  readonly left: readonly Person[];
  readonly groups: readonly GroupInput[];
} {
  const ordinary = ordinaryPeople();
  const left = leavers(domain).map((input, i) => makePerson(employed(input, 800 + i), domain));
  const disabled = makePerson(
    employed({ properties: { displayName: 'Disabled Manager', department: 'Odd Lives', accountEnabled: false } }, 790),
    domain,
  );
  const ids = { deletedManager: left[1]?.properties.id ?? '', disabledManager: disabled.properties.id };
  const odd = [
    ...oddAddresses(domain, tenantDomain),
    ...oddKinds(domain, tenantDomain),
    ...oddNames(domain),
    ...oddLives(domain, ids),
    ...oddShapes(domain),
  ].map((input, i) => makePerson(employed(input, i), domain));
  const people = listedPeople([...ordinary, ...odd, disabled]);
  return { people, left, groups: sampleGroups(people) };
}

export { COST_CENTRE_EXTENSION };
