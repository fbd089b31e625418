import { describe, expect, test } from 'vitest';
import { DEFAULT_FIELDS, Fields } from '../../sync/field.schema.ts';

test('a tenant starts with fifteen fields, in this order', () => {
  // prettier-ignore
  expect(DEFAULT_FIELDS.map(({ key, label, source }) => [key, label, source])).toEqual([
    // key          label           source
    ['firstName',   'First Name',   'givenName'],
    ['lastName',    'Last Name',    'surname'],
    ['displayName', 'Display Name', 'displayName'],
    ['email',       'Email',        'email'],
    ['phone',       'Phone',        'businessPhones[0]'],
    ['jobTitle',    'Job Title',    'jobTitle'],
    ['department',  'Department',   'department'],
    ['mobile',      'Mobile',       'mobilePhone'],
    ['fax',         'Fax',          'faxNumber'],
    ['company',     'Company',      'companyName'],
    ['street',      'Street',       'streetAddress'],
    ['city',        'City',         'city'],
    ['state',       'State',        'state'],
    ['zip',         'ZIP',          'postalCode'],
    ['country',     'Country',      'country'],
  ]);
});

test('the fields that a tenant starts with are acceptable themselves', () => {
  expect(Fields.parse(DEFAULT_FIELDS)).toEqual(DEFAULT_FIELDS);
});

const field = { key: 'city', label: 'City', source: 'city' };

describe('fields', () => {
  // prettier-ignore
  test.each<[string, unknown, boolean]>([
    // guarantee                             fields                                                                                      accepted
    ['may be one',                           [field],                                                                                    true],
    ['may share a source',                   [field, { key: 'town', label: 'Town', source: 'city' }],                                    true],
    ['may not be none',                      [],                                                                                         false],
    ['may not share a key',                  [field, { ...field, label: 'Town' }],                                                       false],
    ['may not share a key but for case',     [field, { ...field, key: 'CITY', label: 'Town' }],                                          false],
    ['may not share a label',                [field, { ...field, key: 'town' }],                                                         false],
    ['may not share a label but for case',   [field, { ...field, key: 'town', label: 'CITY' }],                                          false],
    ['need a key',                           [{ ...field, key: '' }],                                                                    false],
    ['need a key that begins with a letter', [{ ...field, key: '1st' }],                                                                 false],
    ['need a key without blanks',            [{ ...field, key: 'my city' }],                                                             false],
    ['need a key of at most 40 letters',     [{ ...field, key: 'k'.repeat(41) }],                                                        false],
    ['need a label',                         [{ ...field, label: '  ' }],                                                                false],
    ['need a source',                        [{ ...field, source: '' }],                                                                 false],
    ['may not hold what is not known',       [{ ...field, colour: 'red' }],                                                              false],
    ['may be a hundred',                     Array.from({ length: 100 }, (_, n) => ({ key: `f${n}`, label: `F ${n}`, source: 'city' })), true],
    ['may not be more than a hundred',       Array.from({ length: 101 }, (_, n) => ({ key: `f${n}`, label: `F ${n}`, source: 'city' })), false],
  ])('%s', (_guarantee, fields, accepted) => {
    expect(Fields.safeParse(fields).success).toBe(accepted);
  });

  test('lose the blanks around label and source', () => {
    expect(Fields.parse([{ key: 'city', label: ' City ', source: ' city ' }])).toEqual([field]);
  });

  test('that share a name say which', () => {
    expect(Fields.safeParse([field, { ...field, key: 'town' }]).error?.issues[0]).toMatchObject({
      path: [1, 'label'],
      message: 'This label is used twice.',
    });
  });
});
