import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { filled, formOf } from './form-of.ts';
import {
  consentReturnOf,
  link,
  openMicrosoftBench,
  signedInAs,
  signInAs,
  upn,
  type MicrosoftBench,
} from './microsoft.ts';
import { operator, visitor, type Visitor } from './visitor.ts';

let bench: MicrosoftBench;
beforeAll(async () => {
  bench = await openMicrosoftBench();
});
afterAll(() => bench.close());

const tenant = async (id: string) => (await bench.ask(`GET /api/tenants/${id}`)).body;
const changed = (back: string, values: Readonly<Record<string, string | null>>): string => {
  const url = new URL(back, 'https://rollcall.test');
  for (const [name, value] of Object.entries(values)) {
    if (value === null) url.searchParams.delete(name);
    else url.searchParams.set(name, value);
  }
  return url.pathname + url.search;
};

describe('linking the account', () => {
  test('asks for consent, probes, fills Tenant Name by itself, and the tenant is linked', async () => {
    const of = bench.directory({ name: 'Fernhill & Sons' });
    const browser = await signedInAs(bench, upn('ada.admin', of));
    expect((await browser.get(browser.at)).html).toMatch(/User\.Read\.All[\s\S]*Link Entra ID account/);
    const away = new URL((await browser.get(`${browser.at}/link`)).leadsTo ?? '');
    expect(away.origin + away.pathname).toBe(`${bench.emulator.controlUrl}/${of.entraTenantId}/v2.0/adminconsent`);
    const seen = await link(browser, browser.tenantId);
    expect(seen.leadsTo).toBe(`${browser.at}?done=linked`);
    const page = (await browser.get(seen.leadsTo ?? '')).html;
    expect(page).toMatch(/Tenant Name[\s\S]*Fernhill &amp; Sons/);
    expect(page).toContain(of.entraTenantId);
    expect(page).toContain('by <span class="value">Ada Admin</span>');
    expect(await tenant(browser.tenantId)).toMatchObject({
      status: 'linked',
      name: 'Fernhill & Sons',
      entraTenantId: of.entraTenantId,
    });
    expect((await signedInAs(bench, upn('ada.admin', of))).tenantId).toBe(browser.tenantId);
  });

  test('keeps the name that an operator gave', async () => {
    const of = bench.directory();
    const { body } = await bench.ask('POST /api/tenants', { body: { name: 'As the operator says' } });
    const made = await bench.ask(`POST /api/tenants/${body.id}/invitations`);
    const { pathname } = new URL(String(made.body['url']));
    const browser = await signedInAs(bench, upn('ada.admin', of), `${pathname}/accept`);
    await link(browser, body.id);
    expect(await tenant(body.id)).toMatchObject({ status: 'linked', name: 'As the operator says' });
    expect((await browser.get(browser.at)).html).toContain(of.name);
  });

  test('waits for a consent that is not yet spread, says so, and goes on by itself', async () => {
    const of = bench.directory({ behaviour: { consentLagMs: 60_000 } });
    const browser = await signedInAs(bench, upn('ada.admin', of));
    const { leadsTo } = await browser.get(await consentReturnOf(browser, browser.tenantId));
    for (let asked = 0; asked < 2; asked++) {
      const waiting = await browser.get(leadsTo ?? '');
      expect([waiting.status, waiting.html]).toEqual([200, expect.stringContaining('Waiting for Microsoft')]);
      expect(waiting.html).toMatch(/<noscript><meta http-equiv="refresh" content="3;url=\/tenants\//);
    }
    expect(await tenant(browser.tenantId)).toMatchObject({ status: 'unlinked' });
    bench.emulator.clock.advance(61_000);
    const told = await browser.get(leadsTo ?? '', { 'HX-Request': 'true' });
    expect([told.status, told.headers.get('hx-redirect')]).toEqual([200, `${browser.at}?done=linked`]);
    expect((await browser.get(leadsTo ?? '')).leadsTo).toBe(browser.at); // it waits no more
    bench.emulator.clock.reset();
  });

  test('says at once what waiting does not cure', async () => {
    const of = bench.directory();
    const browser = await signedInAs(bench, upn('ada.admin', of));
    const { leadsTo } = await browser.get(await consentReturnOf(browser, browser.tenantId));
    bench.emulator.fault({ host: 'graph', times: 2, answer: { kind: 'otherOrganization' } });
    const told = await browser.get(leadsTo ?? '', { 'HX-Request': 'true' });
    expect(told.headers.get('hx-redirect')).toBe(leadsTo);
    const seen = await browser.get(leadsTo ?? '');
    expect([seen.status, seen.html]).toEqual([403, expect.stringContaining('is not the one this tenant is linked to')]);
    expect(await tenant(browser.tenantId)).toMatchObject({ status: 'unlinked' });
  });

  test('is refused to the second of two tenants of one directory', async () => {
    const of = bench.directory();
    const first = await signedInAs(bench, upn('ada.admin', of));
    const second = await signedInAs(bench, upn('bo.admin', of));
    const late = await second.get(await consentReturnOf(second, second.tenantId));
    expect((await link(first, first.tenantId)).leadsTo).toContain('done=linked');
    for (const path of [`${second.at}/link`, late.leadsTo ?? '']) {
      const seen = await second.get(path);
      expect([seen.status, seen.html]).toEqual([403, expect.stringContaining('Another tenant is linked')]);
    }
    expect(await tenant(second.tenantId)).toMatchObject({ status: 'unlinked', entraTenantId: null });
  });

  test('is for admins: an operator is told to invite one', async () => {
    const { id } = await bench.stage.tenant({ status: 'unlinked' });
    const seen = await (await operator(bench)).get(`/tenants/${id}/integration/link`);
    expect([seen.status, seen.html]).toEqual([403, expect.stringContaining('Invite one')]);
  });
});

describe('a forged consent links nothing:', () => {
  // prettier-ignore
  test.each<[string, (back: string, other: string) => string]>([
    ['no state',                          (back) => changed(back, { state: null })],
    ['a state that nobody gave',          (back) => changed(back, { state: 'key_x' })],
    ['a redirect typed by hand',          (_, other) => `/consent/callback?admin_consent=True&tenant=${other}`],
    ['an empty redirect',                 () => '/consent/callback'],
    ['no admin_consent',                  (back) => changed(back, { admin_consent: null })],
    ['admin_consent=False',               (back) => changed(back, { admin_consent: 'False' })],
  ])('%s', async (_what, forge) => {
    const [of, other] = [bench.directory(), bench.directory({ consent: 'granted' })];
    const browser = await signedInAs(bench, upn('ada.admin', of));
    const back = await consentReturnOf(browser, browser.tenantId);
    const seen = await browser.get(forge(back, other.entraTenantId));
    expect([seen.status, seen.html]).toEqual([403, expect.stringContaining('Nothing was changed.')]);
    expect(await tenant(browser.tenantId)).toMatchObject({ status: 'unlinked', entraTenantId: null });
  });

  test('another directory’s id in the redirect is used for nothing', async () => {
    const [of, other] = [bench.directory(), bench.directory({ consent: 'granted' })];
    const browser = await signedInAs(bench, upn('ada.admin', of));
    const back = changed(await consentReturnOf(browser, browser.tenantId), { tenant: other.entraTenantId });
    of.setConsent('never'); // nobody of the own directory has really consented
    const { leadsTo } = await browser.get(back);
    expect((await browser.get(leadsTo ?? '')).html).toContain('Waiting for Microsoft');
    expect(await tenant(browser.tenantId)).toMatchObject({ status: 'unlinked', entraTenantId: null });
    of.setConsent('granted');
    expect((await browser.get(leadsTo ?? '')).leadsTo).toContain('done=linked');
    expect(await tenant(browser.tenantId)).toMatchObject({ status: 'linked', entraTenantId: of.entraTenantId });
  });

  test('a state is good once, for ten minutes, in its own session', async () => {
    const of = bench.directory();
    const browser = await signedInAs(bench, upn('ada.admin', of));
    const used = await consentReturnOf(browser, browser.tenantId);
    expect((await browser.get(used)).status).toBe(303);
    expect((await browser.get(used)).status).toBe(403);

    const old = await consentReturnOf(browser, browser.tenantId);
    const later = visitor(bench, { now: () => new Date(Date.now() + 10 * 60_000 + 1000) });
    for (const [name, value] of browser.cookies) later.cookies.set(name, value);
    expect((await later.get(old)).status).toBe(403);

    const others = await consentReturnOf(browser, browser.tenantId);
    const second = await signedInAs(bench, upn('bo.admin', bench.directory()));
    expect((await second.get(others)).status).toBe(403);
    expect((await visitor(bench).get(others)).leadsTo).toMatch(/^\/sign-in/);
    const again = await signedInAs(bench, upn('ada.admin', of)); // the same person in another browser
    expect((await again.get(others)).status).toBe(403);
    for (const id of [browser.tenantId, second.tenantId]) {
      expect(await tenant(id)).toMatchObject({ status: 'unlinked' });
    }
  });

  test('a sign-in’s state is none of a consent, and a consent’s none of a sign-in', async () => {
    const browser = await signedInAs(bench, upn('ada.admin', bench.directory()));
    const consent = new URL((await browser.get(`${browser.at}/link`)).leadsTo ?? '').searchParams.get('state');
    const signIn = new URL((await browser.get('/sign-in/microsoft')).leadsTo ?? '').searchParams.get('state');
    expect((await browser.get(`/consent/callback?admin_consent=True&state=${signIn}`)).status).toBe(403);
    expect((await browser.get(`/sign-in/callback?code=1.x&state=${consent}`)).status).toBe(403);
    const linking = `${browser.at}/linking?link=${consent}`;
    expect((await browser.get(linking)).leadsTo).toBe(browser.at);
  });

  test('an employee who was invited cannot link a directory that consented before: a role has to', async () => {
    const of = bench.directory({ consent: 'granted' });
    const { body } = await bench.ask('POST /api/tenants', { body: { name: 'Waits' } });
    const made = await bench.ask(`POST /api/tenants/${body.id}/invitations`);
    const from = `${new URL(String(made.body['url'])).pathname}/accept`;
    const browser = await signedInAs(bench, upn('emil.employee', of), from);
    expect((await browser.get(browser.at)).html).toContain('Invite somebody whose account may');
    const seen = await browser.get(`${browser.at}/link`);
    expect([seen.status, seen.html]).toEqual([403, expect.stringContaining('may not consent for your directory')]);
    for (const path of [`/consent/callback?admin_consent=True&state=x`, `${browser.at}/linking?link=x`]) {
      await browser.get(path);
    }
    expect(await tenant(body.id)).toMatchObject({ status: 'unlinked', entraTenantId: null });
  });

  test.each([
    ['is declined', { answer: 'cancel' }, 'The permissions were not accepted at Microsoft (AADSTS65004)'],
    ['says admin_consent=True beside an error', undefined, 'Microsoft did not take the consent (AADSTS90094)'],
  ])('a consent that %s', async (_what, pressed, says) => {
    const browser = await signedInAs(bench, upn('ada.admin', bench.directory()));
    if (pressed === undefined) {
      const answer = { kind: 'signIn', aadsts: 90094, error: 'consent_required' } as const;
      bench.emulator.fault({ host: 'login', path: '*/adminconsent', method: 'POST', answer });
    }
    const back = await consentReturnOf(browser, browser.tenantId, pressed);
    expect(back).toContain('admin_consent=True');
    const seen = await browser.get(back);
    expect([seen.status, seen.html]).toEqual([403, expect.stringContaining(says)]);
    expect(seen.html).toContain(`<a href="${browser.at}">Open Integration</a>`);
    expect(await tenant(browser.tenantId)).toMatchObject({ status: 'unlinked', entraTenantId: null });
  });

  test('an error of the older form, without state and tenant, is understood too', async () => {
    const browser = await signedInAs(bench, upn('ada.admin', bench.directory()));
    const seen = await browser.get('/consent/callback?error=permission_denied&admin_consent=True');
    expect([seen.status, seen.html]).toEqual([403, expect.stringContaining('were not accepted at Microsoft')]);
  });
});

describe('unlinking', () => {
  test('asks once, stops the sync, keeps the people and the directory, and can be undone by linking again', async () => {
    const of = bench.directory();
    const browser = await signedInAs(bench, upn('ada.admin', of));
    const { tenantId: id, at } = browser;
    await link(browser, id);
    expect((await browser.get(`${at}/unlink`)).html).toContain('0 people');
    const settings = await bench.ask(`GET /api/tenants/${id}/integration`);
    const { version: _, ...body } = settings.body;
    await bench.ask(`PUT /api/tenants/${id}/integration`, { body, headers: { 'if-match': '"1"' } });
    expect(await tenant(id)).toMatchObject({ status: 'active' });
    expect((await bench.workflow(id).describe()).status.name).toBe('RUNNING');

    await browser.get(`${at}/unlink`);
    expect((await browser.submit(`${at}/unlink`)).leadsTo).toBe(`${at}?done=unlink`);
    expect(await tenant(id)).toMatchObject({ status: 'unlinked', entraTenantId: of.entraTenantId });
    expect(await bench.unsent(id)).toEqual([]);
    const history = await bench.workflow(id).fetchHistory();
    expect(JSON.stringify(history.events)).toContain('workflowExecutionCancelRequestedEventAttributes');
    expect((await bench.ask(`POST /api/tenants/${id}/sync`)).status).toBe(409);
    expect((await browser.get(`${at}?done=unlink`)).html).toContain('The same directory can be linked again.');

    const taken = await bench.ask('POST /api/tenants', { body: { name: 'x', entraTenantId: of.entraTenantId } });
    expect(taken).toMatchObject({ status: 409, body: { code: 'directoryTaken' } });
    expect((await link(browser, id)).leadsTo).toContain('done=linked');
    expect(await tenant(id)).toMatchObject({ status: 'linked' });
  });

  test('over the API says 202, is safe to repeat, and needs no directory', async () => {
    const { id } = await bench.stage.tenant();
    for (let twice = 0; twice < 2; twice++) {
      const answer = await bench.ask(`DELETE /api/tenants/${id}/link`);
      expect(answer).toMatchObject({ status: 202, body: { status: 'unlinked' } });
    }
    const leaving = await bench.stage.tenant({ status: 'offboarding' });
    expect((await bench.ask(`DELETE /api/tenants/${leaving.id}/link`)).status).toBe(409);
  });

  test('linking again refuses another directory', async () => {
    const [of, other] = [bench.directory(), bench.directory()];
    const browser = await signedInAs(bench, upn('ada.admin', of));
    await link(browser, browser.tenantId);
    await bench.ask(`DELETE /api/tenants/${browser.tenantId}/link`);
    const invited = await bench.ask(`POST /api/tenants/${browser.tenantId}/invitations`);
    const from = `${new URL(String(invited.body['url'])).pathname}/accept`;
    const seen = await signInAs(visitor(bench), upn('ada.admin', other), from);
    expect([seen.status, seen.html]).toEqual([403, expect.stringContaining('somebody of another directory')]);
    expect(await tenant(browser.tenantId)).toMatchObject({ entraTenantId: of.entraTenantId });
  });

  test('linking again while it syncs leaves it syncing, and after trouble the sync goes on at once', async () => {
    const of = bench.directory();
    const browser = await signedInAs(bench, upn('ada.admin', of));
    const { tenantId: id } = browser;
    await link(browser, id);
    for (const [status, messages] of [
      ['paused', []],
      ['active', []],
      ['needsAttention', ['syncNow']],
    ] as const) {
      await bench.stage.asOwner(`update tenants set status = $2, attention_code = 'consentWithdrawn' where id = $1`, [
        id,
        status,
      ]);
      const before = (await bench.signals(id)).length;
      expect((await link(browser, id)).leadsTo).toContain('done=linked');
      expect(await tenant(id)).toMatchObject({ status });
      expect((await bench.signals(id)).slice(before).map(({ name }) => name)).toEqual(messages);
    }
  });
});

describe('Check Connectivity on the page', () => {
  const check = async (browser: Visitor & { readonly at: string }) => {
    const { html } = await browser.get(browser.at);
    return browser.submit(browser.at, filled(formOf(html, 'settings'), { do: 'check' }));
  };

  test('shows what works and what to do about the rest', async () => {
    const of = bench.directory();
    const browser = await signedInAs(bench, upn('ada.admin', of));
    await link(browser, browser.tenantId);
    expect((await check(browser)).html).toContain(`The directory is ${of.name}.`);
    of.setConsent('withdrawn');
    bench.emulator.fault({ host: 'graph', times: null, answer: { kind: 'identityNotFound' } });
    expect((await check(browser)).html).toContain('can link the account again.');
    bench.emulator.faults.clear();
  });

  test('of a tenant that is not linked says so', async () => {
    const seen = await check(await signedInAs(bench, upn('ada.admin', bench.directory())));
    expect([seen.status, seen.html]).toEqual([
      200,
      expect.stringContaining('This tenant is not linked to a directory.'),
    ]);
  });
});

test('an id that is no tenant of ours is not found', async () => {
  const browser = await signedInAs(bench, upn('ada.admin', bench.directory()));
  for (const path of ['', '/link', '/linking', '/unlink']) {
    expect((await browser.get(`/tenants/${randomUUID()}/integration${path}`)).status).toBe(404);
  }
});
