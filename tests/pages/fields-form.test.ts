import { describe, expect, test } from 'vitest';
import { editFields } from '../../api/pages/fields/edit-fields.ts';
import { draftOf, fieldsOf, FieldsForm } from '../../api/pages/fields/fields-form.schema.ts';
import { DEFAULT_FIELDS, type Field } from '../../sync/field.schema.ts';

const some: readonly Field[] = [
  { key: 'first', label: 'First', source: 'givenName', policy: 'neverClear' },
  { key: 'email', label: 'Email', source: 'email' },
  { key: 'last', label: 'Last', source: '= ToUpper([surname])', policy: 'onlyWhenNew' },
];
const draft = draftOf(7, some);
const keysAfter = (word: 'up' | 'down' | 'remove', about: string) =>
  editFields(draft, { word, about }).draft.fields.map(({ key }) => key);

test('fields go through the form and stay what they are', () => {
  expect(fieldsOf(draft)).toEqual({ kind: 'fields', fields: some });
  expect(fieldsOf(draftOf(1, DEFAULT_FIELDS))).toEqual({ kind: 'fields', fields: DEFAULT_FIELDS });
});

describe('a button changes the form:', () => {
  // prettier-ignore
  test.each([
    ['a field moves up',                   'up',     'email', ['email', 'first', 'last']],
    ['a field moves down',                 'down',   'email', ['first', 'last', 'email']],
    ['the first stays first',              'up',     'first', ['first', 'email', 'last']],
    ['the last stays last',                'down',   'last',  ['first', 'email', 'last']],
    ['a field goes',                       'remove', 'email', ['first', 'last']],
    ['of a field that is none, nothing',   'remove', 'none',  ['first', 'email', 'last']],
  ] as const)('%s', (_what, word, about, keys) => {
    expect(keysAfter(word, about)).toEqual(keys);
  });

  // prettier-ignore
  test.each([
    ['a property',                         'officeLocation',          'officeLocation',                      'officeLocation', 'Office Location'],
    ['a name of LDAP, in any case',        'sAMAccountName',          'onPremisesSamAccountName',            'onPremisesSamAccountName', 'On Premises Sam Account Name'],
    ['an item of a list',                  'businessPhones[1]',       'businessPhones[1]',                   'number2OfBusinessPhones', 'Number 2 Of Business Phones'],
    ['a key of an object',                 'employeeOrgData/costCenter', 'employeeOrgData/costCenter',       'costCenter', 'Cost Center'],
    ['something of the manager',           'manager/mail',            'manager/mail',                        'managerMailAddress', 'Manager Mail Address'],
    ['a directory extension',              `extension_${'a'.repeat(32)}_shoe_size`, `extension_${'a'.repeat(32)}_shoe_size`, 'shoeSize', 'Shoe Size'],
    ['an expression',                      '=  ToLower([mail])',      '= ToLower([mail])',                   'newField', 'New Field'],
    ['a label and a key that are taken',   'email',                   'email',                               'email2', 'Email 2'],
  ])('%s is added', (_what, add, source, key, label) => {
    const edited = editFields({ ...draft, add }, { word: 'add', about: '' });
    expect(edited).toMatchObject({ added: key, draft: { add: '' } });
    expect(edited.draft.fields.at(-1)).toEqual({ key, label: label.charAt(0).toUpperCase() + label.slice(1), source, policy: 'always' });
    expect(fieldsOf(edited.draft).kind).toBe('fields');
  });

  test('a property of the list is added whatever is written beside it', () => {
    const { draft: after } = editFields({ ...draft, add: 'half a' }, { word: 'add', about: 'jobTitle' });
    expect(after.fields.at(-1)).toMatchObject({ key: 'jobTitle', source: 'jobTitle' });
  });

  test('what is not understood is not added, and is told why, with the nearest name', () => {
    const wrong = editFields({ ...draft, add: 'jobTitel' }, { word: 'add', about: '' });
    expect(wrong).toMatchObject({ draft: { add: 'jobTitel', fields: draft.fields }, wrong: { nearest: 'jobTitle' } });
    expect(editFields(draft, { word: 'add', about: '' }).wrong?.message).toContain('Write a property first');
  });

  test('the defaults come back, of the same version', () => {
    expect(editFields(draft, { word: 'reset', about: '' }).draft).toEqual(draftOf(7, DEFAULT_FIELDS));
  });

  test.each(['look', 'save', 'saveOver', 'preview'] as const)('%s does not', (word) => {
    expect(editFields(draft, { word, about: 'x' }).draft).toBe(draft);
  });
});

describe('what the form cannot mean is named with its place:', () => {
  const first = (about: Partial<(typeof draft.fields)[number]>) => ({
    ...draft,
    fields: draft.fields.map((field, index) => (index === 0 ? { ...field, ...about } : field)),
  });
  // prettier-ignore
  test.each([
    ['no label',              first({ label: ' ' }),     'items.0.label',  'Write a label of 1 to 80 characters.'],
    ['a label with a NUL',    first({ label: 'a\u0000b' }), 'items.0.label', 'Write it without control characters and broken Unicode.'],
    ['a label used twice',    first({ label: 'EMAIL' }), 'items.1.label',  'This label is used twice.'],
    ['no source',             first({ source: '' }),     'items.0.source', 'Write where the value comes from: a property, or an expression after =, of at most 2,010 characters.'],
    ['no field',              { ...draft, fields: [] },  'items',          'Keep 1 to 100 fields.'],
  ])('%s', (_what, wrong, path, message) => {
    expect(fieldsOf(wrong)).toEqual({ kind: 'refused', findings: [{ path, message }] });
  });
});

describe('a browser’s form', () => {
  const sent = {
    version: ['7'],
    key: ['a', 'b'],
    label: ['A', ''],
    source: ['city', 'state'],
    policy: ['always', 'neverClear'],
    do: ['remove:a'],
  };
  test('is understood: each field by its place', () => {
    expect(FieldsForm.parse(sent)).toEqual({
      pressed: { word: 'remove', about: 'a' },
      example: undefined,
      draft: {
        version: 7,
        add: '',
        fields: [
          { key: 'a', label: 'A', source: 'city', policy: 'always' },
          { key: 'b', label: '', source: 'state', policy: 'neverClear' },
        ],
      },
    });
  });

  test.each([
    ['lists of different lengths', { label: ['A'] }],
    ['a policy that is none', { policy: ['always', 'sometimes'] }],
    ['a button that is none', { do: ['drop:tables'] }],
  ])('with %s is none of ours', (_what, wrong) => {
    expect(FieldsForm.safeParse({ ...sent, ...wrong }).success).toBe(false);
  });

  test.each(['a\u0000b', ' ', 'x'.repeat(300)])('an example person that cannot be one is not said: %j', (example) => {
    expect(FieldsForm.parse({ ...sent, example: [example] }).example).toBeUndefined();
  });
});
