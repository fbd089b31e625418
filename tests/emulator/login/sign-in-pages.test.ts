import { createRemoteJWKSet, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import type { Directory } from '../../../emulator/directory/directory.ts';
import { useEmulator } from '../started-emulator.ts';
import { answerPage, authorizeAddress } from './browser.ts';

const emulator = useEmulator();
const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'; // of RFC 7636, appendix B
const REDIRECT = 'http://localhost:8080/sign-in/callback';

let made = 0;
const directory = (): Directory =>
  emulator().addDirectory({
    name: `Signing in ${++made}`,
    people: [
      { properties: { displayName: 'Ada Admin' }, roles: ['cloudApplicationAdministrator'] },
      { properties: { displayName: 'Emil Employee' } },
      { properties: { displayName: 'Dora Disabled', accountEnabled: false } },
      { properties: { displayName: 'Gil Guest', userType: 'Guest' } },
    ],
  });
const upn = (who: string, { domain }: Directory): string => `${who}@${domain}`;

/** A code as the browser brings it back. */
async function codeOf(of: Directory, who = 'ada.admin', changes: Readonly<Record<string, string>> = {}) {
  const { leadsTo } = await answerPage(authorizeAddress(emulator(), changes), { person: upn(who, of) });
  return new URL(leadsTo ?? '').searchParams.get('code') ?? '';
}

async function redeem(
  code: string,
  changes: Readonly<Record<string, string | undefined>> = {},
  tenant = 'organizations',
) {
  const { clientId, clientSecret, authorityHost } = emulator();
  const form = {
    grant_type: 'authorization_code',
    client_id: clientId,
    client_secret: clientSecret,
    code,
    redirect_uri: REDIRECT,
    code_verifier: VERIFIER,
    ...changes,
  };
  const body = new URLSearchParams(Object.entries(form).flatMap(([name, value]) => (value ? [[name, value]] : [])));
  const response = await fetch(`${authorityHost}/${tenant}/oauth2/v2.0/token`, { method: 'POST', body });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

/** https://learn.microsoft.com/en-us/entra/identity-platform/v2-oauth2-auth-code-flow */
describe('the sign-in page', () => {
  it('offers people, administrators first, on plain HTTP, and finds the others by name', async () => {
    const of = directory();
    const page = await (await fetch(authorizeAddress(emulator(), {}, of.entraTenantId))).text();
    expect(page).toMatch(/Ada Admin[\s\S]*administrator[\s\S]*Emil Employee[\s\S]*employee/);
    const found = await (await fetch(`${authorizeAddress(emulator(), {}, of.entraTenantId)}&text=emil`)).text();
    expect(found).not.toContain('Ada Admin');
    expect(found).toContain('Emil Employee');
  });

  it('shows a name as text', async () => {
    const of = emulator().addDirectory({
      name: '<img src=x>',
      people: [{ properties: { displayName: '<script>alert(1)</script>' } }],
    });
    const page = await (await fetch(authorizeAddress(emulator(), { state: '"><b>' }, of.entraTenantId))).text();
    expect(page).not.toMatch(/<script|<img|<b>/);
  });

  it('leads back with code and state, whichever directory the address names', async () => {
    const of = directory();
    for (const tenant of ['organizations', 'common', of.entraTenantId, of.domain]) {
      const address = authorizeAddress(emulator(), {}, tenant);
      const { status, leadsTo } = await answerPage(address, { person: upn('ada.admin', of) });
      const { origin, pathname, searchParams } = new URL(leadsTo ?? '');
      expect([status, origin + pathname, searchParams.get('state')]).toEqual([302, REDIRECT, 'a state']);
      expect(searchParams.get('code')?.length).toBeGreaterThan(40);
    }
  });

  it.each([
    ['another application', { client_id: 'another' }, 700016],
    ['an address that is none', { redirect_uri: 'javascript:alert(1)' }, 50011],
    ['plain HTTP elsewhere', { redirect_uri: 'http://attacker.example/' }, 50011],
    ['an address with a fragment', { redirect_uri: `${REDIRECT}#x` }, 50011],
  ])('says on the spot what is wrong with %s', async (_what, changes, number) => {
    const response = await fetch(authorizeAddress(emulator(), changes), { redirect: 'manual' });
    expect([response.status, await response.text()]).toEqual([400, expect.stringContaining(`AADSTS${number}`)]);
  });

  it.each([
    ['another response type', { response_type: 'token' }, 'unsupported_response_type', 700054],
    ['no PKCE', { code_challenge: undefined }, 'invalid_request', 9002325],
    ['PKCE in plain text', { code_challenge_method: 'plain' }, 'invalid_request', 9002325],
    ['no openid', { scope: 'profile' }, 'invalid_request', 90023],
  ])('leads back with the error of %s', async (_what, changes, error, number) => {
    const response = await fetch(authorizeAddress(emulator(), changes), { redirect: 'manual' });
    const { searchParams } = new URL(response.headers.get('location') ?? '');
    expect([searchParams.get('error'), searchParams.get('state')]).toEqual([error, 'a state']);
    expect(searchParams.get('error_description')).toContain(`AADSTS${number}`);
  });

  it.each([
    ['who is not there', { person: 'nobody@nowhere.example' }, 400, 'AADSTS50034'],
    ['whose account is disabled', { person: 'dora.disabled' }, 400, 'AADSTS50057'],
    ['who cancels', { answer: 'cancel' }, 302, 'AADSTS65004'],
  ])('gives no code to somebody %s', async (_what, answer, status, says) => {
    const of = directory();
    const person = 'person' in answer && !answer.person.includes('@') ? { person: upn(answer.person, of) } : answer;
    const seen = await answerPage(authorizeAddress(emulator()), person as Record<string, string>);
    expect(seen.status).toBe(status);
    expect(seen.text + decodeURIComponent(seen.leadsTo ?? '')).toContain(says);
    expect(seen.leadsTo ?? '').not.toContain('code=');
  });
});

describe('a code', () => {
  it.each([
    ['ada.admin', ['158c047a-c907-4556-b7ef-446551a6b5f7', 'b79fbf4d-3ef9-4689-8143-76b194e85509']],
    ['emil.employee', ['b79fbf4d-3ef9-4689-8143-76b194e85509']],
    ['gil.guest', undefined],
  ])('of %s is redeemed for a signed ID token of the directory, with roles in wids', async (who, wids) => {
    const of = directory();
    const { status, body } = await redeem(await codeOf(of, who));
    expect([status, body['token_type']]).toEqual([200, 'Bearer']);
    const keys = createRemoteJWKSet(new URL(`${emulator().authorityHost}/organizations/discovery/v2.0/keys`));
    const { payload, protectedHeader } = await jwtVerify(String(body['id_token']), keys, {
      issuer: `${emulator().authorityHost}/${of.entraTenantId}/v2.0`,
      audience: emulator().clientId,
    });
    expect(protectedHeader.alg).toBe('RS256');
    expect(payload).toMatchObject({
      tid: of.entraTenantId,
      oid: of.show(upn(who, of)).id,
      nonce: 'a nonce',
      ver: '2.0',
      preferred_username: upn(who, of),
    });
    expect(payload['wids']).toEqual(wids);
  });

  it('is redeemed once, and the second who shows it is refused: AADSTS54005', async () => {
    const code = await codeOf(directory());
    expect((await redeem(code)).status).toBe(200);
    expect((await redeem(code)).body).toMatchObject({ error: 'invalid_grant', error_codes: [54005] });
  });

  it.each([
    ['one that nobody gave', { code: '1.nobody' }, 70000],
    ['another redirect address', { redirect_uri: 'http://localhost:8080/elsewhere' }, 500112],
    ['no verifier', { code_verifier: undefined }, 9002325],
    ['another verifier', { code_verifier: 'x'.repeat(43) }, 501481],
    ['a wrong secret', { client_secret: 'x' }, 7000215],
    ['another application', { client_id: 'another' }, 700016],
  ])('is not redeemed with %s: AADSTS', async (_what, changes, number) => {
    expect((await redeem(await codeOf(directory()), changes)).body).toMatchObject({ error_codes: [number] });
  });

  it('is not redeemed by another directory, nor after ten minutes', async () => {
    const code = await codeOf(directory());
    expect((await redeem(code, {}, directory().entraTenantId)).body).toMatchObject({ error_codes: [700005] });
    const late = await codeOf(directory());
    emulator().clock.advance(10 * 60_000 + 1_000);
    expect((await redeem(late)).body).toMatchObject({ error_codes: [70008] });
    emulator().clock.reset();
  });
});
