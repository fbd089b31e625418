import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EntraUser } from '../../sync/entra-user.ts';
import { evaluatePerson, fingerprintOf, type Evaluation } from '../../sync/evaluate-person.ts';
import { DEFAULT_FIELDS } from '../../sync/field.schema.ts';
import { entraUser, fingerprint, rulesWith } from './entra-people.ts';

const rules = rulesWith();
const judged = (about: Partial<EntraUser>, by = rules) => evaluatePerson(entraUser(about), by, fingerprint);
const personOf = (about: Partial<EntraUser>, by = rules) => {
  const evaluation = judged(about, by);
  if (evaluation.kind !== 'matches') throw new Error(`Skipped for ${evaluation.reason}.`);
  return evaluation.person;
};

test('who passes the filter and has an address becomes an employee with the chosen fields and nothing else', () => {
  const properties = { givenName: 'Ada', surname: 'Example', city: 'Oslo', passwordPolicies: 'None' };
  expect(judged({ mail: 'Ada@a.example', properties })).toEqual({
    kind: 'matches',
    emailSource: 'mail',
    person: {
      entraObjectId: 'ada',
      email: 'Ada@a.example',
      sortName: 'Ada Example',
      kind: 'person',
      kindEvidence: { evidence: 'nothingElseFits' },
      values: {
        ...Object.fromEntries(DEFAULT_FIELDS.map(({ key }) => [key, null])),
        firstName: 'Ada',
        lastName: 'Example',
        city: 'Oslo',
        email: 'Ada@a.example',
      },
      fingerprint: expect.any(String),
    },
  });
});

describe('who stays out', () => {
  // prettier-ignore
  test.each<[string, Partial<EntraUser>, string, string | undefined]>([
    // guarantee                                                   person                                 reason            source of the address
    ['for want of an address says so',                             { mail: null },                        'noEmail',        undefined],
    ['for want of a valid address says so',                        { mail: 'n/a' },                       'noEmail',        undefined],
    ['for the filter says so, and where the address would be',     { accountEnabled: false },             'disabled',       'mail'],
    ['for the filter and for want of an address names the filter', { accountEnabled: false, mail: null }, 'disabled',       undefined],
    ['as a service account without address names the account',     { agent: true, mail: null },           'serviceAccount', undefined],
  ])('%s', (_guarantee, about, reason, emailSource) => {
    expect(judged(about)).toEqual({ kind: 'skipped', reason, emailSource });
  });

  test('leaves nothing behind but id, reason and source', () => {
    const secret = { displayName: 'Secret Name', userType: 'Guest', properties: { city: 'Secret City' } };
    expect(JSON.stringify(judged(secret))).not.toContain('Secret');
  });
});

test('a guest who may come keeps the kind', () => {
  expect(personOf({ userType: 'Guest' }, rulesWith({ filters: { includeGuests: true } })).kind).toBe('guest');
});

describe('the name for sorting', () => {
  // prettier-ignore
  test.each<[string, string | null, string]>([
    // guarantee                         display name            kept
    ['is the display name',              'Ada Example',          'Ada Example'],
    ['loses blanks around it',           '  Ada ',               'Ada'],
    ['is empty where there is none',     null,                   ''],
    ['loses the character NUL',          'A\u0000da',            'Ada'],
    ['is whole characters only',         'Ada\uD83D',            'Ada\uFFFD'],
    ['is cut to what an index can hold', 'x'.repeat(300),        'x'.repeat(256)],
    ['is cut without half characters',   `${'x'.repeat(255)}😀`, `${'x'.repeat(255)}\uFFFD`],
  ])('%s', (_guarantee, displayName, kept) => {
    expect(personOf({ displayName }).sortName).toBe(kept);
  });

  test('is no value of anybody whose fields do not ask for it', () => {
    const values = personOf(
      { displayName: 'Ada Example' },
      rulesWith({}, [{ key: 'city', label: 'City', source: 'city' }]),
    ).values;
    expect(values).toEqual({ city: null });
  });
});

type Contents = Parameters<typeof fingerprintOf>[0];

describe('the fingerprint', () => {
  const before = personOf({}).fingerprint;
  const guests = rulesWith({ filters: { includeGuests: true } });

  // prettier-ignore
  test.each<[string, Partial<EntraUser>, boolean]>([
    // guarantee                                          change                                        other
    ['changes with a value',                              { properties: { city: 'Oslo' } },             true],
    ['changes with the address',                          { mail: 'new@a.example' },                    true],
    ['changes with the case of the address',              { mail: 'ADA@contoso.example' },              true],
    ['changes with the name for sorting',                 { displayName: 'Ada King' },                  true],
    ['changes with the kind',                             { userType: 'Guest' },                        true],
    ['stays for what no field asks for',                  { properties: { employeeId: '7' } },          false],
    ['stays for a value that was absent and is null now', { properties: { city: null } },               false],
    ['stays for a value that was null and is blank now',  { properties: { city: ' ' } },                false],
    ['stays for blanks around the name',                  { displayName: ' Ada Example ' },             false],
    ['stays for a new UPN that is no address',            { userPrincipalName: 'new@contoso.example' }, false],
  ])('%s', (_guarantee, about, other) => {
    const after = personOf(about, guests).fingerprint;
    if (other) expect(after).not.toBe(before);
    else expect(after).toBe(before);
  });

  test('stays when only order and labels of the fields change', () => {
    const others = DEFAULT_FIELDS.toReversed().map((field) => ({ ...field, label: `${field.label}!` }));
    expect(personOf({}, rulesWith({}, others)).fingerprint).toBe(before);
  });

  /** As every release has made it: another text would write each employee anew after an upgrade. */
  const asEver = ({ email, sortName, kind, kindEvidence, values }: Contents): string => {
    const inOrder = Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));
    return JSON.stringify([email, sortName, kind, kindEvidence, inOrder]);
  };
  const hostile = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom('"', '\\', '\u0000', '\n', '\u2028', '\ud83d', '\udc00', '😀', '/') }),
  );

  test('is the digest of the same text as ever, whatever the values and their keys are', () => {
    const key = fc.oneof(hostile, fc.constantFrom('__proto__', 'constructor', '10', '9', 'a', 'B', 'é', ''));
    const pairs = fc.uniqueArray(fc.tuple(key, fc.option(hostile)), { selector: ([each]) => each });
    const evidence = fc.record({ evidence: fc.constant('namePattern' as const), pattern: hostile });
    fc.assert(
      fc.property(hostile, hostile, evidence, pairs, (email, sortName, kindEvidence, each) => {
        const values = Object.fromEntries(each);
        const contents = { email, sortName, kind: 'serviceAccount' as const, kindEvidence, values };
        expect(fingerprintOf(contents, fingerprint)).toBe(asEver(contents));
      }),
    );
  });

  test('of a person in a sync is the digest of that text, in whatever order the fields stand', () => {
    const everyOrder = fc.shuffledSubarray([...DEFAULT_FIELDS], { minLength: 1 });
    const properties = fc.dictionary(fc.constantFrom('city', 'givenName', 'surname', 'jobTitle'), hostile);
    fc.assert(
      fc.property(everyOrder, properties, hostile, (fields, held, displayName) => {
        const person = personOf({ displayName, properties: held }, rulesWith({}, fields));
        expect(person.fingerprint).toBe(asEver(person));
        expect(person.fingerprint).toBe(fingerprintOf(person, fingerprint));
      }),
    );
  });

  test('tells two contents apart, however values are cut', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '"', ',', '[', '\\'), maxLength: 4 });
    fc.assert(
      fc.property(fc.tuple(text, text), fc.tuple(text, text), ([city, state], [otherCity, otherState]) => {
        const one = personOf({ properties: { city, state } });
        const two = personOf({ properties: { city: otherCity, state: otherState } });
        expect(one.fingerprint === two.fingerprint).toBe(JSON.stringify(one.values) === JSON.stringify(two.values));
      }),
    );
  });
});

test('any user object that Graph may send is judged without a fault, and nothing of it changes', () => {
  const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constant(null));
  const anybody = fc.record({
    displayName: text,
    mail: text,
    mailNickname: text,
    userPrincipalName: fc.string({ unit: 'binary' }),
    userType: text,
    proxyAddresses: fc.array(fc.string({ unit: 'binary' })),
    accountEnabled: fc.constantFrom(true, false, null),
    properties: fc.dictionary(
      fc.constantFrom('city', 'businessPhones', 'employeeOrgData', 'givenName'),
      fc.jsonValue(),
    ),
  });
  fc.assert(
    fc.property(anybody, (about) => {
      const before = JSON.stringify(about);
      const evaluation = judged(about);
      expect(['matches', 'skipped']).toContain(evaluation.kind);
      expect(JSON.stringify(about)).toBe(before);
      for (const text of textsOf(evaluation)) expect(text.isWellFormed() && !text.includes('\u0000')).toBe(true);
    }),
  );
});

/** All that would be stored of somebody. */
function textsOf(evaluation: Evaluation): string[] {
  if (evaluation.kind === 'skipped') return [];
  const { email, sortName, values } = evaluation.person;
  return [email, sortName, ...Object.values(values).filter((value) => value !== null)];
}
