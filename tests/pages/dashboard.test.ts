import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { saveIntegration } from '../../db/integration-settings.ts';
import { TENANT_STATUSES } from '../../sync/run.ts';
import { deadTemporal, openBench, type Bench } from '../api/bench.ts';
import { oid, type TestTenant } from '../db/stage.ts';
import { settingsWith } from '../sync/entra-people.ts';
import { isBusy } from '../../api/pages/dashboard/live-part.tsx';
import { end, HOSTILE, hold, member, members, pastRuns, sync } from './company.ts';
import { admin, operator, visitor, type Visitor } from './visitor.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

const everybody = [
  ...members(1, 20),
  ...HOSTILE.map((displayName, n) => member(31 + n, { displayName })),
  member(41, { accountEnabled: false }),
  member(42, { properties: { department: 'Sales' }, mail: null }),
];

async function company(): Promise<{ tenant: TestTenant; browser: Visitor; path: string }> {
  const tenant = await bench.stage.tenant({ cleanUp: { enabled: true } });
  await sync(tenant, everybody);
  return { tenant, browser: await admin(bench, tenant.id), path: `/tenants/${tenant.id}` };
}
const leaving = [1, 2, 3, 4].map((n) => [oid(n), n === 1 ? 'disabled' : 'deleted'] as const);

describe('the dashboard', () => {
  test.each(TENANT_STATUSES)('of a tenant that is %s offers what can be done, and nothing else', async (status) => {
    const tenant = await bench.stage.tenant({ status });
    const { html } = await (await admin(bench, tenant.id)).get(`/tenants/${tenant.id}`);
    const syncing = status === 'active' || status === 'needsAttention';
    expect(html.includes('>Sync Now</button>')).toBe(syncing);
    expect(html.includes('>Resume</button>')).toBe(status === 'paused');
    const leads = status === 'unlinked' || status === 'linked' || status === 'needsAttention';
    expect(new RegExp(`<a class="btn[^"]*" href="/tenants/${tenant.id}/integration"`).test(html)).toBe(leads);
    expect(html).toMatch(/<p class="sentence/);
    expect(html).toContain('No runs yet.');
    expect(html.match(/<h1/g)).toHaveLength(1);
  });

  test('shows runs and who is left out to everybody, and Temporal to operators only', async () => {
    const { browser, path, tenant } = await company();
    const { html } = await browser.get(path);
    expect(html).toContain('In step. 23 people');
    expect(html).toContain(`href="${path}/not-imported/disabled">1 disabled</a>`);
    expect(html).toContain('1 no e-mail');
    expect(html).toContain('People in the directory from ');
    expect(html).not.toMatch(/temporal/i);
    const seen = await (await operator(bench)).get(path);
    expect(seen.html).toContain(`http://temporal.test/namespaces/default/workflows/tenant-sync%2F${tenant.id}`);
    expect(seen.html).toContain(`sync-run%2F${tenant.id}%2F1`);
  });

  test('filters runs by outcome, and pages them', async () => {
    const tenant = await bench.stage.tenant();
    await pastRuns(bench.stage, tenant);
    const browser = await admin(bench, tenant.id);
    const failed = await browser.get(`/tenants/${tenant.id}?state=failed`);
    expect(failed.html).toContain('80. Incremental run');
    expect(failed.html).not.toContain('79. Incremental');
    const [, next = ''] =
      /rel="next" href="([^"#]+)#runs"/.exec((await browser.get(`/tenants/${tenant.id}`)).html) ?? [];
    const second = await browser.get(next.replaceAll('&amp;', '&'));
    expect(second.html).toContain('74. Incremental run');
    expect(second.html).not.toContain('75. Full run');
    expect((await browser.get(`/tenants/${tenant.id}?state=held`)).html).toContain('There are no such runs.');
  });

  test('follows the run that answers Sync Now, as a part of the page that is asked for again', async () => {
    const { tenant, browser, path } = await company();
    const asked = await browser.submit(`${path}/sync`, { back: path });
    const request = new URL(asked.leadsTo ?? '', 'http://x').searchParams.get('request') ?? '';
    expect(asked.leadsTo).toBe(`${path}?done=sync&request=${request}`);
    const waits = await browser.get(asked.leadsTo ?? '');
    expect(waits.html).toContain('it starts in a moment');
    expect(waits.html).toMatch(/hx-get="[^"]+live\?request=[^"]+" hx-trigger="every 1s"/);
    expect(waits.html).toContain('<noscript><meta http-equiv="refresh" content="5;url=/tenants/');

    const runId = await tenant.open({ trigger: 'manual', requestIds: [request] });
    await tenant.page(runId, everybody.slice(0, 10), { last: false });
    const live = `${path}/live?request=${request}&since=1`;
    const part = await browser.get(live);
    expect(part.html).toContain('10 people read');
    expect(part.html).not.toMatch(/<html|<h1|id="evidence"/);
    await end(tenant, runId, { outcome: 'succeeded', now: new Date() });
    const done = await browser.get(live);
    expect(done.html).toContain('<p class="alert alert-success">Done. Run 2: Succeeded. Nothing had changed.');
    expect(done.html).toMatch(/id="evidence" hx-swap-oob="outerHTML"/);
    expect((await browser.get(`${path}/live?since=2`)).html).not.toContain('Done.');
  });

  test('says of a run that failed that it failed, not that all is done, and offers the way to its cure', async () => {
    const { tenant, browser, path } = await company();
    const request = randomUUID();
    const runId = await tenant.open({ trigger: 'manual', requestIds: [request] });
    const code = 'consentWithdrawn';
    await end(tenant, runId, { outcome: 'failed', code, now: new Date() });
    const { html } = await browser.get(`${path}/live?request=${request}&since=1`);
    expect(html).toMatch(/<p class="alert alert-danger">Run 2: Failed\. This directory no longer knows Rollcall/);
    expect(html).toMatch(/id="buttons" hx-swap-oob="outerHTML">.*Open Integration/);
  });

  test('looks again at once for a run that began while the page was read', () => {
    const nothingGoes = { state: { kind: 'inStep' }, standing: { running: undefined } } as const;
    expect(isBusy({ ...nothingGoes, request: 'begun' })).toBe(true);
    expect(isBusy({ ...nothingGoes, request: 'ended' })).toBe(false);
  });

  test('looks every second for the first run, which starts by itself', async () => {
    const { id } = await bench.stage.tenant();
    const browser = await admin(bench, id);
    const { html } = await browser.get(`/tenants/${id}`);
    expect(html).toContain('The first sync starts in a moment.');
    expect(html).toContain('hx-trigger="every 1s"');
  });

  test('says that Sync Now waits while Temporal is away, and nothing of a request that nobody made', async () => {
    const { tenant, path } = await company();
    const away = deadTemporal();
    try {
      const browser = await operator(bench, { sync: away.sync });
      const asked = await browser.submit(`${path}/sync`, { back: path });
      expect((await browser.get(asked.leadsTo ?? '')).html).toContain('waits for Temporal');
      const { html } = await browser.get(`${path}?request=${tenant.id}`);
      expect(html).not.toContain('asked for');
      expect(html).toContain('hx-trigger="every 15s"');
    } finally {
      await away.close();
    }
  });

  test('a part that is asked for after the session has ended leads the whole page to the sign-in', async () => {
    const { path } = await company();
    const seen = await visitor(bench).get(`${path}/live`, { 'hx-request': 'true' });
    expect([seen.headers.get('hx-redirect'), seen.html]).toEqual(['/sign-in', '']);
  });
});

describe('a clean-up that waits', () => {
  test('shows who would leave and why, searched, as text', async () => {
    const { tenant, browser, path } = await company();
    const hostile = HOSTILE.map((_, n) => [oid(31 + n), 'deleted'] as const);
    const runId = await hold(bench.stage, tenant, everybody, [...leaving, ...hostile]);
    const { html } = await browser.get(path);
    expect(html).toContain('7 of 23 people (30.4 %) would be removed.');
    expect(html).toContain('more than 10 % or 500 people');
    expect(html).toContain('6: deleted in Entra · 1: the account is disabled');
    const list = await browser.get(`${path}/runs/${runId}/leaving`);
    expect(list.html.match(/<th scope="row"/g)).toHaveLength(7);
    expect(list.html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(list.html).not.toMatch(/<script>|<img/);
    const found = await browser.get(`${path}/runs/${runId}/leaving?query=person1@`);
    expect(found.html.match(/<th scope="row"/g)).toHaveLength(1);
    expect((await browser.get(`${path}/runs/${runId}/leaving?query=person1%00@`)).status).toBe(200);
    expect((await browser.get(`${path}/runs/${runId}/leaving?query=nobody`)).html).toContain('Nobody on this list has');
  });

  test('is approved after being asked once; again is harmless, and the other answer is refused', async () => {
    const { tenant, browser, path } = await company();
    const runId = await hold(bench.stage, tenant, everybody, leaving);
    const run = `${path}/runs/${runId}`;
    const asks = await browser.get(`${run}/approve`);
    expect(asks.html).toContain('Remove 4 people?');
    expect(asks.html).toContain('can be restored for 30 days.');
    for (let time = 0; time < 2; time++) {
      expect((await browser.submit(`${run}/approve`)).leadsTo).toBe(`${path}?done=approve&approved=${runId}`);
    }
    expect((await bench.signals(tenant.id)).map(({ name }) => name)).toEqual(['approveCleanUp']);
    const approved = await browser.get(`${path}?done=approve&approved=${runId}`);
    expect(approved.html).toContain('Approved. Each person is asked for once more');
    expect(approved.html).toContain('The clean-up was approved: it starts in a moment.');
    expect(approved.html).toContain('hx-trigger="every 1s"');
    const cleanUp = await tenant.open({ trigger: 'approval', approves: runId });
    await end(tenant, cleanUp, { outcome: 'succeeded', now: new Date() });
    const { html } = await browser.get(`${path}/live?approved=${runId}&since=${runId}`);
    expect(html).toContain(`<p class="alert alert-success">Done. Run ${cleanUp}: Succeeded.`);
    expect(html).toContain('hx-trigger="every 15s"');
    expect((await browser.submit(`${run}/reject`)).status).toBe(409);
    expect((await browser.get(`${run}/approve`)).html).toContain('Nothing to approve');
    await bench.workflow(tenant.id).terminate();
  });

  test('is rejected, and nobody is removed', async () => {
    const { tenant, browser, path } = await company();
    const runId = await hold(bench.stage, tenant, everybody, leaving);
    expect((await browser.submit(`${path}/runs/${runId}/reject`)).leadsTo).toBe(`${path}?done=reject`);
    expect((await tenant.run(runId)).decision).toBe('rejected');
    expect((await browser.get(path)).html).toContain('In step. 23 people');
    expect((await browser.get(`${path}/runs/${runId}`)).html).toContain('were rejected: nobody was removed');
  });

  test('nothing is decided by a form of another page', async () => {
    const { tenant, browser, path } = await company();
    const runId = await hold(bench.stage, tenant, everybody, leaving);
    const elsewhere = { origin: 'https://evil.example' };
    for (const verb of ['approve', 'reject']) {
      expect((await browser.submit(`${path}/runs/${runId}/${verb}`, {}, elsewhere)).status).toBe(403);
      expect((await browser.submit(`${path}/runs/${runId}/${verb}`, { formToken: 'x' })).status).toBe(403);
    }
    expect((await tenant.run(runId)).decision).toBeNull();
  });
});

describe('a run', () => {
  test('tells what it did person by person, before and after, by action', async () => {
    const { tenant, browser, path } = await company();
    const runId = await tenant.open({ trigger: 'manual' });
    await tenant.page(runId, [
      ...everybody.slice(1),
      member(1, { properties: { jobTitle: '<b>Boss</b>' } }),
      member(50),
    ]);
    await end(tenant, runId, { outcome: 'succeeded', now: new Date() });
    const { html } = await browser.get(`${path}/runs/${runId}?action=update`);
    expect(html).toContain('Succeeded. 1 new, 1 changed.');
    expect(html).toContain('by Sync Now');
    expect(html).toMatch(/Account Manager<\/span> <span aria-hidden="true">→<\/span>/);
    expect(html).toContain('&lt;b&gt;Boss&lt;/b&gt;');
    expect(html.match(/<th scope="row"/g)).toHaveLength(1);
    expect((await browser.get(`${path}/runs/${runId}?action=skip`)).html).toContain(oid(41));
    expect(html).not.toMatch(/temporal/i);
    expect((await (await operator(bench)).get(`${path}/runs/${runId}`)).html).toContain('Open in Temporal');
  });

  test('that failed says why and what to do, and is retried by a button', async () => {
    const { tenant, browser, path } = await company();
    const runId = await tenant.open();
    await end(tenant, runId, { outcome: 'failed', code: 'permissionMissing', detail: 'abc-123', now: new Date() });
    const { html } = await browser.get(`${path}/runs/${runId}`);
    expect(html).toContain('Failed. Rollcall may not read people in this directory');
    expect(html).toContain('User.Read.All');
    expect(html).toContain('abc-123');
    const seen = await browser.submit(`${path}/runs/${runId}/retry`);
    expect(seen.leadsTo).toMatch(new RegExp(`^${path}\\?done=retry&request=`));
    expect(await bench.signals(tenant.id)).toMatchObject([{ input: { trigger: 'retry' } }]);
    expect((await browser.submit(`${path}/runs/1/retry`)).status).toBe(409);
    await bench.workflow(tenant.id).terminate();
  });

  test.each(['0', 'x', '999', '1/leaving/x'])('%s is not there', async (runId) => {
    const { browser, path } = await company();
    expect((await browser.get(`${path}/runs/${runId}`)).status).toBe(404);
  });
});

describe('a rule that leaves people out', () => {
  test('is told as it is set, with whom it leaves out', async () => {
    const tenant = await bench.stage.tenant();
    await tenant.inTransaction((tx) =>
      saveIntegration(tenant.id, tx, 2, settingsWith({ filters: { odata: `department ne '<script>'` } })),
    );
    await sync(tenant, [...everybody, member(51, { properties: { department: '<script>' } })]);
    const browser = await admin(bench, tenant.id);
    const { html } = await browser.get(`/tenants/${tenant.id}/not-imported/odata`);
    expect(html).toContain('Not imported: 1 outside the OData filter');
    expect(html).toContain('In words: Department is not');
    expect(html).toContain(oid(51));
    expect(html).not.toContain('<script>');
  });

  test.each([
    ['disabled', 'Their account is disabled in Entra'],
    ['noEmail', 'ProxyAddresses array (primary SMTP), Mail, Other (Alternative) email array'],
    ['serviceAccount', 'svc-*'],
    ['guest', 'Nobody is left out for this reason now.'],
  ])('%s', async (reason, text) => {
    const { browser, path } = await company();
    expect((await browser.get(`${path}/not-imported/${reason}`)).html).toContain(text);
  });

  test('a rule that is none is not there', async () => {
    const { browser, path } = await company();
    expect((await browser.get(`${path}/not-imported/height`)).status).toBe(404);
  });
});
