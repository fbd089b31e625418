import { describe, expect, it } from 'vitest';
import { useEmulator } from '../started-emulator.ts';
import { answerPage } from './browser.ts';

const emulator = useEmulator();
const ADMIN = [{ properties: { displayName: 'Ada Admin' }, roles: ['globalAdministrator' as const] }];

describe('OpenID metadata', () => {
  it('names endpoints of this host, and sends browsers to plain HTTP on the loopback', async () => {
    const { entraTenantId } = emulator().addDirectory({ name: 'Metadata' });
    const { authorityHost, controlUrl } = emulator();
    const response = await fetch(`${authorityHost}/${entraTenantId}/v2.0/.well-known/openid-configuration`);
    expect(await response.json()).toMatchObject({
      issuer: `${authorityHost}/${entraTenantId}/v2.0`,
      token_endpoint: `${authorityHost}/${entraTenantId}/oauth2/v2.0/token`,
      jwks_uri: `${authorityHost}/${entraTenantId}/discovery/v2.0/keys`,
      authorization_endpoint: `${controlUrl}/${entraTenantId}/oauth2/v2.0/authorize`,
      end_session_endpoint: `${controlUrl}/${entraTenantId}/oauth2/v2.0/logout`,
    });
  });

  it('of all directories has a placeholder in the issuer, as Entra’s has', async () => {
    const { authorityHost } = emulator();
    const response = await fetch(`${authorityHost}/organizations/v2.0/.well-known/openid-configuration`);
    expect(await response.json()).toMatchObject({ issuer: `${authorityHost}/{tenantid}/v2.0` });
  });

  it('is found by the domain of a directory too, and says its id', async () => {
    const { entraTenantId } = emulator().addDirectory({ name: 'By domain', domain: 'by-domain.example' });
    const { authorityHost } = emulator();
    const response = await fetch(`${authorityHost}/by-domain.example/v2.0/.well-known/openid-configuration`);
    expect(await response.json()).toMatchObject({ issuer: `${authorityHost}/${entraTenantId}/v2.0` });
  });

  it('knows this host as an authority', async () => {
    const { authorityHost } = emulator();
    const answer = await fetch(`${authorityHost}/common/discovery/instance?api-version=1.1`);
    expect(await answer.json()).toMatchObject({ metadata: [{ aliases: [new URL(authorityHost).host] }] });
  });
});

/** https://learn.microsoft.com/en-us/entra/identity-platform/v2-admin-consent */
describe('admin consent', () => {
  const REDIRECT = 'http://localhost:8080/link/callback?kept=1';

  async function consent(
    origin: string,
    tenant: string,
    changes: Readonly<Record<string, string>> = {},
    pressed: Readonly<Record<string, string>> = { answer: 'accept' },
  ) {
    const query = new URLSearchParams({
      client_id: emulator().clientId,
      redirect_uri: REDIRECT,
      scope: 'https://graph.microsoft.com/.default',
      state: 'a state',
      ...changes,
    });
    const { status, text, leadsTo } = await answerPage(
      `${origin}/${tenant}/v2.0/adminconsent?${query.toString()}`,
      pressed,
    );
    const answer = leadsTo === null ? null : Object.fromEntries(new URL(leadsTo).searchParams);
    return { status, text, answer };
  }

  it('is asked for on a page that names the permissions, and is not given by looking at it', async () => {
    const directory = emulator().addDirectory({ name: 'Looked at', consent: 'never', people: ADMIN });
    const query = new URLSearchParams({ client_id: emulator().clientId, redirect_uri: REDIRECT, state: '"><script>' });
    const address = `${emulator().controlUrl}/${directory.entraTenantId}/v2.0/adminconsent?${query.toString()}`;
    const page = await (await fetch(address)).text();
    expect(page).toMatch(/Looked at[\s\S]*User\.Read\.All[\s\S]*Ada Admin[\s\S]*Accept[\s\S]*Cancel/);
    expect(page).not.toContain('<script');
    expect(directory.consent).toBe('never');
  });

  it.each([
    ['is cancelled', { answer: 'cancel' }, 302],
    ['an employee would give', { answer: 'accept', person: 'emil@not-given.example' }, 400],
    ['somebody unknown would give', { answer: 'accept', person: 'nobody' }, 400],
  ])('that %s is not given', async (_what, pressed, status) => {
    const directory = emulator().addDirectory({
      name: `Not given ${_what}`,
      domain: `${status}-${'person' in pressed ? pressed.person.slice(0, 4) : ''}.example`,
      consent: 'never',
      people: [...ADMIN, { properties: { displayName: 'Emil', userPrincipalName: 'emil@not-given.example' } }],
    });
    const seen = await consent(emulator().controlUrl, directory.entraTenantId, {}, pressed);
    expect(seen.status).toBe(status);
    expect(seen.text + (seen.answer?.['error_description'] ?? '')).toContain(
      status === 302 ? 'AADSTS65004' : 'AADSTS90094',
    );
    expect(directory.consent).toBe('never');
  });

  it.each(['authorityHost', 'controlUrl'] as const)(
    'is given at %s, and leads back with directory and state',
    async (host) => {
      const directory = emulator().addDirectory({ name: `Consent ${host}`, consent: 'never', people: ADMIN });
      const { status, answer } = await consent(emulator()[host], directory.entraTenantId);
      expect(status).toBe(302);
      expect(answer).toEqual({
        kept: '1',
        admin_consent: 'True',
        tenant: directory.entraTenantId,
        scope: 'https://graph.microsoft.com/.default',
        state: 'a state',
      });
      expect(directory.consent).toBe('granted');
    },
  );

  it('spreads for as long as the directory’s behaviour says', async () => {
    const directory = emulator().addDirectory({
      name: 'Slow',
      consent: 'never',
      people: ADMIN,
      behaviour: { consentLagMs: 60_000 },
    });
    await consent(emulator().authorityHost, directory.entraTenantId);
    expect(directory.consentIsSpreading).toBe(true);
  });

  it('that is declined says admin_consent=True as well, with the error beside it, and gives nothing', async () => {
    const directory = emulator().addDirectory({ name: 'Declined', consent: 'never' });
    const { entraTenantId } = directory;
    emulator().fault({ entraTenantId, answer: { kind: 'signIn', aadsts: 65004 } });
    const { answer } = await consent(emulator().authorityHost, entraTenantId);
    expect(answer).toMatchObject({ admin_consent: 'True', error: 'access_denied', state: 'a state' });
    expect(answer?.['error_description']).toMatch(/^AADSTS65004: /);
    expect(answer).not.toHaveProperty('tenant');
    expect(directory.consent).toBe('never');
  });

  it.each([
    ['common', {}, '90002'],
    ['own', { client_id: 'another' }, '700016'],
    ['own', { redirect_uri: 'http://attacker.example/' }, '50011'],
    ['own', { redirect_uri: 'javascript:alert(1)' }, '50011'],
  ])('for %s with %o is refused on the spot: AADSTS%s', async (tenant, changes, number) => {
    const directory = emulator().addDirectory({
      name: `Refused ${number} ${JSON.stringify(changes)}`,
      consent: 'never',
    });
    const place = tenant === 'own' ? directory.entraTenantId : tenant;
    const { status, text } = await consent(emulator().authorityHost, place, changes);
    expect(status).toBe(400);
    expect(text).toContain(`AADSTS${number}`);
    expect(directory.consent).toBe('never');
  });

  it('does not switch an application on that was switched off', async () => {
    const directory = emulator().addDirectory({ name: 'Off', consent: 'disabled' });
    expect((await consent(emulator().authorityHost, directory.entraTenantId)).text).toContain('AADSTS7000112');
    expect(directory.consent).toBe('disabled');
  });
});
