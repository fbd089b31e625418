import { describe, expect, it } from 'vitest';
import { Clock } from '../../../emulator/clock.ts';
import { Directories } from '../../../emulator/directory/directories.ts';
import type { PersonProperties } from '../../../emulator/people/person.ts';
import { SAMPLE_COMPANY } from '../../../emulator/people/sample-company.ts';

const { entraTenantId, name, domain } = SAMPLE_COMPANY;
const directory = new Directories(new Clock(), () => undefined).add({ entraTenantId, name, domain, people: 'sample' });
const at = (local: string): string => `${local}@${domain}`;
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const proxies = (person: PersonProperties): readonly string[] => [person['proxyAddresses']].flat().map(text);
const primaries = (person: PersonProperties) => proxies(person).filter((one) => one.trim().startsWith('SMTP:'));

type Odd = readonly [displayName: string, isOdd: (person: PersonProperties) => boolean];

// prettier-ignore
const ADDRESSES: readonly Odd[] = [
  ['No Mail At All',                ({ mail, userPrincipalName }) => mail === null && userPrincipalName.includes('onmicrosoft')],
  ['Upn Only',                      ({ mail, userPrincipalName }) => mail === null && userPrincipalName === at('upn.only')],
  ['Only Tenant Domain',            ({ mail }) => text(mail).includes('onmicrosoft')],
  ['No Primary Address',            (person) => proxies(person).length > 0 && primaries(person).length === 0],
  ['Two Primary Addresses',         (person) => primaries(person).length === 2],
  ['Mixed Case Prefix Smtp',        (person) => text(proxies(person)[0]).startsWith('Smtp:')],
  ['Odd Case Prefix sMTP',          (person) => text(proxies(person)[0]).startsWith('sMTP:')],
  ['Blank After The Colon',         (person) => text(proxies(person)[0]).startsWith('SMTP: ')],
  ['Spaces Around The Address',     (person) => /^ .+ $/.test(text(proxies(person)[0]))],
  ['Leading Quote In Mail',         ({ mail }) => text(mail).startsWith("'")],
  ['Trailing Quote In Proxy',       (person) => text(proxies(person)[0]).endsWith('"')],
  ["Apostrophe O'Brien",            ({ mail }) => mail === at("O'Brien")],
  ['Sip X500 Eum Spo Entries',      (person) => ['SIP:', 'X500:/o=ExchangeLabs/', 'EUM:', 'SPO:'].every((prefix) => proxies(person).some((one) => one.startsWith(prefix)))],
  ['Proxy Addresses Null',          ({ proxyAddresses }) => proxyAddresses === null],
  ['Other Mails Bad First',         ({ otherMails }) => !text([otherMails].flat()[0]).includes('@')],
  ['Mail Differs From Primary',     (person) => primaries(person)[0] !== `SMTP:${text(person['mail'])}`],
  ['Alias Of Another',              (person) => proxies(person).includes(`smtp:${at('mail.only')}`)],
  ['Shares An Address One',         ({ mail }) => mail === at('shared.by.two')],
  ['Shares An Address Two',         ({ mail }) => mail === at('shared.by.two')],
  ['Case Only Difference One',      ({ mail }) => mail === at('Case.Only')],
  ['Case Only Difference Two',      ({ mail }) => mail === at('case.only')],
  ['Accents In The Address',        ({ mail }) => mail === at('zoë.müller')],
  ['Very Long Address',             ({ mail }) => text(mail).indexOf('@') === 64],
];

// prettier-ignore
const KINDS: readonly Odd[] = [
  ['Guest Who Was Invited',         ({ userType, userPrincipalName }) => userType === 'Guest' && userPrincipalName.includes('#EXT#')],
  ['Guest Who Never Accepted',      ({ externalUserState }) => externalUserState === 'PendingAcceptance'],
  ['External Member',               ({ userType, userPrincipalName }) => userType === 'Member' && userPrincipalName.includes('#EXT#')],
  ['External Member Without Mail',  ({ userPrincipalName, mail }) => userPrincipalName.includes('#EXT#') && mail === null],
  ['Internal Guest',                ({ userType, userPrincipalName }) => userType === 'Guest' && !userPrincipalName.includes('#EXT#')],
  ['User Type Null',                ({ userType }) => userType === null],
  ['Account Enabled Null',          ({ accountEnabled }) => accountEnabled === null],
  ['Disabled With Licence',         ({ accountEnabled, assignedLicenses }) => accountEnabled === false && [assignedLicenses].flat().length === 1],
  ['Disabled Without Licence',      ({ accountEnabled, assignedLicenses }) => accountEnabled === false && [assignedLicenses].flat().length === 0],
  ['Shared Mailbox Enabled Old',    ({ accountEnabled }) => accountEnabled === true],
  ['Shared Mailbox Disabled New',   ({ accountEnabled }) => accountEnabled === false],
  ['Conf Room Large',               ({ mailNickname }) => mailNickname === 'conf.room.large'],
  ['Licensed Teams Room',           ({ accountEnabled, assignedLicenses }) => accountEnabled === true && [assignedLicenses].flat().length === 1],
  ['Equipment Projector',           ({ accountEnabled }) => accountEnabled === false],
  ['On-Premises Directory Synchronization Service Account', ({ userPrincipalName }) => userPrincipalName.startsWith('Sync_')],
  ['HealthMailbox-FERNEX01-Database01', ({ userPrincipalName }) => userPrincipalName.startsWith('HealthMailbox')],
  ['Agent User Assistant',          ({ id }) => directory.find(id)?.agent === true],
  ['Break Glass Admin',             ({ mail }) => mail === null],
  ['Test Account Do Not Use',       ({ userPrincipalName }) => userPrincipalName === at('test.account')],
];

// prettier-ignore
const NAMES: readonly Odd[] = [
  ['Nameless Inside',               ({ givenName, surname }) => givenName === null && surname === null],
  [`display.is.mail@${domain}`,     ({ displayName }) => displayName.includes('@')],
  ['Sukarno',                       ({ surname }) => surname === null],
  ['Right \u202Eedirrevo',          ({ displayName }) => displayName.includes('\u202E')],
  ['Zero\u200BWidth\u200DJoiner',   ({ displayName }) => displayName.includes('\u200B')],
  ['Combining A\u0301\u0323da',     ({ displayName }) => displayName !== displayName.normalize('NFC')],
  ['Emoji 🎉 Enthusiast 👩‍🔬',        ({ displayName }) => /\p{Emoji_Presentation}/u.test(displayName)],
  ['<script>alert(1)</script>',     () => true],
  ['=cmd()|calc',                   ({ givenName }) => givenName === '=1+1'],
  ['N'.repeat(256),                 () => true],
  ['  Leading And Trailing Blanks  ', () => true],
];

// prettier-ignore
const LIVES: readonly Odd[] = [
  ['Renamed Person',                (person) => proxies(person).includes(`smtp:${at('former.name')}`)],
  ['Renamed By Case Alone',         ({ userPrincipalName, mail }) => userPrincipalName !== mail && userPrincipalName.toLowerCase() === mail],
  ['Married Name',                  (person) => proxies(person).includes(`smtp:${at('maiden.name')}`)],
  ['Restored With The Same Id',     ({ jobTitle }) => jobTitle === 'Left And Came Back'],
  ['Rehired With A New Id',         ({ mail }) => mail === at('rehired.person')],
  ['Moves In And Out Of The Filter', ({ department }) => department === 'Sales'],
  ['Manager Was Deleted',           ({ id }) => directory.find(managerOf(id)) === null && managerOf(id) !== ''],
  ['Manager Circle One',            ({ id }) => managerOf(managerOf(id)) === id && managerOf(id) !== id],
  ['Manager Circle Two',            ({ id }) => managerOf(managerOf(id)) === id && managerOf(id) !== id],
  ['Manager Is Themselves',         ({ id }) => managerOf(id) === id],
  ['Manager Out Of Scope',          ({ id }) => directory.find(managerOf(id))?.properties['accountEnabled'] === false],
];
const managerOf = (id: string): string => directory.find(id)?.managerId ?? '';

// prettier-ignore
const SHAPES: readonly Odd[] = [
  ['Business Phones Empty',         ({ businessPhones }) => JSON.stringify(businessPhones) === '[]'],
  ['Business Phones Null',          ({ businessPhones }) => businessPhones === null],
  ['Business Phones Two',           ({ businessPhones }) => [businessPhones].flat().length === 2],
  ['Extension Absent',              (person) => !Object.keys(person).some((key) => key.startsWith('extension_'))],
  ['Extension Null',                (person) => Object.entries(person).some(([key, value]) => key.startsWith('extension_') && value === null)],
  ['Employee Id With Leading Zeros', ({ employeeId }) => employeeId === '000042'],
  ['Created Date Null',             ({ createdDateTime }) => createdDateTime === null],
  ['Blank Delta Item',              ({ id }) => directory.find(id)?.blankInDelta === true],
  ['Country As Code',               ({ country }) => country === 'NZ'],
  ['Country As Name',               ({ country }) => country === 'New Zealand'],
  ['Hybrid With Commas And Quotes', ({ onPremisesDistinguishedName }) => /\\,.*"/.test(text(onPremisesDistinguishedName))],
];

describe('the sample company', () => {
  it.each([...ADDRESSES, ...KINDS, ...NAMES, ...LIVES, ...SHAPES])(
    'has somebody called %j who is just that',
    (who, isOdd) => {
      const person = directory.search(who, 10).find(({ displayName }) => displayName === who);
      expect(person).toBeDefined();
      expect(person && isOdd(person)).toBe(true);
    },
  );

  it.each([
    ['Shared Mailbox Enabled Old', 'shared'],
    ['Shared Mailbox Disabled New', 'shared'],
    ['Conf Room Large', 'room'],
    ['Licensed Teams Room', 'room'],
    ['Equipment Projector', 'equipment'],
  ])('knows what the mailbox of %s is for: %s', (who, userPurpose) => {
    expect(directory.find(directory.show(who).id)?.userPurpose).toBe(userPurpose);
  });

  it('remembers who has just left, under a name that begins with their id', () => {
    const left = directory.search('', 10, 'deleted');
    expect(left.map(({ displayName }) => displayName)).toContain('Deleted Upn With Guid Prefix');
    for (const { id, userPrincipalName } of left)
      expect(userPrincipalName).toMatch(new RegExp(`^${id.replaceAll('-', '')}`));
  });

  it('has some hundred ordinary people beside them, each with a name of their own to sign in with', () => {
    const names = [...directory.ids()].map((id) => directory.find(id)?.properties.userPrincipalName.toLowerCase());
    expect(names.length).toBeGreaterThan(300);
    expect(new Set(names).size).toBe(names.length);
  });
});
