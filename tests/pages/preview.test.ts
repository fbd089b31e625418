import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunEnd } from '../../db/close-run.ts';
import { saveFields } from '../../db/field-versions.ts';
import { FAILURES } from '../../sync/failure.ts';
import { DEFAULT_FIELDS } from '../../sync/field.schema.ts';
import { previewSentence } from '../../api/pages/preview/preview-words.ts';
import type { RunCounts } from '../../sync/run.ts';
import { openBench, type Bench } from '../api/bench.ts';
import { openTestPreview, previewAll, previewPage } from '../db/open-test-preview.ts';
import type { TestTenant } from '../db/stage.ts';
import { textOf as plain } from './form-of.ts';
import { end, HOSTILE, member, members, sync } from './company.ts';
import { admin, type Visitor } from './visitor.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

async function company(): Promise<{ tenant: TestTenant; browser: Visitor; path: string }> {
  const tenant = await bench.stage.tenant({ cleanUp: { enabled: true } });
  await sync(tenant, members(1, 20));
  return { tenant, browser: await admin(bench, tenant.id), path: `/tenants/${tenant.id}/previews` };
}

/** Three would come, of whom names do harm where they are not text; one would change; twelve would go; two stay out. */
const previewed = (tenant: TestTenant) =>
  previewAll(
    tenant,
    [
      ...members(1, 7),
      member(8, { properties: { jobTitle: 'Countess' } }),
      member(9, { accountEnabled: false }),
      ...HOSTILE.map((displayName, n) => member(31 + n, { displayName })),
      member(41, { userType: 'Guest' }),
    ],
    { now: new Date() },
  );

const NONE: RunCounts = {
  ...{ read: 0, created: 0, updated: 0, unchanged: 0, removed: 0, restored: 0, missing: 0 },
  ...{ duplicates: 0, unproven: 0, skipped: {} },
};

describe('the sentence of a preview', () => {
  // prettier-ignore
  test.each<[Partial<RunCounts>, string]>([
    [{},                                                                      'Saving would change nobody; nobody stays out.'],
    [{ created: 12, updated: 340, removed: 3, skipped: { guest: 57, disabled: 200 } }, 'Saving would bring in 12 people, change 340 and take out 3; 257 stay out.'],
    [{ created: 1, restored: 1, skipped: { noEmail: 1 } },                    'Saving would bring in 2 people; 1 stays out.'],
    [{ updated: 1, missing: 4 },                                              'Saving would change 1 person and mark 4 as missing; nobody stays out.'],
    [{ removed: 5_085 },                                                      'Saving would take out 5,085 people; nobody stays out.'],
  ])('%o', (counts, sentence) => {
    expect(previewSentence({ ...NONE, ...counts })).toBe(sentence);
  });
});

describe('the page of a preview', () => {
  test('says what saving would do, who stays out by which rule, and that the clean-up would wait', async () => {
    const { tenant, browser, path } = await company();
    const { html } = await browser.get(`${path}/${await previewed(tenant)}`);
    expect(html).toContain('Saving would bring in 3 people, change 1 and take out 12; 2 stay out.');
    expect(html).toContain('<li>1 disabled</li><li>1 guest</li>');
    expect(html).toContain('12 removals, and at most 5 go without asking');
    expect(html).not.toMatch(/hx-trigger|http-equiv="refresh"/);
    expect(html.match(/<h1/g)).toHaveLength(1);
  });

  test('warns of people who would share an address with somebody who had it first, and leads to who they are', async () => {
    const { tenant, browser, path } = await company();
    const mail = 'somebody.1@contoso.example';
    const same = [member(1, { mail }), member(50, { mail }), member(51, { mail, displayName: HOSTILE[0] })];
    const page = `${path}/${await previewAll(tenant, [...members(2, 20), ...same])}`;
    const { html } = await browser.get(page);
    expect(html).toContain('2 people would become duplicates: another employee has the same address');
    expect(html).toContain(`<a href="${page}?action=duplicate#preview-people">See who</a>`);
    const list = (await browser.get(`${page}?action=duplicate`)).html;
    expect(list).toContain('Would be duplicates (2)');
    const rows = [...list.matchAll(/<tr>([\s\S]*?)<\/tr>/g)].map(([, row = '']) => plain(row)).slice(1);
    expect(rows).toHaveLength(2);
    for (const row of rows) expect(row).toMatch(/somebody\.1@contoso\.example held by Bo /);
    expect(list).toMatch(/<a href="\/tenants\/[^/]+\/employees\/[^/]+">Bo [^<]*<\/a>/);
    expect(list).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    const found = (await browser.get(`${page}?action=duplicate&query=alert`)).html;
    expect(found.match(/<th scope="row"/g)).toHaveLength(1);
    expect((await browser.get(`${path}/${await previewed(tenant)}?action=duplicate`)).html).toContain(
      'Nobody would become a duplicate.',
    );
  });

  test('that was made before duplicates were listed says that who they are was not kept', async () => {
    const { tenant, browser, path } = await company();
    const same = member(50, { mail: member(2).mail });
    const page = `${path}/${await previewAll(tenant, [...members(1, 20), same])}`;
    await bench.stage.asOwner('delete from preview_duplicates where tenant_id = $1', [tenant.id]);
    expect((await browser.get(`${page}?action=duplicate`)).html).toContain('preview again to see them');
  });

  test('shows each list, with what would change and why, by links that need no script', async () => {
    const { tenant, browser, path } = await company();
    const page = `${path}/${await previewed(tenant)}`;
    const changing = await browser.get(`${page}?action=update`);
    expect(changing.html).toContain('Would change (1)');
    expect(changing.html).toMatch(/Job Title: .*→.*Countess/);
    const going = await browser.get(`${page}?action=remove`);
    expect(going.html).toContain('the account is disabled');
    expect(going.html).toContain('not in the listing: a sync asks Entra for them before they go');
  });

  test('shows names as text, whatever they hold, and finds people by them', async () => {
    const { tenant, browser, path } = await company();
    const page = `${path}/${await previewed(tenant)}?action=create`;
    const { html } = await browser.get(page);
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(html).not.toContain('<script>alert');
    expect(html).not.toContain('<img');
    const found = await browser.get(`${page}&query=onerror`);
    expect(found.html).toContain('onerror=alert(1)');
    expect(found.html).not.toContain('&lt;script&gt;');
    expect((await browser.get(`${page}&query=nobody-at-all`)).html).toContain('Nobody on this list has such a name');
  });

  test('pages a long list', async () => {
    const { tenant, browser, path } = await company();
    const runId = await previewAll(tenant, members(1, 120));
    const first = await browser.get(`${path}/${runId}`);
    expect(first.html).toContain('Would come (100)');
    const [, next = ''] = /rel="next" href="([^"#]+)#preview-people"/.exec(first.html) ?? [];
    const second = await browser.get(next.replaceAll('&amp;', '&'));
    expect(second.html).toContain('First people');
    expect(second.html).not.toContain('rel="next"');
  });

  test('follows a preview that is going, and works without a script', async () => {
    const { tenant, browser, path } = await company();
    const runId = await openTestPreview(tenant, { now: new Date(Date.now() - 4_000) });
    await previewPage(tenant, runId, members(1, 5), { last: false });
    const { html } = await browser.get(`${path}/${runId}?action=update`);
    expect(html).toContain('5 of about 5 people read');
    expect(html).toContain('<progress aria-label="People read" max="5" value="5">');
    expect(html).toContain(`hx-get="${path}/${runId}/live?action=update" hx-trigger="every 1s"`);
    expect(html).toContain('<noscript><meta http-equiv="refresh" content="5;url=/tenants/');
    await previewPage(tenant, runId, members(6, 20));
    await end(tenant, runId, { outcome: 'succeeded', now: new Date() });
    const { html: part } = await browser.get(`${path}/${runId}/live`);
    expect(part).toContain('<p class="sentence">Saving would change nobody');
    expect(part).toMatch(/id="preview-said" hx-swap-oob="innerHTML">Saving would/);
    expect(part).not.toContain('hx-trigger');
  });

  test('says the cause and the remedy of one that failed, while the tenant stays as it is', async () => {
    const { tenant, browser, path } = await company();
    const runId = await openTestPreview(tenant);
    await end(tenant, runId, { outcome: 'failed', code: 'consentWithdrawn', now: new Date() });
    const { html } = await browser.get(`${path}/${runId}`);
    expect(html).toContain('The preview failed, and changed nothing. This directory no longer knows Rollcall');
    expect(html).toContain('can link the account again.');
    expect((await browser.get(`/tenants/${tenant.id}`)).html).toContain('In step. 20 people');
  });

  // prettier-ignore
  test.each<[string, RunEnd, string]>([
    ['whose workflow was ended by hand', { outcome: 'failed', code: 'previewEnded', now: new Date() }, FAILURES.previewEnded.remedy],
    ['that was stopped',                 { outcome: 'cancelled', now: new Date() },                    'Preview again to see what saving would do.'],
  ])('says of one %s what to do next, and no longer that it is going', async (_what, how, remedy) => {
    const { tenant, browser, path } = await company();
    const runId = await openTestPreview(tenant);
    await end(tenant, runId, how);
    const { html } = await browser.get(`${path}/${runId}`);
    expect(html).toContain(remedy);
    expect(html).not.toContain('hx-trigger');
  });

  test('says that somebody saved meanwhile', async () => {
    const { tenant, browser, path } = await company();
    const runId = await previewed(tenant);
    await tenant.inTransaction((tx) => saveFields(tenant.id, tx, 1, DEFAULT_FIELDS.slice(1)));
    expect((await browser.get(`${path}/${runId}`)).html).toContain('Preview again.');
  });

  test('is where the address of its run leads to, and is no run of the Dashboard', async () => {
    const { tenant, browser, path } = await company();
    const runId = await previewed(tenant);
    const { status, leadsTo } = await browser.get(`/tenants/${tenant.id}/runs/${runId}`);
    expect([status, leadsTo]).toEqual([302, `${path}/${runId}`]);
    expect((await browser.get(`/tenants/${tenant.id}`)).html).not.toContain(`/runs/${runId}"`);
  });

  test('of none, or of a run that is none, says how long previews are kept', async () => {
    const { browser, path } = await company();
    for (const runId of ['1', '99']) {
      const { status, html } = await browser.get(`${path}/${runId}`);
      expect(status).toBe(404);
      expect(html).toContain('Previews are kept for a day');
    }
  });
});
