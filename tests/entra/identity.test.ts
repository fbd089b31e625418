import { expect, it } from 'vitest';
import { identityOf } from '../../entra/identity.ts';
import { SignInError } from '../../entra/sign-in-error.ts';

const TID = '7d3c9e52-4b1f-4c86-9a0d-2f6e8b41c7a3';
const ISSUER = 'https://login.example/{tenantid}/v2.0';
const claims = {
  ...{ iss: `https://login.example/${TID}/v2.0`, ver: '2.0', tid: TID, oid: '9A1B2C3D-0000-4000-8000-00000000000A' },
  ...{ name: 'Ada', preferred_username: 'ada@contoso.example', wids: ['62E90394-69F5-4237-9190-012177145E10'] },
};

// prettier-ignore
it.each<[string, object, object]>([
  ['all of it',                          {},                                              {}],
  ['no roles: none may consent',         { wids: undefined },                             { mayConsent: false }],
  ['roles that are no list: likewise',   { wids: 'x' },                                   { mayConsent: false }],
  ['no name: the sign-in name',          { name: undefined },                             { name: 'ada@contoso.example' }],
  ['neither name',                       { name: ' ', preferred_username: 7 },            { name: 'Admin', domain: undefined }],
  ['a guest’s sign-in name',             { preferred_username: 'ada_x.example#EXT#' },    { domain: undefined }],
])('an identity is read from %s', (_what, changes, expected) => {
  expect(identityOf({ ...claims, ...changes }, ISSUER)).toEqual({
    entraTenantId: TID,
    entraObjectId: '9a1b2c3d-0000-4000-8000-00000000000a',
    name: 'Ada',
    domain: 'contoso.example',
    mayConsent: true,
    ...expected,
  });
});

// prettier-ignore
it.each<[string, object | undefined]>([
  ['the issuer of another directory',  { iss: 'https://login.example/00000000-0000-4000-8000-000000000001/v2.0' }],
  ['the issuer of another host',       { iss: `https://login.attacker.example/${TID}/v2.0` }],
  ['the placeholder as its issuer',    { iss: ISSUER }],
  ['no issuer',                        { iss: undefined }],
  ['a directory that is no GUID',      { tid: '{tenantid}', iss: ISSUER }],
  ['an object id that is no GUID',     { oid: 'ada' }],
  ['version 1',                        { ver: '1.0' }],
  ['nothing in it',                    undefined],
])('no identity is in a token with %s', (_what, changes) => {
  expect(() => identityOf(changes && { ...claims, ...changes }, ISSUER)).toThrow(SignInError);
});
