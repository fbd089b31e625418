import { describe, expect, test } from 'vitest';
import { DEFAULT_FIELDS, type Field } from '../../sync/field.schema.ts';
import type { EmailSource } from '../../sync/integration-settings.schema.ts';
import { selectProperties } from '../../sync/select-properties.ts';
import { settingsWith } from './entra-people.ts';

const ALWAYS = [
  'accountEnabled',
  'assignedLicenses',
  'displayName',
  'id',
  'mail',
  'mailNickname',
  'userPrincipalName',
  'userType',
];
const fieldsOf = (...sources: string[]): Field[] =>
  sources.map((source, n) => ({ key: `f${n}`, label: `F ${n}`, source }));

describe('a listing asks for what decisions always need, and besides', () => {
  // prettier-ignore
  test.each<[string, EmailSource[], string[], string[]]>([
    // guarantee                                                 e-mail sources         field sources                                                 besides
    ['for nothing more of mail, by which rooms are found too',   ['mail'],              [],                                                           []],
    ['for proxyAddresses, of whose primaries mail names one',    ['proxyAddresses'],    [],                                                           ['proxyAddresses']],
    ['for otherMails alone',                                     ['otherMails'],        [],                                                           ['otherMails']],
    ['for nothing more of a UPN',                                ['userPrincipalName'], [],                                                           []],
    ['for the property of a field',                              ['userPrincipalName'], ['city'],                                                     ['city']],
    ['for the list of an entry',                                 ['userPrincipalName'], ['businessPhones[3]'],                                        ['businessPhones']],
    ['for the object of a value',                                ['userPrincipalName'], ['employeeOrgData/costCenter'],                               ['employeeOrgData']],
    ['for one property once',                                    ['userPrincipalName'], ['businessPhones[0]', 'businessPhones[1]', 'businessPhones'], ['businessPhones']],
    ['for Graph’s name of an LDAP name',                         ['userPrincipalName'], ['l'],                                                        ['city']],
    ['for what is shown of the manager, who is one of the people', ['otherMails'],      ['manager/jobTitle'],                                         ['jobTitle', 'manager/id', 'manager/jobTitle', 'manager/userPrincipalName', 'otherMails']],
    ['for what the manager’s address is chosen by',              ['otherMails'],        ['= Append("x", [manager/mail])'],                            ['manager/id', 'manager/otherMails', 'manager/userPrincipalName', 'otherMails']],
    ['for nothing called email',                                 ['userPrincipalName'], ['email'],                                                    []],
  ])('%s', (_guarantee, sources, fieldSources, besides) => {
    const select = selectProperties(settingsWith({ email: { sources } }), fieldsOf(...fieldSources));
    expect(select).toEqual([...ALWAYS, ...besides].sort());
  });
});

test('a listing asks for what written filters look at, each property once', () => {
  const filters = {
    odata: "telephoneNumber ne null and otherMails/any(m:m eq 'x') and employeeOrgData/costCenter eq '1'",
    expression: "$.sn == 'x' || $.sn == 'y' || $.extensionAttribute3.length > 0",
  };
  const select = selectProperties(settingsWith({ email: { sources: ['userPrincipalName'] }, filters }), []);
  const besides = ['businessPhones', 'employeeOrgData', 'onPremisesExtensionAttributes', 'otherMails', 'surname'];
  expect(select).toEqual([...ALWAYS, ...besides].sort());
});

test('equal needs give an equal text, whatever the order of fields and sources', () => {
  const one = selectProperties(settingsWith({ email: { sources: ['mail', 'otherMails'] } }), DEFAULT_FIELDS);
  const other = selectProperties(
    settingsWith({ email: { sources: ['otherMails', 'mail'] } }),
    DEFAULT_FIELDS.toReversed(),
  );
  expect(other).toEqual(one);
});
