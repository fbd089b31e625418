import { expect, test } from 'vitest';
import { accountNames, hasExternalName } from '../../sync/entra-user.ts';
import { entraUser } from './entra-people.ts';

// https://learn.microsoft.com/en-us/entra/external-id/user-properties
// prettier-ignore
test.each<[string, string, boolean]>([
  // guarantee                                      user principal name                      external
  ['a name with #EXT# is external',                 'ada_home.example#EXT#@contoso.example', true],
  ['a name with #ext# in any case is external',     'ada_home.example#Ext#@contoso.example', true],
  ['a name with EXT and no signs around it is not', 'ext.ada@contoso.example',               false],
  ['an everyday name is not',                       'ada@contoso.example',                   false],
  ['no name is not',                                '',                                      false],
])('%s', (_guarantee, userPrincipalName, expected) => {
  expect(hasExternalName({ userPrincipalName })).toBe(expected);
});

// prettier-ignore
test.each<[string, string, string | null, string[]]>([
  // guarantee                                              user principal name    nickname    names
  ['an account is called by both its names',                'Ada@contoso.example', 'Lovelace', ['ada', 'lovelace']],
  ['an account with one name twice is called by it once',   'ada@contoso.example', 'ADA',      ['ada']],
  ['an account without nickname is called by its UPN',      'ada@contoso.example', null,       ['ada']],
  ['a UPN without domain is a name as it is',               'Ada',                 null,       ['ada']],
  ['only what stands before the first @ is a name',         'ada@a@b.example',     '',         ['ada', '']],
])('%s', (_guarantee, userPrincipalName, mailNickname, names) => {
  expect(accountNames(entraUser({ userPrincipalName, mailNickname }))).toEqual(names);
});
