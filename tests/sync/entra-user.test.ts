import { expect, test } from 'vitest';
import { hasExternalName } from '../../sync/entra-user.ts';

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
