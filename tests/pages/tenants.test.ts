import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDirectoryBench, graphError, TENANT, type DirectoryBench } from '../api/scripted-directory.ts';
import { oid, persons } from '../db/stage.ts';
import { sync } from './company.ts';
import { operator, type Visitor } from './visitor.ts';

let bench: DirectoryBench;
let browser: Visitor;
beforeAll(async () => {
  bench = await openDirectoryBench();
  browser = await operator(bench);
});
afterAll(() => bench.close());

const named = (id: string, name: string) =>
  bench.stage.asOwner('update tenants set name = $2 where id = $1', [id, name]);

test('the list says of each tenant how it is, and leads to the next ones', async () => {
  for (let n = 0; n < 26; n++) await bench.stage.tenant({ status: n === 0 ? 'unlinked' : 'paused' });
  const first = await browser.get('/tenants');
  expect(first.html).toContain('Not linked to a directory yet.');
  expect(first.html.match(/Paused: nothing is synced/g)).toHaveLength(24);
  const [, next = ''] = /href="(\/tenants\?after=[^"]+)"/.exec(first.html) ?? [];
  const second = await browser.get(next);
  expect(second.html.match(/Paused: nothing is synced/g)).toHaveLength(1);
  expect(second.html).not.toContain('href="/tenants?after=');
});

test('whoever does something to a tenant comes back to the place in the list where it stands', async () => {
  const own = await openDirectoryBench();
  try {
    const seen = await operator(own);
    for (let n = 0; n < 26; n++) await own.stage.tenant({ status: 'paused' });
    const [, next = ''] = /href="(\/tenants\?after=[^"]+)"/.exec((await seen.get('/tenants')).html) ?? [];
    const { html } = await seen.get(next);
    expect([...html.matchAll(/name="back" value="([^"]*)"/g)].map(([, back]) => back)).toContain(next);
    const [, action = ''] = /action="(\/tenants\/[^"]+\/resume)"/.exec(html) ?? [];
    expect((await seen.submit(action, { back: next })).leadsTo).toBe(`${next}&done=resume`);
  } finally {
    await own.close();
  }
});

test('the list shows on wish only those that need somebody, and says so where there are none', async () => {
  const own = await openDirectoryBench();
  try {
    const seen = await operator(own);
    expect((await seen.get('/tenants?show=needAttention')).html).toContain('No tenant needs attention.');
    const { id } = await own.stage.tenant();
    await own.stage.asOwner(
      `update tenants set name = 'Fabrikam', status = 'needsAttention', attention_code = 'consentWithdrawn' where id = $1`,
      [id],
    );
    const { html } = await seen.get('/tenants?show=needAttention');
    expect(html).toContain('Fabrikam');
    expect(html).toContain('Need attention 1');
    expect((await seen.get('/tenants?show=wait')).html).not.toContain('Fabrikam');
    expect((await seen.get('/tenants?show=nonsense')).html).toContain('Fabrikam');
  } finally {
    await own.close();
  }
});

test('a name is text, whatever it holds', async () => {
  const names = ['<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', '\u202egro.evil'];
  const ids: string[] = [];
  for (const name of names) {
    const { id } = await bench.stage.tenant();
    await named(id, name);
    ids.push(id);
  }
  const { items } = (await bench.ask('GET /api/tenants?limit=1000')).body;
  const before = items.findIndex(({ id }) => id === ids[0]) - 1;
  const { next } = (await bench.ask(`GET /api/tenants?limit=${before + 1}`)).body;
  for (const path of [`/tenants?after=${next}`, ...ids.map((id) => `/tenants/${id}/off-board`)]) {
    const { html } = await browser.get(path);
    expect(html).not.toMatch(/<script>|<img/);
  }
  expect((await browser.get(`/tenants/${ids[0]}/off-board`)).html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
});

test('the list tells how many people a clean-up that waits would remove', async () => {
  const own = await openDirectoryBench();
  try {
    const tenant = await own.stage.tenant();
    const runId = await tenant.open();
    await own.stage.asOwner(`update sync_runs set state = 'held' where tenant_id = $1`, [tenant.id]);
    for (const [n, proof] of [1, 1, 2].entries()) {
      await own.stage.asOwner(
        `insert into planned_removals (tenant_id, run_id, entra_object_id, employee_id, reason, proof) values ($1, $2, $3, $3, 4, $4)`,
        [tenant.id, runId, oid(n + 1), proof],
      );
    }
    const { html } = await (await operator(own)).get('/tenants');
    expect(html).toContain('Waiting for you: 2 people would be removed.');
  } finally {
    await own.close();
  }
});

test('the list follows each 15 seconds, and where no script runs while something goes on', async () => {
  const own = await openDirectoryBench();
  try {
    const tenant = await own.stage.tenant();
    await sync(tenant, persons(1, 2));
    const seen = await operator(own);
    const idle = (await seen.get('/tenants?done=sync')).html;
    expect(idle).toContain('<div id="tenants" hx-get="/tenants" hx-trigger="every 15s"');
    expect(idle).not.toContain('http-equiv="refresh"');
    await tenant.open();
    const { html } = await seen.get('/tenants?show=areStale');
    expect(html).toContain('hx-get="/tenants?show=areStale"');
    expect(html).not.toContain('http-equiv="refresh"'); // what goes on is not shown here
    expect((await seen.get('/tenants')).html).toContain(
      '<noscript><meta http-equiv="refresh" content="15;url=/tenants"',
    );
  } finally {
    await own.close();
  }
});

describe('an operator', () => {
  test('pauses and resumes a tenant, and asks for a sync, each told to its workflow', async () => {
    const { id } = await bench.stage.tenant();
    for (const verb of ['sync', 'pause', 'resume']) {
      const seen = await browser.submit(`/tenants/${id}/${verb}`, { back: '/tenants' });
      expect([seen.status, seen.leadsTo]).toEqual([303, `/tenants?done=${verb}`]);
      expect((await browser.get(seen.leadsTo ?? '')).html).toContain('role="status"');
    }
    expect((await bench.signals(id)).map(({ name }) => name)).toEqual(['syncNow', 'pause', 'resume']);
    await bench.workflow(id).terminate();
  });

  test('asks for a full sync where that is wanted', async () => {
    const { id } = await bench.stage.tenant();
    await browser.submit(`/tenants/${id}/sync`, { back: '/tenants', full: 'yes' });
    await browser.submit(`/tenants/${id}/sync`, { back: '/tenants' });
    expect((await bench.signals(id)).map(({ input }) => input)).toMatchObject([{ full: true }, { full: false }]);
    await bench.workflow(id).terminate();
  });

  test('pausing twice is harmless, and what a state does not allow is said on a page', async () => {
    const paused = await bench.stage.tenant({ status: 'paused' });
    expect((await browser.submit(`/tenants/${paused.id}/pause`)).status).toBe(303);
    const refused = await browser.submit(`/tenants/${paused.id}/sync`);
    expect(refused.status).toBe(409);
    expect(refused.html).toContain('This tenant is paused: resume it first.');
    await bench.workflow(paused.id).terminate();
  });

  test('off-boards a tenant only by typing its name', async () => {
    const tenant = await bench.stage.tenant();
    await tenant.page(await tenant.open(), persons(1, 3));
    const { html } = await browser.get(`/tenants/${tenant.id}/off-board`);
    expect(html).toMatch(/Erase \d+ people and off-board/);
    const wrong = await browser.submit(`/tenants/${tenant.id}/off-board`, { name: 'contoso' });
    expect([wrong.status, (await tenant.row()).status]).toEqual([422, 'active']);
    expect(wrong.html).toContain('This is not its name. Nothing was done.');
    const right = await browser.submit(`/tenants/${tenant.id}/off-board`, { name: 'Contoso' });
    expect([right.leadsTo, (await tenant.row()).status]).toEqual(['/tenants?done=offboard', 'offboarding']);
    expect((await browser.submit(`/tenants/${tenant.id}/off-board`, { name: 'Contoso' })).status).toBe(303);
    await bench.workflow(tenant.id).terminate();
  });

  test('onboards a tenant that waits for its admin', async () => {
    const seen = await browser.submit('/tenants/new', { name: 'Fabrikam', directory: '' });
    expect(seen.leadsTo).toBe('/tenants?done=waitsForAdmin');
    const { items } = (await bench.ask('GET /api/tenants?limit=1000')).body;
    expect(items).toContainEqual(expect.objectContaining({ name: 'Fabrikam', status: 'unlinked' }));
  });

  test('sees each check when a directory cannot be onboarded, and what was written', async () => {
    bench.override = ({ url }) => (url.includes('/users') ? graphError(403, 'Authorization_RequestDenied') : undefined);
    const seen = await browser.submit('/tenants/new', { name: 'Contoso & Co', directory: TENANT });
    bench.override = undefined;
    expect(seen.status).toBe(422);
    expect(seen.html).toContain('Nothing was onboarded.');
    expect(seen.html).toContain('Passed: ');
    expect(seen.html).toContain('Failed: ');
    expect(seen.html).toContain('User.Read.All');
    expect(seen.html).toContain('value="Contoso &amp; Co"');
  });

  test.each([
    [{ name: ' ', directory: '' }, 'Write a name of at most 200 characters.'],
    [{ name: 'Contoso', directory: 'contoso.example' }, 'Write the directory (tenant) id as Entra shows it: a GUID.'],
  ])('is told which line of the form is wrong: %o', async (fields, message) => {
    const seen = await browser.submit('/tenants/new', fields);
    expect(seen.status).toBe(422);
    expect(seen.html).toContain(message);
  });

  test('onboards a directory, whose first sync starts by itself, and not twice', async () => {
    const seen = await browser.submit('/tenants/new', { name: 'Contoso', directory: TENANT.toUpperCase() });
    expect(seen.leadsTo).toBe('/tenants?done=onboarded');
    const { items } = (await bench.ask('GET /api/tenants?limit=1000')).body;
    const made = items.find(({ entraTenantId }) => entraTenantId === TENANT);
    expect(made).toMatchObject({ status: 'active' });
    await bench.workflow(String(made?.['id'])).terminate();
    const again = await browser.submit('/tenants/new', { name: 'Contoso', directory: TENANT });
    expect(again.status).toBe(409);
    expect(again.html).toContain('A tenant is linked to this directory already.');
  });

  test.each(['contoso', randomUUID()])('finds nothing where there is no tenant: %s', async (id) => {
    expect((await browser.get(`/tenants/${id}/off-board`)).status).toBe(404);
    expect((await browser.submit(`/tenants/${id}/pause`)).status).toBe(404);
  });
});
