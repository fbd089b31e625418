import { describe, expect, test } from 'vitest';
import { compileFields, mapFields } from '../../sync/map-fields.ts';
import { DEFAULT_FIELDS } from '../../sync/field.schema.ts';
import type { ToldManager } from '../../sync/entra-user.ts';
import type { EmailSource } from '../../sync/integration-settings.schema.ts';
import { entraUser, objectId } from './entra-people.ts';

const valueOf = (source: string, properties: Readonly<Record<string, unknown>>): string | null | undefined =>
  mapFields(entraUser({ properties }), compileFields([{ key: 'it', label: 'It', source }]), 'chosen@a.example', [])[
    'it'
  ];

const EXTENSION = 'extension_0123456789abcdef0123456789abcdef_level';

describe('the value of a field', () => {
  // prettier-ignore
  test.each<[string, string, Record<string, unknown>, string | null]>([
    // guarantee                                             source                        properties                                  value
    ['is the text of its property',                          'city',                       { city: 'Oslo' },                           'Oslo'],
    ['loses blanks around it',                               'city',                       { city: ' Oslo \n' },                       'Oslo'],
    ['keeps blanks within',                                  'city',                       { city: 'New  York' },                      'New  York'],
    ['is null where the property is empty',                  'city',                       { city: '' },                               null],
    ['is null where the property is blank',                  'city',                       { city: ' \t ' },                           null],
    ['is null where the property is null',                   'city',                       { city: null },                             null],
    ['is null where the property is absent',                 'city',                       {},                                         null],
    ['is true in letters',                                   'accountEnabled',             { accountEnabled: true },                   'true'],
    ['is false in letters',                                  'accountEnabled',             { accountEnabled: false },                  'false'],
    ['is a number in digits',                                EXTENSION,                    { [EXTENSION]: 42 },                        '42'],
    ['is nought in digits, which is not empty',              EXTENSION,                    { [EXTENSION]: 0 },                         '0'],
    ['is a list joined',                                     'businessPhones',             { businessPhones: ['1', '2'] },             '1; 2'],
    ['is a list joined without its empty entries',           'businessPhones',             { businessPhones: [' 1 ', '', null, '2'] }, '1; 2'],
    ['is null where the list is empty',                      'businessPhones',             { businessPhones: [] },                     null],
    ['is null where all entries of the list are empty',      'businessPhones',             { businessPhones: ['', ' '] },              null],
    ['is the entry of a list',                               'businessPhones[0]',          { businessPhones: ['1', '2'] },             '1'],
    ['is a later entry of a list',                           'businessPhones[1]',          { businessPhones: ['1', '2'] },             '2'],
    ['is null where the list is shorter',                    'businessPhones[1]',          { businessPhones: ['1'] },                  null],
    ['is null where the list is not there',                  'businessPhones[0]',          { businessPhones: null },                   null],
    ['is no letter of what should be a list',                'businessPhones[0]',          { businessPhones: 'text' },                 null],
    ['is the value within an object',                        'employeeOrgData/costCenter', { employeeOrgData: { costCenter: 'K1' } },  'K1'],
    ['is null where the object is not there',                'employeeOrgData/costCenter', { employeeOrgData: null },                  null],
    ['is null where the object lacks the value',             'employeeOrgData/costCenter', { employeeOrgData: {} },                    null],
    ['is null where the object is a list',                   'employeeOrgData/costCenter', { employeeOrgData: ['K1'] },                null],
    ['is a directory extension',                             EXTENSION,                    { [EXTENSION]: 'Gold' },                    'Gold'],
    ['is null for an object that nobody expects',            'city',                       { city: { name: 'Oslo' } },                 null],
    ['is read by an LDAP name too',                          'physicalDeliveryOfficeName', { officeLocation: 'B4' },                   'B4'],
    ['is the chosen address for the word email',             'email',                      { mail: 'other@a.example' },                'chosen@a.example'],
    ['loses the character NUL, which no database keeps',     'city',                       { city: 'Os\u0000lo' },                     'Oslo'],
    ['is null for NUL alone',                                'city',                       { city: '\u0000 ' },                        null],
    ['loses half a surrogate pair, which no database keeps', 'city',                       { city: 'Oslo \uD83D' },                    'Oslo \uFFFD'],
    ['keeps letters of any script and signs',                'city',                       { city: '東京 🗼 Århus' },                    '東京 🗼 Århus'],
  ])('%s', (_guarantee, source, properties, value) => {
    expect(valueOf(source, properties)).toBe(value);
  });
});

test('an employee has a value or null for every field, in the order of the fields', () => {
  const values = mapFields(
    entraUser({ properties: { city: 'Oslo' } }),
    compileFields(DEFAULT_FIELDS),
    'ada@a.example',
    [],
  );
  expect(Object.keys(values)).toEqual(DEFAULT_FIELDS.map(({ key }) => key));
  expect(values).toMatchObject({ city: 'Oslo', email: 'ada@a.example', department: null });
});

test('a field that was stored with a source that nobody understands is a bug and says which', () => {
  expect(() => compileFields([{ key: 'colour', label: 'Colour', source: 'no such thing' }])).toThrow(/colour.*syntax/);
});

describe('of the manager', () => {
  const boss = entraUser({
    id: objectId('boss'),
    displayName: ' Boss ',
    mail: 'boss@a.example',
    proxyAddresses: ['SMTP:first@a.example'],
    properties: { jobTitle: 'Chief' },
  });
  const fields = compileFields([
    { key: 'name', label: 'Name', source: 'manager/displayName' },
    { key: 'mail', label: 'Mail', source: 'manager/mail' },
    { key: 'line', label: 'Line', source: '= Join(" < ", [displayName], [manager/jobTitle])' },
    { key: 'id', label: 'Id', source: 'manager/id' },
  ]);
  const of = (manager: ToldManager | undefined, sources: readonly EmailSource[]) =>
    mapFields(
      entraUser({ properties: { displayName: 'Ada' }, ...(manager && { manager }) }),
      fields,
      'ada@a.example',
      sources,
    );

  test('a field shows what is there, and the address by the e-mail rule', () => {
    const known = { kind: 'known', id: boss.id, user: boss } as const;
    expect(of(known, ['proxyAddresses'])).toEqual({
      name: 'Boss',
      mail: 'first@a.example',
      line: 'Ada < Chief',
      id: 'boss',
    });
    expect(of(known, ['mail'])).toMatchObject({ mail: 'boss@a.example' });
  });

  test.each<[string, ToldManager | undefined]>([
    ['there is none', { kind: 'known', id: null, user: null }],
    ['they are deleted', { kind: 'known', id: boss.id, user: null }],
    ['only their id was told', { kind: 'claimed', id: boss.id }],
    ['nothing was told', undefined],
  ])('a field shows nothing where %s', (_case, manager) => {
    expect(of(manager, ['mail'])).toEqual({ name: null, mail: null, line: 'Ada', id: null });
  });
});
