import { guidOf, hashText, mix, scramble, unscramble } from '../hash.ts';
import { DEPARTMENTS, GIVEN_NAMES, OFFICES, SURNAMES } from './names.ts';
import type { PeopleSource, Person } from './person.ts';
import { blankProperties } from './property-catalogue.ts';

/** A population of any size from a seed. A share is a number from 0 to 1; without shares everybody is an ordinary employee. */
export type GeneratedPopulation = {
  readonly seed: string | number;
  readonly count: number;
  readonly companyName: string;
  readonly domain: string;
  /** Accounts that are switched off. */
  readonly disabledShare?: number | undefined;
  /** Invited guests, with `#EXT#`. */
  readonly guestShare?: number | undefined;
  /** People without any address but their user principal name. */
  readonly noMailShare?: number | undefined;
  /** Mailboxes nobody owns: disabled, without a licence, `userPurpose` shared. */
  readonly sharedMailboxShare?: number | undefined;
  /** People whose primary address is also the next person's. */
  readonly duplicateShare?: number | undefined;
};

export const EXTENSION_APP_ID = 'b7d1c9f24e6a4c0d9a3e5f8812ab34cd';
export const COST_CENTRE_EXTENSION = `extension_${EXTENSION_APP_ID}_costCentre`;
export const LICENCE = { disabledPlans: [], skuId: '05e9a617-0261-4cee-bb44-138d3ef5d965' } as const;

const pick = <T>(list: readonly T[], n: number): T => {
  const item = list[n % list.length];
  if (item === undefined) throw new RangeError('cannot pick from an empty list');
  return item;
};

const ascii = (name: string): string =>
  name
    .replaceAll('ł', 'l')
    .replaceAll('Ł', 'L')
    .replaceAll('ø', 'o')
    .replaceAll('ı', 'i')
    .normalize('NFD')
    .replace(/[^A-Za-z]/g, '')
    .toLowerCase();
const GIVEN_LOCAL = GIVEN_NAMES.map(ascii);
const SURNAME_LOCAL = SURNAMES.map(ascii);

const BLANK = blankProperties();
const TRAILING_NUMBER = /(\d+)(?:_home\.example#ext#)?@/;
const CREATION_DAYS = Array.from(
  { length: 3_800 },
  (_, day) => `${new Date(Date.UTC(2016, 0, 4 + day, 8)).toISOString().slice(0, 19)}Z`,
);

/** Which of the shares a person falls into: exclusive, so that counts can be foretold roughly. */
type Role = 'employee' | 'disabled' | 'guest' | 'noMail' | 'sharedMailbox';

function roleChooser(population: GeneratedPopulation): (n: number) => Role {
  const steps: [Role, number][] = [
    ['disabled', population.disabledShare ?? 0],
    ['guest', population.guestShare ?? 0],
    ['noMail', population.noMailShare ?? 0],
    ['sharedMailbox', population.sharedMailboxShare ?? 0],
  ];
  return (n) => {
    let left = n / 2 ** 32;
    for (const [role, share] of steps) {
      if (left < share) return role;
      left -= share;
    }
    return 'employee';
  };
}

/**
 * People computed from their number: nothing is kept, so a million cost no memory. The object id hides the number
 * reversibly, and the user principal name ends in it, so both can be looked up without an index.
 */
export function generatedPeople(population: GeneratedPopulation): PeopleSource {
  const { count, domain, companyName } = population;
  const seed = typeof population.seed === 'number' ? population.seed >>> 0 : hashText(population.seed);
  const roleOf = roleChooser(population);
  const idAt = (index: number): string =>
    guidOf(scramble(index, seed), mix(seed, index, 1), mix(seed, index, 2), mix(seed, index, 3));
  const duplicates = (population.duplicateShare ?? 0) * 2 ** 32;

  function personAt(index: number): Person {
    const a = mix(seed, index, 4);
    const b = mix(seed, index, 5);
    const c = mix(seed, index, 6);
    const role = roleOf(mix(seed, index, 7));
    const given = a % GIVEN_NAMES.length;
    const last = (a >>> 12) % SURNAMES.length;
    const givenName = pick(GIVEN_NAMES, given);
    const surname = pick(SURNAMES, last);
    const local = `${GIVEN_LOCAL[given]}.${SURNAME_LOCAL[last]}${index + 1}`;
    const guest = role === 'guest';
    const own = guest ? `${local}@home.example` : `${local}@${domain}`;
    const office = pick(OFFICES, b);
    const department = pick(DEPARTMENTS, b >>> 8);
    const title = pick(department.titles, 1 + ((b >>> 16) % (department.titles.length - 1)));
    const twin = duplicates > 0 && index > 0 && mix(seed, index, 8) < duplicates ? personAddress(index - 1) : null;
    const proxies = [`SMTP:${twin ?? own}`];
    if ((c & 3) === 0) proxies.push(`smtp:${GIVEN_LOCAL[given]}${index + 1}@${domain}`);
    const costCentre = `CC${100 + ((c >>> 4) % 60)}`;
    const properties = {
      ...BLANK,
      id: idAt(index),
      displayName: role === 'sharedMailbox' ? `${department.name} Desk ${index + 1}` : `${givenName} ${surname}`,
      userPrincipalName: guest ? `${local}_home.example#EXT#@${domain}` : own,
      accountEnabled: role !== 'disabled' && role !== 'sharedMailbox',
      assignedLicenses: role === 'employee' || role === 'noMail' ? [LICENCE] : [],
      businessPhones: (c & 12) === 12 ? [] : [`${office.phone}${100 + ((c >>> 8) % 900)}`],
      city: office.city,
      companyName,
      country: office.country,
      createdDateTime: pick(CREATION_DAYS, c),
      creationType: guest ? 'Invitation' : null,
      department: department.name,
      employeeId: String(100_000 + index).padStart(6, '0'),
      employeeOrgData: { costCenter: costCentre, division: department.name },
      externalUserState: guest ? 'Accepted' : null,
      givenName,
      jobTitle: title,
      mail: role === 'noMail' ? null : (twin ?? own),
      mailNickname: local,
      mobilePhone: (c & 16) === 0 ? null : `+44 7700 900${100 + (a % 900)}`,
      officeLocation: `${office.city} ${1 + (b % 5)}.${10 + (c % 40)}`,
      postalCode: office.zip,
      preferredLanguage: 'en-GB',
      proxyAddresses: role === 'noMail' ? [] : proxies,
      state: office.state,
      streetAddress: office.street,
      surname,
      usageLocation: office.usage,
      userType: guest ? 'Guest' : 'Member',
      ...((c & 32) === 0 ? null : { [COST_CENTRE_EXTENSION]: costCentre }),
    };
    return {
      properties,
      userPurpose: role === 'sharedMailbox' ? 'shared' : 'user',
      managerId: index === 0 ? null : idAt(Math.floor((index - 1) / 8)),
      agent: false,
      blankInDelta: false,
      roles: index === 0 ? ['globalAdministrator'] : [],
    };
  }

  function personAddress(index: number): string {
    const a = mix(seed, index, 4);
    return `${GIVEN_LOCAL[a % GIVEN_NAMES.length]}.${SURNAME_LOCAL[(a >>> 12) % SURNAMES.length]}${index + 1}@${domain}`;
  }

  const confirmed = (index: number, holds: (person: Person) => boolean): number | null =>
    Number.isInteger(index) && index >= 0 && index < count && holds(personAt(index)) ? index : null;

  return {
    count,
    personAt,
    indexOfId: (id) =>
      confirmed(unscramble(Number.parseInt(id.slice(0, 8), 16), seed), (person) => person.properties.id === id),
    indexOfUpn(userPrincipalName) {
      const wanted = userPrincipalName.toLowerCase();
      const number = TRAILING_NUMBER.exec(wanted)?.[1];
      if (number === undefined) return null;
      return confirmed(Number(number) - 1, (person) => person.properties.userPrincipalName.toLowerCase() === wanted);
    },
  };
}
