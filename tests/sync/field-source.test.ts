import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseFieldSource } from '../../sync/field-source.ts';
import type { RefusalReason } from '../../sync/filter/refusal.ts';
import { DEFAULT_FIELDS } from '../../sync/field.schema.ts';

const EXTENSION = 'extension_0123456789abcdef0123456789abcdef_costCenter';

describe('a source is understood', () => {
  // prettier-ignore
  test.each<[string, string, string, object]>([
    // guarantee                                                  written                                               stored                                                source
    ['as a property of Graph',                                    'jobTitle',                                           'jobTitle',                                           { kind: 'property', property: 'jobTitle' }],
    ['as a property in any case, and stored in Graph’s spelling', 'JOBTITLE',                                           'jobTitle',                                           { kind: 'property', property: 'jobTitle' }],
    ['as a whole list',                                           'businessPhones',                                     'businessPhones',                                     { kind: 'property', property: 'businessPhones' }],
    ['as one entry of a list',                                    'businessPhones[0]',                                  'businessPhones[0]',                                  { kind: 'item', property: 'businessPhones', index: 0 }],
    ['as a later entry of a list, in any case',                   'othermails[12]',                                     'otherMails[12]',                                     { kind: 'item', property: 'otherMails', index: 12 }],
    ['as an entry without zeros in front',                        'businessPhones[007]',                                'businessPhones[7]',                                  { kind: 'item', property: 'businessPhones', index: 7 }],
    ['as a value within an object',                               'employeeOrgData/costCenter',                         'employeeOrgData/costCenter',                         { kind: 'key', property: 'employeeOrgData', key: 'costCenter' }],
    ['as a value within an object, in any case',                  'EmployeeOrgData/DIVISION',                           'employeeOrgData/division',                           { kind: 'key', property: 'employeeOrgData', key: 'division' }],
    ['as an extension attribute',                                 'onPremisesExtensionAttributes/extensionAttribute1',  'onPremisesExtensionAttributes/extensionAttribute1',  { kind: 'key', property: 'onPremisesExtensionAttributes', key: 'extensionAttribute1' }],
    ['as the last of the extension attributes',                   'onPremisesExtensionAttributes/extensionAttribute15', 'onPremisesExtensionAttributes/extensionAttribute15', { kind: 'key', property: 'onPremisesExtensionAttributes', key: 'extensionAttribute15' }],
    ['as a directory extension, spelled as it is',                EXTENSION,                                            EXTENSION,                                            { kind: 'property', property: EXTENSION }],
    ['as the address that the e-mail rule chose',                 'email',                                              'email',                                              { kind: 'email' }],
    ['as that address in any case',                               'EMail',                                              'email',                                              { kind: 'email' }],
    ['as the mail property, which is another thing',              'mail',                                               'mail',                                               { kind: 'property', property: 'mail' }],
    ['as something of the manager, in any case',                  'Manager/DisplayName',                                'manager/displayName',                                { kind: 'manager', key: 'displayName' }],
    ['as the manager’s address by the e-mail rule',               'manager/email',                                      'manager/mail',                                       { kind: 'manager', key: 'mail' }],
    ['as what LDAP calls it, of the manager',                     'manager/sn',                                         'manager/surname',                                    { kind: 'manager', key: 'surname' }],
    ['as a switch of Graph',                                      'accountEnabled',                                     'accountEnabled',                                     { kind: 'property', property: 'accountEnabled' }],
  ])('%s', (_guarantee, written, text, source) => {
    expect(parseFieldSource(written)).toEqual({ kind: 'understood', text, source });
  });

  test.each(DEFAULT_FIELDS)('for the default field $label, and stored as it is', ({ source }) => {
    expect(parseFieldSource(source)).toMatchObject({ kind: 'understood', text: source });
  });
});

describe('the name that people know from LDAP is stored as Graph calls it', () => {
  // prettier-ignore
  test.each<[string, string]>([
    // LDAP                        Graph
    ['sn',                         'surname'],
    ['title',                      'jobTitle'],
    ['l',                          'city'],
    ['st',                         'state'],
    ['co',                         'country'],
    ['c',                          'country'],
    ['mobile',                     'mobilePhone'],
    ['telephoneNumber',            'businessPhones[0]'],
    ['facsimileTelephoneNumber',   'faxNumber'],
    ['company',                    'companyName'],
    ['physicalDeliveryOfficeName', 'officeLocation'],
    ['TELEPHONENUMBER',            'businessPhones[0]'],
    ['SN',                         'surname'],
  ])('%s is %s', (written, text) => {
    expect(parseFieldSource(written)).toMatchObject({ kind: 'understood', text });
  });
});

describe('a source is refused, and the message helps', () => {
  // prettier-ignore
  test.each<[string, string, RefusalReason, string]>([
    // guarantee                                             written                                               reason           message
    ['for a slip of the pen, with the nearest name',                       'jobTitel',                                           'unknownName',   'Did you mean jobTitle?'],
    ['for a missing letter, with the nearest name',                        'departmnt',                                          'unknownName',   'Did you mean department?'],
    ['for something far from everything, without a guess',                 'favouriteColourOfTheDay',                            'unknownName',   'See the list'],
    ['for a value that an object does not have',                           'employeeOrgData/costCentre',                         'unknownName',   'Did you mean costCenter?'],
    ['for an extension attribute that is none',                            'onPremisesExtensionAttributes/extensionAttribute16', 'unknownName',   'extensionAttribute1'],
    ['for a value within what holds none',                                 'jobTitle/name',                                      'unknownName',   'Graph has no property jobTitle with values inside'],
    ['for an entry of what is no list',                                    'jobTitle[0]',                                        'unknownName',   'jobTitle is not a list'],
    ['for an object as a whole, with the values it has',                   'employeeOrgData',                                    'syntax',        'employeeOrgData/costCenter'],
    ['for what Graph shows of one person only',                            'aboutMe',                                            'notInAListing', 'never in a listing'],
    ['for what Graph shows of one person only, in any case',               'SKILLS',                                             'notInAListing', 'never in a listing'],
    ['for what Graph shows of one person only, with what it shows of all', 'hireDate',                                           'notInAListing', 'such as employeeHireDate.'],
    ['for the manager as a whole, with what is offered of them',           'manager',                                            'syntax',        'manager/displayName'],
    ['for what is not offered of a manager, with the nearest name',        'manager/displayNam',                                 'unknownName',   'Did you mean displayName?'],
    ['for the manager’s manager',                                          'manager/manager',                                    'unknownName',   'No manager of a manager is offered'],
    ['for a negative entry',                                               'businessPhones[-1]',                                 'syntax',        'no property path'],
    ['for an entry beyond all lists',                                      'businessPhones[1000]',                               'syntax',        'no property path'],
    ['for an entry of an entry',                                           'businessPhones[0][0]',                               'syntax',        'no property path'],
    ['for two steps down',                                                 'employeeOrgData/costCenter/name',                    'syntax',        'no property path'],
    ['for an expression',                                                  '$.jobTitle',                                         'syntax',        'no property path'],
    ['for a query',                                                        'jobTitle,department',                                'syntax',        'no property path'],
    ['for nothing',                                                        '',                                                   'syntax',        'no property path'],
    ['for a directory extension with a broken id',                         'extension_0123_costCenter',                          'unknownName',   'Graph has no property'],
    ['for what needs another permission',                                  'signInActivity',                                     'permission',    'AuditLog.Read.All'],
    ['for a password',                                                     'passwordProfile',                                    'notOffered',   'does not read it'],
    ['for what every object inherits',                                     'constructor',                                        'unknownName',   'Graph has no property constructor'],
    ['for what every object inherits, with a value',                       'constructor/name',                                   'unknownName',   'Graph has no property constructor'],
  ])('%s', (_guarantee, written, reason, message) => {
    const parsed = parseFieldSource(written);
    expect(parsed).toMatchObject({ kind: 'refused', refusal: { reason, position: 0, length: written.length } });
    expect(parsed.kind === 'refused' && parsed.refusal.message).toContain(message);
  });
});

test('what is stored is understood again as the same', () => {
  const written = fc.oneof(
    fc.constantFrom(
      ...DEFAULT_FIELDS.map(({ source }) => source),
      'sn',
      'Title',
      'EMPLOYEEORGDATA/costcenter',
      EXTENSION,
    ),
    fc.string({ unit: 'binary' }),
    fc.stringMatching(/^[A-Za-z]{1,8}(\[\d{1,4}\]|\/[a-z]{1,5})?$/),
  );
  fc.assert(
    fc.property(written, (source) => {
      const parsed = parseFieldSource(source);
      if (parsed.kind === 'understood') expect(parseFieldSource(parsed.text)).toEqual(parsed);
      else expect(parsed.refusal.message).not.toBe('');
    }),
    { numRuns: 500 },
  );
});
