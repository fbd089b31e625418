import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openMicrosoftBench, type MicrosoftBench } from './microsoft.ts';
import { admin, type Visitor } from './visitor.ts';
import { openWhyStage, type WhyStage } from './why-stage.ts';

let bench: MicrosoftBench;
let stage: WhyStage;
let browser: Visitor;
beforeAll(async () => {
  bench = await openMicrosoftBench();
  stage = await openWhyStage(bench);
  browser = await admin(bench, stage.tenant.id);
});
afterAll(() => bench.close());

const path = (rest = '') => `/tenants/${stage.tenant.id}/why${rest}`;
const ask = async (who: string) => (await browser.submit(path(), { who })).html;
const headline = (html: string) => /<strong class="value">([^<]*)<\/strong>/.exec(html)?.[1];
const textOf = (html: string) => html.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');

describe('the answer comes first', () => {
  test.each([
    ['Adele Vance', 'Imported: passes every rule.'],
    ['Adele\u0000Vance', 'Imported: passes every rule.'],
    ['adele@fernhill.example', '2 people fit. Which one?'],
    ['Dora', 'Not imported: the account is disabled.'],
    ['gita@fernhill.example', 'Not imported: is a guest, and guests are left out.'],
    ['Backup Service', 'Not imported: is a service account, and these are left out.'],
    ['Nobody Mail', 'Not imported: no source that is switched on gives a valid address.'],
    ['Twin of', 'Imported as a duplicate: Adele Vance holds the address.'],
    ['Two Alike', 'Not imported yet: passes every rule.'],
    ['Two', '2 people fit. Which one?'],
    ['no-such@fernhill.example', 'Nobody in Entra has this object id, address or name.'],
    [randomUUID(), 'Nobody in Entra has this object id, address or name.'],
  ])('of %s: %s', async (who, answer) => {
    expect(headline(await ask(who))).toBe(answer);
  });

  test('with what would have to change, and then the steps, each with its mark', async () => {
    const html = await ask('dora@fernhill.example');
    const text = textOf(html);
    expect(text).toContain(
      'Turning off “leave out disabled accounts”, or enabling the account in Entra, would import them as dora@fernhill.example, a person.',
    );
    const steps = [...html.matchAll(/<li class="list-group-item">([\s\S]*?)<\/li>/g)].map(([, item = '']) =>
      textOf(item),
    );
    expect(steps[0]).toContain('Passed: In Entra Found in Entra: Dora Disabled, with the user principal name dora@');
    expect(steps.find((step) => step.includes('E-mail'))).toContain(
      'Passed: E-mail The address is dora@fernhill.example, from ProxyAddresses array (primary SMTP), so this person passes.',
    );
    expect(steps.find((step) => step.includes('Disabled accounts'))).toContain(
      '✗ Not passed: Disabled accounts Disabled accounts are left out: this one is disabled in Entra, so this person does not pass.',
    );
    expect(steps.find((step) => step.includes('Rooms'))).toMatch(
      /\? Unknown: Rooms Rooms are left out: .* The permission MailboxSettings\.Read or Place\.Read\.All would tell\./,
    );
    expect(steps.at(-1)).toMatch(/✗ Not passed: Last run Run 1 left this person out: the account is disabled\./);
    expect(html).toContain(`href="/tenants/${stage.tenant.id}/runs/1"`);
  });

  test('and every change that it names imports the person, once it is done', async () => {
    expect(headline(await ask('gita@fernhill.example'))).toContain('Not imported');
    const settings = await bench.ask(`GET /api/tenants/${stage.tenant.id}/integration`);
    const { version, ...saved } = settings.body as unknown as { version: number; filters: object };
    const save = (filters: object, at: number) =>
      bench.ask(`PUT /api/tenants/${stage.tenant.id}/integration`, {
        body: { ...saved, filters: { ...saved.filters, ...filters } },
        headers: { 'if-match': `"${at}"` },
      });
    expect(
      (await save({ includeGuests: true, includeDisabled: true, excludeServiceAccounts: false }, version)).status,
    ).toBe(200);
    for (const who of ['gita', 'dora', 'svc-backup']) {
      expect(headline(await ask(`${who}@fernhill.example`))).toBe('Not imported yet: passes every rule.');
    }
    expect((await save({}, version + 1)).status).toBe(200);
  });

  test('of somebody deleted, by address or object id, with what the last run did', async () => {
    const id = stage.idOf('left');
    stage.of.leave('left@fernhill.example');
    for (const who of ['LEFT@fernhill.example', id]) {
      const html = await ask(who);
      expect(headline(html)).toBe('Not imported: deleted in Entra.');
      expect(textOf(html)).toContain('The next run asks for the person once more');
      expect(textOf(html)).toContain('Run 1 found that this person passed every rule.');
    }
    stage.of.restore(id);
  });

  test('and that Entra cannot be asked is one too, with the box still there', async () => {
    bench.emulator.fault({
      path: '/v1.0/users',
      answer: { kind: 'status', status: 403, code: 'Authorization_RequestDenied' },
    });
    const html = await ask('adele@fernhill.example');
    expect(headline(html)).toBe('Entra could not be asked.');
    expect(html).toContain('id="who"');
    bench.emulator.faults.clear();
  });
});

test('whoever is one of several is chosen by object id, which alone an address holds', async () => {
  const html = await ask('Two');
  const links = [...html.matchAll(/href="([^"]*why\?person=[^"]*)"/g)].map(([, link = '']) => link);
  expect(links).toHaveLength(2);
  expect(headline((await browser.get(links[0] ?? '')).html)).toBe('Not imported yet: passes every rule.');
  expect(bench.logged.join('')).not.toMatch(/Two|adele|Dora|fernhill\.example/);
});

test('an address with a name in it looks nobody up', async () => {
  const asked = bench.emulator.requests.total;
  for (const query of ['?who=Dora', '?person=Dora', '?user=dora@fernhill.example']) {
    const { html } = await browser.get(path(query));
    expect(headline(html)).toBeUndefined();
    expect(html).not.toContain('Dora');
  }
  expect(bench.emulator.requests.total).toBe(asked);
});

test('names that do harm are text', async () => {
  const hostile = await ask('hostile@fernhill.example');
  expect(hostile).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  expect(hostile).not.toContain('<script>alert');
  expect(await ask('rtl@fernhill.example')).toMatch(/<span class="value">\u202Egro\.evil\u2066<\/span>/);
  expect(await ask('<script>alert(2)</script>')).not.toContain('<script>alert');
});

describe('the kind by hand', () => {
  const say = (name: string, kind: string) =>
    browser.submit(`/tenants/${stage.tenant.id}/people/${stage.idOf(name)}/kind`, { kind });

  test('makes a person of somebody who was none, at once and twice, and is given back', async () => {
    for (let times = 0; times < 2; times += 1) {
      const seen = await say('svc-backup', 'person');
      expect([seen.status, seen.leadsTo]).toEqual([303, `${path()}?done=kind&person=${stage.idOf('svc-backup')}`]);
      const { html } = await browser.get(seen.leadsTo ?? '');
      expect(headline(html)).toBe('Imported: passes every rule.');
      expect(html).toContain('A person: a person said so, whatever Entra says.');
      expect(html).toContain('Leave it to Entra again');
    }
    const { html } = await browser.get(`/tenants/${stage.tenant.id}/employees?query=svc-backup`);
    expect(html).toContain('svc-backup@fernhill.example');
    const back = await browser.get((await say('svc-backup', 'entra')).leadsTo ?? '');
    expect(headline(back.html)).toBe('Not imported: is a service account, and these are left out.');
  });

  test('removes an employee whom it makes a room', async () => {
    await say('ada.admin', 'room');
    expect(headline((await browser.get(path(`?person=${stage.idOf('ada.admin')}`))).html)).toBe(
      'Not imported: is a room, and rooms are left out.',
    );
    await say('ada.admin', 'entra');
  });

  test('is none of our words: refused', async () => {
    expect((await say('adele', 'robot')).status).toBe(400);
  });
});

test('Why? is led to from the frame, from whoever is left out, and from a person’s page', async () => {
  const tenant = `/tenants/${stage.tenant.id}`;
  expect((await browser.get(tenant)).html).toContain(`<a href="${tenant}/why">Why?</a>`);
  const { html } = await browser.get(`${tenant}/not-imported/disabled`);
  expect(html).toContain(`href="${tenant}/why?person=${stage.idOf('dora')}"`);
  const [{ id } = { id: '' }] = await bench.stage.asOwner<{ id: string }>(
    'select id from employees where entra_object_id = $1',
    [stage.idOf('adele')],
  );
  const page = (await browser.get(`${tenant}/employees/${id}`)).html;
  expect(page).toContain(`href="${tenant}/why?person=${stage.idOf('adele')}"`);
  const part = await browser.get(`${tenant}/people/${stage.idOf('adele')}/why`, { 'HX-Request': 'true' });
  expect(part.html).not.toContain('<html');
  expect(headline(part.html)).toBe('Imported: passes every rule.');
});

test('a value that was set by hand is given back, and is what Entra says then', async () => {
  const [{ id } = { id: '' }] = await bench.stage.asOwner<{ id: string }>(
    'select id from employees where entra_object_id = $1',
    [stage.idOf('adele')],
  );
  const employee = `/tenants/${stage.tenant.id}/employees/${id}`;
  stage.of.change(stage.idOf('adele'), { properties: { jobTitle: 'Head of Sales' } });
  await browser.submit(`${employee}/values/jobTitle`, { value: 'Countess' });
  expect(textOf((await browser.get(employee)).html)).toContain('Countess · set by hand');
  for (let times = 0; times < 2; times += 1) {
    const seen = await browser.submit(`${employee}/values/jobTitle/give-back`);
    expect([seen.status, seen.leadsTo]).toEqual([303, `${employee}?done=valueGivenBack`]);
  }
  expect(textOf((await browser.get(employee)).html)).toContain('Head of Sales · jobTitle');
});

test('before a directory is linked the page says so', async () => {
  const { id } = await bench.stage.tenant({ status: 'unlinked' });
  const other = await admin(bench, id);
  await other.get(`/tenants/${id}/why`);
  const { html } = await other.submit(`/tenants/${id}/why`, { who: 'ada' });
  expect(html).toContain('not linked');
});

describe('domain and permissions', () => {
  test('are asked for when the account is looked at, and a missing one says what it would give', async () => {
    const tenant = `/tenants/${stage.tenant.id}`;
    expect((await browser.get(`${tenant}/integration`)).html).toContain(`hx-get="${tenant}/integration/permissions"`);
    const { html } = await browser.get(`${tenant}/integration/permissions`);
    const text = textOf(html);
    expect(text).toContain('Domain: fernhill.example');
    expect(text).toContain('User.Read.All granted');
    expect(text).toMatch(/Place\.Read\.All not granted, and optional Tells rooms/);
  });
});
