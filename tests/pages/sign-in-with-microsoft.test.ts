import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EntraTenantId } from '../../sync/ids.ts';
import { link, openMicrosoftBench, returnOf, signedInAs, signInAs, upn, type MicrosoftBench } from './microsoft.ts';
import { operator, visitor } from './visitor.ts';

let bench: MicrosoftBench;
beforeAll(async () => {
  bench = await openMicrosoftBench();
});
afterAll(() => bench.close());

const tenants = () => bench.stage.asOwner<{ id: string; name: string }>('select id, name from tenants order by id');
const DAY = 24 * 3_600_000;

/** A tenant as an operator makes one, linked to that directory or to none. */
async function tenantOf(entraTenantId: string | null): Promise<string> {
  const { id } = await bench.stage.tenant({ status: entraTenantId === null ? 'unlinked' : 'active' });
  await bench.stage.asOwner('update tenants set entra_tenant_id = $2 where id = $1', [id, entraTenantId]);
  return id;
}
async function invitationTo(tenantId: string): Promise<string> {
  const { status, body } = await bench.ask(`POST /api/tenants/${tenantId}/invitations`);
  expect(status).toBe(201);
  return new URL(String(body['url'])).pathname;
}
const accept = (invitation: string) => `${invitation}/accept`;

describe('signing in with Microsoft', () => {
  test('opens a session that no script reads and no other site sends, and says who one is', async () => {
    const of = bench.directory();
    const browser = visitor(bench);
    const seen = await signInAs(browser, upn('ada.admin', of));
    expect([seen.status, seen.leadsTo]).toEqual([303, expect.stringMatching(/^\/tenants\/[^/]+\/integration$/)]);
    const cookie = seen.headers.getSetCookie().find((line) => line.startsWith('rollcall_session='));
    expect(cookie).toMatch(/HttpOnly/i);
    expect(cookie).toMatch(/SameSite=Lax/i);
    expect(cookie).toMatch(/Secure/i);
    expect(seen.headers.get('cache-control')).toBe('no-store');
    expect((await browser.get(seen.leadsTo ?? '')).html).toContain('Ada Admin');
    await browser.submit('/sign-out');
    expect((await browser.get(seen.leadsTo ?? '')).leadsTo).toMatch(/^\/sign-in/);
  });

  test('leads back to what was asked for, and to nothing of anybody else', async () => {
    const of = bench.directory();
    const { tenantId } = await signedInAs(bench, upn('ada.admin', of));
    const own = `/tenants/${tenantId}/integration/unlink`;
    for (const [back, leadsTo] of [
      [own, own],
      [`/tenants/${randomUUID()}/integration`, `/tenants/${tenantId}/integration`],
      ['https://evil.example/', `/tenants/${tenantId}/integration`],
      [`//evil.example/tenants/${tenantId}`, `/tenants/${tenantId}/integration`],
    ] as const) {
      const from = `/sign-in/microsoft?back=${encodeURIComponent(back)}`;
      expect((await signInAs(visitor(bench), upn('ada.admin', of), from)).leadsTo, back).toBe(leadsTo);
    }
  });

  test('stores nothing of what went along but digests', async () => {
    const browser = visitor(bench);
    const away = new URL((await browser.get('/sign-in/microsoft')).leadsTo ?? '');
    const [row] = await bench.stage.asOwner<{ text: string }>(
      `select string_agg(e::text, ' ') as text from expected_returns e`,
    );
    for (const name of ['state', 'nonce', 'code_challenge']) {
      const value = away.searchParams.get(name) ?? '';
      expect(value.length).toBeGreaterThan(40);
      expect(row?.text).not.toContain(value);
    }
  });

  test('takes another state, nonce and verifier along each time, all of them unlike', async () => {
    const browser = visitor(bench);
    const values = async () => {
      const { searchParams } = new URL((await browser.get('/sign-in/microsoft')).leadsTo ?? '');
      return ['state', 'nonce', 'code_challenge'].map((name) => searchParams.get(name));
    };
    expect(new Set([...(await values()), ...(await values())]).size).toBe(6);
  });

  test('logs no name, no address and nothing that came back', async () => {
    const of = bench.directory();
    bench.logged.length = 0;
    await signedInAs(bench, upn('ada.admin', of));
    expect(bench.logged.join()).toContain('"event":"admitted"');
    expect(bench.logged.join()).not.toMatch(/Ada|d\d+\.example|code=|state=|key_/);
  });
});

describe('an answer of the sign-in page is refused, and nobody signed in,', () => {
  type Forge = (back: string) => Promise<string> | string;
  const changed = (back: string, name: string, value: string | null): string => {
    const url = new URL(back, 'https://rollcall.test');
    if (value === null) url.searchParams.delete(name);
    else url.searchParams.set(name, value);
    return url.pathname + url.search;
  };
  const idToken = (claims: Record<string, string>) => () =>
    void bench.emulator.fault({ host: 'login', answer: { kind: 'idToken', claims } });

  // prettier-ignore
  test.each<[string, Forge, (() => void)?]>([
    ['without a state',                       (back) => changed(back, 'state', null)],
    ['with a state that nobody gave',         (back) => changed(back, 'state', 'key_x')],
    ['with the state of another browser',     async (back) => {
      const [, other] = [back, await returnOf(visitor(bench), upn('ada.admin', bench.directory()))];
      return other;
    }],
    ['without a code',                        (back) => changed(back, 'code', null)],
    ['with a code that nobody gave',          (back) => changed(back, 'code', '1.x')],
    ['with another sign-in’s code',           async (back) => {
      const other = await returnOf(visitor(bench), upn('ada.admin', bench.directory()));
      return changed(back, 'code', new URL(other, 'https://rollcall.test').searchParams.get('code'));
    }],
    ['with a nonce that is not ours',         (back) => back, idToken({ nonce: 'another' })],
    ['with the token of a foreign issuer',    (back) => back, idToken({ iss: 'https://sts.attacker.example/v2.0' })],
    ['with another directory in its token',   (back) => back, idToken({ tid: randomUUID() })],
    ['typed by hand',                         () => '/sign-in/callback?code=1.x&state=1'],
    ['empty',                                 () => '/sign-in/callback'],
  ])('%s', async (_what, forge, prepare) => {
    const browser = visitor(bench);
    const forged = await forge(await returnOf(browser, upn('ada.admin', bench.directory())));
    prepare?.();
    const before = await tenants();
    const seen = await browser.get(forged);
    expect([seen.status, browser.cookies.has('rollcall_session')]).toEqual([403, false]);
    expect(seen.html).toContain('Begin the sign-in anew.');
    expect(await tenants()).toEqual(before);
    expect(bench.emulator.faults.list()).toEqual([]);
  });

  test('a second time, in this browser and in any other', async () => {
    const browser = visitor(bench);
    const back = await returnOf(browser, upn('ada.admin', bench.directory()));
    expect((await browser.get(back)).status).toBe(303);
    expect((await browser.get(back)).status).toBe(403);
    expect((await visitor(bench).get(back)).status).toBe(403);
  });

  test('after ten minutes', async () => {
    const browser = visitor(bench);
    const back = await returnOf(browser, upn('ada.admin', bench.directory()));
    const later = visitor(bench, { now: () => new Date(Date.now() + 10 * 60_000 + 1000) });
    for (const [name, value] of browser.cookies) later.cookies.set(name, value);
    expect((await later.get(back)).status).toBe(403);
  });

  test.each([
    [65004, 403, 'The sign-in was cancelled at Microsoft.'],
    [90094, 403, 'lets only administrators allow a new application'],
    [90033, 503, 'Microsoft’s sign-in could not be reached'],
  ])('when Microsoft says AADSTS%d', async (aadsts, status, says) => {
    bench.emulator.fault({ host: 'login', method: 'POST', answer: { kind: 'signIn', aadsts } });
    const seen = await signInAs(visitor(bench), upn('ada.admin', bench.directory()));
    expect([seen.status, seen.html]).toEqual([status, expect.stringContaining(says)]);
  });
});

describe('who administers a tenant:', () => {
  test.each([
    ['ada.admin', 'a Global Administrator'],
    ['bo.admin', 'an Application Administrator'],
  ] as const)('%s, %s, may begin to link a directory that nobody knows', async (who, _role) => {
    const of = bench.directory();
    const first = await signedInAs(bench, upn(who, of));
    expect((await tenants()).find(({ id }) => id === first.tenantId)).toMatchObject({ name: of.domain });
    expect((await signedInAs(bench, upn(who, of))).tenantId).toBe(first.tenantId); // again, and not another one
  });

  test.each([
    ['of a directory that nobody knows', 'never', false, 'may not consent for it', 'Global Administrator'],
    ['of a directory that consented long ago', 'granted', false, 'may not consent for it', 'Global Administrator'],
    ['of a linked directory', 'granted', true, 'you are not one of its admins', 'for an invitation'],
  ] as const)('not an employee %s: the page says whom to ask', async (_what, consent, linked, says, ask) => {
    const of = bench.directory({ consent });
    if (linked) await tenantOf(of.entraTenantId);
    const before = await tenants();
    const browser = visitor(bench);
    const seen = await signInAs(browser, upn('emil.employee', of));
    expect([seen.status, browser.cookies.has('rollcall_session')]).toEqual([403, false]);
    expect(seen.html).toContain(says);
    expect(seen.html).toContain(ask);
    expect(await tenants()).toEqual(before);
  });

  test('not an administrator of a directory that somebody else has linked', async () => {
    const of = bench.directory();
    const first = await signedInAs(bench, upn('ada.admin', of));
    expect((await link(first, first.tenantId)).leadsTo).toContain('done=linked');
    const seen = await signInAs(visitor(bench), upn('bo.admin', of));
    expect([seen.status, seen.html]).toEqual([403, expect.stringContaining('you are not one of its admins')]);
  });

  test('whoever was invited, with or without a role, to their own directory and to one that is not linked', async () => {
    const of = bench.directory({ consent: 'granted' });
    const linked = await tenantOf(of.entraTenantId);
    const invitation = await invitationTo(linked);
    const page = await visitor(bench).get(invitation);
    expect([page.status, page.html]).toEqual([200, expect.stringContaining('Contoso')]);
    expect((await visitor(bench).get(invitation)).status).toBe(200); // looking at it does not use it up
    const browser = await signedInAs(bench, upn('emil.employee', of), accept(invitation));
    expect(browser.at).toBe(`/tenants/${linked}`);
    expect((await signedInAs(bench, upn('emil.employee', of))).tenantId).toBe(linked);
    const another = bench.directory();
    const waiting = await tenantOf(null);
    const joined = await signedInAs(bench, upn('emil.employee', another), accept(await invitationTo(waiting)));
    expect(joined.tenantId).toBe(waiting);
    expect((await joined.get(`/tenants/${linked}/integration`)).status).toBe(404);
  });

  test('nobody by an invitation that somebody else has used, who can use it again themselves', async () => {
    const of = bench.directory();
    const invitation = await invitationTo(await tenantOf(of.entraTenantId));
    const second = visitor(bench);
    const late = await returnOf(second, upn('bo.admin', of), accept(invitation)); // both signed in before one came back
    const again = visitor(bench);
    const own = await returnOf(again, upn('emil.employee', of), accept(invitation));
    const first = await signedInAs(bench, upn('emil.employee', of), accept(invitation));
    const seen = await second.get(late);
    expect([seen.status, seen.html]).toEqual([410, expect.stringContaining('This invitation was used')]);
    expect((await again.get(own)).leadsTo).toBe(first.at);
    for (const path of [invitation, accept(invitation)]) expect((await visitor(bench).get(path)).status).toBe(410);
  });

  test.each([
    [
      'that is over',
      async (id: string) =>
        void (await bench.stage.asOwner(
          `update invitations set expires_at = now() - interval '1 second' where tenant_id = $1`,
          [id],
        )),
    ],
    [
      'of a tenant that leaves',
      async (id: string) =>
        void (await bench.stage.asOwner(`update tenants set status = 'offboarding' where id = $1`, [id])),
    ],
    [
      'that was taken away',
      async (id: string) => void (await bench.stage.asOwner('delete from invitations where tenant_id = $1', [id])),
    ],
  ])('nobody by an invitation %s', async (_what, end) => {
    const of = bench.directory();
    const id = await tenantOf(of.entraTenantId);
    const invitation = await invitationTo(id);
    const browser = visitor(bench);
    const back = await returnOf(browser, upn('emil.employee', of), accept(invitation));
    await end(id);
    expect((await browser.get(back)).status).toBe(410);
    expect((await visitor(bench).get(invitation)).status).toBe(410);
  });

  test('nobody by the invitation of another directory, and it still holds afterwards', async () => {
    const [of, other] = [bench.directory(), bench.directory()];
    const invitation = await invitationTo(await tenantOf(of.entraTenantId));
    const seen = await signInAs(visitor(bench), upn('ada.admin', other), accept(invitation));
    expect([seen.status, seen.html]).toEqual([403, expect.stringContaining('somebody of another directory')]);
    await signedInAs(bench, upn('emil.employee', of), accept(invitation));
  });

  test('nobody of another directory than the admins of a tenant that is not linked: they could link theirs to it', async () => {
    const [of, other] = [bench.directory(), bench.directory()];
    const began = await signedInAs(bench, upn('ada.admin', of));
    const { html } = await began.submit(`/tenants/${began.tenantId}/invitations`);
    const url = /value="(https:[^"]+)"/.exec(html)?.[1] ?? '';
    const seen = await signInAs(visitor(bench), upn('ada.admin', other), accept(new URL(url).pathname));
    expect([seen.status, seen.html]).toEqual([403, expect.stringContaining('somebody of another directory')]);
    const colleague = await signedInAs(bench, upn('emil.employee', of), accept(new URL(url).pathname));
    expect(colleague.tenantId).toBe(began.tenantId);
  });

  test('nobody of a directory with a tenant by the invitation to a second one', async () => {
    const of = bench.directory();
    await tenantOf(of.entraTenantId);
    const seen = await signInAs(visitor(bench), upn('ada.admin', of), accept(await invitationTo(await tenantOf(null))));
    expect([seen.status, seen.html]).toEqual([403, expect.stringContaining('can have no second one')]);
  });

  test('nobody any more whose tenant was linked to another directory meanwhile', async () => {
    const [of, other] = [bench.directory(), bench.directory()];
    const id = await tenantOf(null);
    const browser = await signedInAs(bench, upn('emil.employee', of), accept(await invitationTo(id)));
    expect((await browser.get(`/tenants/${id}/integration`)).status).toBe(200);
    await bench.stage.asOwner('update tenants set entra_tenant_id = $2 where id = $1', [id, other.entraTenantId]);
    expect((await browser.get(`/tenants/${id}/integration`)).leadsTo).toMatch(/^\/sign-in/);
    expect((await signInAs(visitor(bench), upn('emil.employee', of))).status).toBe(403);
  });
});

describe('an invitation', () => {
  test('is made by admins and operators on their pages, shown once, and stored as a digest', async () => {
    const of = bench.directory();
    const id = await tenantOf(of.entraTenantId as EntraTenantId);
    const first = await signedInAs(bench, upn('ada.admin', of), accept(await invitationTo(id)));
    const key = await bench.tenantKey({ id: id as never });
    expect((await bench.ask(`POST /api/tenants/${id}/invitations`, { key })).status).toBe(201);
    for (const browser of [first, await operator(bench)]) {
      const { status, html } = await browser.submit(`/tenants/${id}/invitations`);
      expect(status).toBe(200);
      const url = /value="(https:\/\/rollcall\.test\/invitations\/[^"]+)"/.exec(html)?.[1] ?? '';
      expect((await visitor(bench).get(new URL(url).pathname)).status).toBe(200);
      const [row] = await bench.stage.asOwner<{ text: string }>(
        `select string_agg(i::text, ' ') as text from invitations i`,
      );
      expect(row?.text).not.toContain(url.slice(-40));
    }
    const { body } = await bench.ask(`POST /api/tenants/${id}/invitations`, { body: {} });
    expect(Date.parse(String(body['expiresAt'])) - Date.now()).toBeGreaterThan(6.9 * DAY);
  });

  test('is not made for a tenant that leaves', async () => {
    const { id } = await bench.stage.tenant({ status: 'offboarding' });
    expect(await bench.ask(`POST /api/tenants/${id}/invitations`)).toMatchObject({
      status: 409,
      body: { code: 'offboarding' },
    });
  });
});
