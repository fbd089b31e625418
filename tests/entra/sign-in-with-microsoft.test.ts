import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { mayLeadBrowsers } from '../../entra/openid-configuration.ts';
import { createSignIn, type SignIn, type SignInSecrets } from '../../entra/sign-in.ts';
import { SignInError } from '../../entra/sign-in-error.ts';
import { answerPage } from '../emulator/login/browser.ts';
import { makeClientCertificate } from '../emulator/login/client-certificate.ts';
import { useEmulator } from '../emulator/started-emulator.ts';
import { startScriptedHost, type Reply } from './scripted-host.ts';

const emulator = useEmulator();
const REDIRECT = 'http://localhost:8080/sign-in/callback';
const secrets = (n = 1): SignInSecrets => ({
  state: `state-${n}`,
  nonce: `nonce-${n}`,
  codeVerifier: String(n).padEnd(43, 'v'),
});

const settings = () => {
  const { authorityHost, graphEndpoint, clientId, clientSecret: secret } = emulator();
  return { authorityHost, graphEndpoint, clientId, credential: { kind: 'secret', secret } as const };
};
const signIn = (changes: Partial<ReturnType<typeof settings>> = {}): SignIn =>
  createSignIn({ ...settings(), ...changes }, () => new Date());

let made = 0;
function directory() {
  const n = ++made;
  return emulator().addDirectory({
    name: `Identity ${n}`,
    people: [
      { properties: { displayName: 'Ada Admin' }, roles: ['globalAdministrator'] },
      { properties: { displayName: 'Hal Helpdesk' }, roles: ['helpdeskAdministrator'] },
      { properties: { displayName: 'Emil Employee' } },
    ],
  });
}

/** What the browser brings back when that person has signed in. */
async function bringBack(from: SignIn, who: string, given = secrets()): Promise<string> {
  const { leadsTo } = await answerPage(await from.address(REDIRECT, given), { person: who });
  return new URL(leadsTo ?? '').search;
}
const problemOf = (asked: Promise<unknown>) =>
  asked.then(
    () => 'nothing',
    (err: unknown) => (err instanceof SignInError ? err.problem : `another error: ${String(err)}`),
  );

describe('signing in with Microsoft', () => {
  it.each([
    ['ada.admin', true],
    ['hal.helpdesk', false],
    ['emil.employee', false],
  ])('tells who %s is, and whether a role of theirs may consent', async (who, mayConsent) => {
    const of = directory();
    const client = signIn();
    const identity = await client.identify(REDIRECT, await bringBack(client, `${who}@${of.domain}`), secrets());
    const { id, displayName } = of.show(`${who}@${of.domain}`);
    expect(identity).toEqual({
      entraTenantId: of.entraTenantId,
      entraObjectId: id,
      name: displayName,
      domain: of.domain,
      mayConsent,
    });
  });

  it('sends browsers where the metadata says, by PKCE, with state and nonce', async () => {
    const url = new URL(await signIn().address(REDIRECT, secrets()));
    expect(url.origin).toBe(emulator().controlUrl);
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      response_type: 'code',
      scope: 'openid profile',
      state: 'state-1',
      nonce: 'nonce-1',
      code_challenge_method: 'S256',
    });
    expect(url.href).not.toContain(secrets().codeVerifier);
  });

  it('asks for consent at the origin where people sign in, for one directory', async () => {
    const { entraTenantId } = directory();
    const url = new URL(await signIn().consentAddress(REDIRECT, entraTenantId as never, 'a-state'));
    expect(url.origin + url.pathname).toBe(`${emulator().controlUrl}/${entraTenantId}/v2.0/adminconsent`);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      client_id: emulator().clientId,
      scope: `${emulator().graphEndpoint}/.default`,
      redirect_uri: REDIRECT,
      state: 'a-state',
    });
  });

  it('works with a certificate as well', async () => {
    const of = directory();
    await using folder = await mkdtempDisposable(join(tmpdir(), 'rollcall-sign-in-'));
    const path = join(folder.path, 'client.pem');
    await writeFile(path, (await makeClientCertificate()).withKey);
    const client = signIn({ credential: { kind: 'certificate', path } as never });
    const back = await bringBack(client, `ada.admin@${of.domain}`);
    expect(await client.identify(REDIRECT, back, secrets())).toMatchObject({ entraTenantId: of.entraTenantId });
  });

  // prettier-ignore
  it.each<[string, Parameters<ReturnType<typeof emulator>['fault']>[0]['answer']]>([
    ['a nonce of another sign-in',            { kind: 'idToken', claims: { nonce: 'nonce-2' } }],
    ['no nonce',                              { kind: 'idToken', claims: { nonce: null } }],
    ['a foreign issuer',                      { kind: 'idToken', claims: { iss: 'https://login.attacker.example/7d3c9e52-4b1f-4c86-9a0d-2f6e8b41c7a3/v2.0' } }],
    ['the issuer of another directory',       { kind: 'idToken', claims: { tid: '7d3c9e52-4b1f-4c86-9a0d-2f6e8b41c7a3' } }],
    ['a directory that is no GUID',           { kind: 'idToken', claims: { tid: '{tenantid}', iss: '{host}/{tenantid}/v2.0' } }],
    ['no directory',                          { kind: 'idToken', claims: { tid: null } }],
    ['no object id',                          { kind: 'idToken', claims: { oid: null } }],
    ['another application’s audience',        { kind: 'idToken', claims: { aud: '00000000-0000-0000-0000-000000000001' } }],
    ['an end that is long past',              { kind: 'idToken', claims: { exp: 1_700_000_000 } }],
    ['a beginning in the future',             { kind: 'idToken', claims: { nbf: 4_000_000_000 } }],
    ['version 1',                             { kind: 'idToken', claims: { ver: '1.0' } }],
    ['the signature of a key of nobody’s',    { kind: 'idToken', foreignKey: true }],
  ])('trusts no token with %s', async (_what, answer) => {
    const of = directory();
    const client = signIn();
    const back = await bringBack(client, `ada.admin@${of.domain}`);
    const text = JSON.stringify(answer).replace('{host}', emulator().authorityHost);
    emulator().fault({ host: 'login', answer: JSON.parse(text) });
    expect(await problemOf(client.identify(REDIRECT, back, secrets()))).toBe('notTrusted');
    expect(emulator().faults.list()).toEqual([]);
  });

  it('trusts no answer to another sign-in, and no code a second time', async () => {
    const of = directory();
    const client = signIn();
    const back = await bringBack(client, `ada.admin@${of.domain}`);
    expect(await problemOf(client.identify(REDIRECT, back, { ...secrets(), state: 'state-2' }))).toBe('notTrusted');
    expect(await problemOf(client.identify(REDIRECT, back.replace(/state=[^&]*/, ''), secrets()))).toBe('notTrusted');
    const other = { ...secrets(), codeVerifier: secrets(2).codeVerifier };
    expect(await problemOf(client.identify(REDIRECT, back, other))).toBe('notTrusted');
    expect(await problemOf(client.identify(REDIRECT, back, secrets()))).toBe('notTrusted'); // the code was shown before
    expect(await problemOf(client.identify(REDIRECT, '', secrets()))).toBe('notTrusted');
  });

  it.each([
    [65004, 'cancelled'],
    [90094, 'consentNeeded'],
    [50020, 'refused'],
  ])('says what AADSTS%d means at the sign-in page: %s', async (aadsts, problem) => {
    const of = directory();
    const client = signIn();
    emulator().fault({ host: 'login', path: '*/authorize', method: 'POST', answer: { kind: 'signIn', aadsts } });
    const back = await bringBack(client, `ada.admin@${of.domain}`);
    expect(await problemOf(client.identify(REDIRECT, back, secrets()))).toBe(problem);
  });

  it.each([
    ['our secret has expired', { kind: 'signIn', aadsts: 7000222 }, 'ownCredential'],
    ['Microsoft is in trouble', { kind: 'signIn', aadsts: 90033 }, 'unreachable'],
    ['Microsoft breaks off', { kind: 'reset' }, 'unreachable'],
    ['Microsoft answers with a page', { kind: 'html' }, 'unreachable'],
  ] as const)('says so when %s', async (_what, answer, problem) => {
    const of = directory();
    const client = signIn();
    const back = await bringBack(client, `ada.admin@${of.domain}`);
    emulator().fault({ host: 'login', path: '*/token', answer });
    expect(await problemOf(client.identify(REDIRECT, back, secrets()))).toBe(problem);
  });

  it('holds nothing of the answer in its errors', async () => {
    const of = directory();
    const client = signIn();
    const back = await bringBack(client, `ada.admin@${of.domain}`);
    emulator().fault({ host: 'login', answer: { kind: 'idToken', claims: { nonce: 'x' } } });
    const err = await client.identify(REDIRECT, back, secrets()).catch((caught: unknown) => caught);
    expect(JSON.stringify(err, Object.getOwnPropertyNames(err))).not.toMatch(/ada|eyJ|code=/i);
    expect(err).not.toHaveProperty('cause');
  });
});

describe('the metadata of the sign-in host', () => {
  async function addressBy(reply: Reply): Promise<string> {
    await using host = await startScriptedHost(() => reply);
    return await problemOf(signIn({ authorityHost: host.origin }).address(REDIRECT, secrets()));
  }
  const good = {
    issuer: 'https://sts.example/{tenantid}/v2.0',
    authorization_endpoint: 'https://login.example/organizations/oauth2/v2.0/authorize',
    token_endpoint: 'https://login.example/organizations/oauth2/v2.0/token',
    jwks_uri: 'https://login.example/keys',
  };

  it.each([
    ['names https', {}, 'nothing'],
    ['names http on the loopback', { authorization_endpoint: 'http://localhost:1/authorize' }, 'nothing'],
    ['names http elsewhere', { authorization_endpoint: 'http://login.example/authorize' }, 'metadataNotTrusted'],
    ['names a script', { authorization_endpoint: 'javascript:alert(1)' }, 'metadataNotTrusted'],
    ['names no place', { authorization_endpoint: undefined }, 'metadataNotTrusted'],
    ['has one issuer for all', { issuer: 'https://sts.example/v2.0' }, 'metadataNotTrusted'],
  ])('that %s leads browsers there or nowhere', async (_what, changes, problem) => {
    expect(await addressBy({ json: { ...good, ...changes } })).toBe(problem);
  });

  it.each([
    ['is away', { status: 503, json: {} }],
    ['is a page', { text: '<html>' }],
    ['leads elsewhere', { status: 302, json: {}, headers: { location: 'https://login.example/' } }],
  ])('that %s is no metadata, and is asked for again the next time', async (_what, reply) => {
    await using host = await startScriptedHost(() => reply);
    const client = signIn({ authorityHost: host.origin });
    expect(await problemOf(client.address(REDIRECT, secrets()))).toBe('unreachable');
    host.script = () => ({ json: good });
    expect(await problemOf(client.address(REDIRECT, secrets()))).toBe('nothing');
    expect(await problemOf(client.address(REDIRECT, secrets()))).toBe('nothing');
    expect(host.seen).toHaveLength(2);
    expect(host.seen[0]?.url).toBe('/organizations/v2.0/.well-known/openid-configuration');
  });

  it.each([
    ['https://login.example/', true],
    ['http://127.0.0.1:9445/x', true],
    ['http://[::1]/x', true],
    ['http://localhost.attacker.example/', false],
    ['https://login.microsoftonline.com@attacker.example/', false],
    ['', false],
  ])('may lead browsers to %s: %s', (address, may) => {
    expect(mayLeadBrowsers(address)).toBe(may);
  });
});
