import fc from 'fast-check';
import { LICENCE } from '../../emulator/people/generated-people.ts';
import type { Json, UserPurpose } from '../../emulator/people/person.ts';
import type { NewPerson } from './history.ts';

/** Few, so that people meet on them: an address in two cases, dirty ones, and some that are none. */
const address = fc.constantFrom(
  'ada@contoso.example',
  'ADA@contoso.example',
  'bo@contoso.example',
  'Bo@Contoso.example',
  'cy@contoso.example',
  'dee@contoso.example',
  "'eve@contoso.example",
  ' fay@contoso.example ',
  'zoë@contoso.example',
  "O'Brien@contoso.example",
  'two words@contoso.example',
  'nobody',
);
const mail = fc.oneof(address, fc.constant(null));

const proxyAddress = fc
  .tuple(fc.constantFrom('SMTP:', 'SMTP:', 'SMTP: ', 'smtp:', 'SIP:', ' SMTP:', 'Smtp:'), address)
  .map(([prefix, text]) => `${prefix}${text}`);
const text = fc.constantFrom(null, 'Sales', 'Sales ', 'Engineering', '');

/** Whoever has no licence is asked about, for it may be a mailbox: that is rare, as in life. */
const LICENSED: Json[] = [{ skuId: LICENCE.skuId }];

/** Properties that somebody changes, some of which no rule looks at. */
export const someProperties: fc.Arbitrary<Readonly<Record<string, Json>>> = fc.record(
  {
    displayName: fc.constantFrom('Ada', 'ada', 'Bo', 'Cy', '  Dee  ', '=cmd()', 'Blue Room'),
    mail,
    proxyAddresses: fc.oneof(fc.array(proxyAddress, { maxLength: 3 }), fc.constant(null)),
    otherMails: fc.array(address, { maxLength: 2 }),
    accountEnabled: fc.constantFrom(true, true, true, true, false, null),
    userType: fc.constantFrom('Member', 'Member', 'Member', 'Guest', null),
    mailNickname: fc.constantFrom('nick', 'svc-nick', 'person2', 'info', null),
    department: text,
    jobTitle: text,
    businessPhones: fc.constantFrom<Json[]>([], ['+1 555'], [' +1 556 ', '+1 557'], null),
    employeeOrgData: fc.constantFrom<Json[]>(null, { costCenter: 'C1' }, { costCenter: null }),
    officeLocation: text,
    assignedLicenses: fc.constantFrom<Json[]>(LICENSED, LICENSED, LICENSED, []),
  },
  { requiredKeys: [] },
);

/** Some have another mailbox than a person's, though they have a licence and an ordinary name: nobody asks. */
export const purpose = fc.constantFrom<UserPurpose[]>('user', 'user', 'user', 'shared', 'room', 'equipment', 'linked');

/** The odd ones are rare, as in life. */
const mostly = fc.record({ mail: address });

export const somePerson: fc.Arbitrary<NewPerson> = fc.record({
  name: fc.constantFrom('person', 'person', 'person', 'svc-backup', 'guest#EXT#', 'bot'),
  properties: fc
    .oneof({ weight: 2, arbitrary: mostly }, { weight: 3, arbitrary: someProperties })
    .map((given) => ({ assignedLicenses: LICENSED, ...given })),
  agent: fc.constantFrom(false, false, false, false, true),
  blankInDelta: fc.constantFrom(false, false, false, false, true),
  groups: fc.constantFrom([0], [0], [1], [0, 1], []),
  purpose,
});
