import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readIntegration } from '../../db/integration-settings.ts';
import type { RunId } from '../../sync/ids.ts';
import type { TestTenant } from '../db/stage.ts';
import { alertIn, filled, formOf, plain, textOf, type Values } from './form-of.ts';
import type { MicrosoftBench } from './microsoft.ts';
import {
  directoryOfPeople,
  endPreview,
  HOSTILE_GROUP,
  openPreferences,
  PEOPLE,
  pressIn,
  SALES,
  tenantOf,
} from './preferences.ts';
import { admin, type Visitor } from './visitor.ts';

/** What the form of Integration holds is looked at, checked and previewed, and nothing of it is saved. */

let bench: MicrosoftBench;
let tenant: TestTenant;
let browser: Visitor;
let own: string;
beforeAll(async () => {
  ({ bench, tenant, browser, own } = await openPreferences('integration', ['GroupMember.Read.All']));
});
afterAll(() => bench.close());

const press = (button: string, values: Values = {}, at = { browser, own }) => pressIn(at, button, values);
const saved = (of = tenant) => of.inTransaction((tx) => readIntegration(of.id, tx));
/** In the order of the page. */
const sourcesIn = (html: string) =>
  formOf(html, 'settings').flatMap(([name, value]) => (name === 'order' ? [value] : []));

describe('a button that changes the form saves nothing:', () => {
  test('sources move, and keep what was typed elsewhere', async () => {
    const version = (await saved()).version;
    const { status, html } = await press('up:mail', { odata: "city eq 'Oslo'", retentionDays: 'a week' });
    expect([status, sourcesIn(html)]).toEqual([200, ['mail', 'proxyAddresses', 'otherMails', 'userPrincipalName']]);
    expect(plain(html)).toContain("city eq 'Oslo'</textarea>");
    expect(html).toContain('value="a week"');
    expect((await saved()).version).toBe(version);
  });

  test('what is written is said in words, or where it is wrong with the nearest name', async () => {
    const right = textOf((await press('look', { odata: "department eq 'Sales' or department eq 'R&D'" })).html);
    expect(right).toContain('Understood as “ Department is Sales or “R&D” ”.');
    const { html } = await press('look', { expression: '$.city == "Oslo" &&\n$.departmint == "<b>"' });
    expect(textOf(html)).toContain('Did you mean department?');
    expect(plain(html)).toMatch(
      /<pre class="caret">\$\.departmint == "<b>"\n<span aria-hidden="true">\^{12}<\/span><\/pre>/,
    );
    expect(html).not.toContain('<b>');
  });

  test('groups are found by words of their name, added once, and taken away', async () => {
    const found = await press('look', { groupQuery: 'sales' });
    expect(textOf(found.html)).toMatch(/Sales · about 2 people All of Sales[\s\S]*Sales Europe/);
    const added = await press(`addGroup:${SALES}`, { groupQuery: 'sales' });
    expect(formOf(added.html, 'settings')).toContainEqual(['group', SALES]);
    expect(added.html).toContain('aria-label="Remove the group Sales"');
    const taken = await browser.submit(own, filled(formOf(added.html, 'settings'), { do: `removeGroup:${SALES}` }));
    expect(taken.html).toContain('No group is chosen');
    expect(textOf((await press('look', { groupQuery: 'nobody' })).html)).toContain(
      'No group has such words in its name.',
    );
  });

  test('the name of a group is text', async () => {
    const { html } = await press(`addGroup:${HOSTILE_GROUP}`, { groupQuery: '<script>alert(1)</script>' });
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(html).not.toContain('<script>alert');
  });

  test('a directory that may not be asked for groups says what to grant, beside them', async () => {
    const other = await tenantOf(bench, directoryOfPeople(bench));
    const at = { browser: await admin(bench, other.id), own: `/tenants/${other.id}/integration` };
    const { status, html } = await press('look', { groupQuery: 'sales' }, at);
    expect([status, textOf(html)]).toEqual([200, expect.stringContaining('can grant GroupMember.Read.All')]);
    expect(textOf(html)).not.toContain('Nobody was removed');
  });
});

describe('Check Connectivity', () => {
  test('tries what the form holds, saved or not: lines, people, kinds', async () => {
    const before = await saved();
    const { status, html } = await press('check', {
      leaveOut: ['disabled', 'serviceAccounts'],
      odata: "city ne 'Oslo'",
    });
    const shown = textOf(html);
    expect(status).toBe(200);
    expect(shown).toMatch(/All that a sync needs works\. \d of 9 people in the directory match/);
    expect(shown).toContain('Passed: The directory is Contoso Ltd.');
    expect(shown).toContain('Imported is who fits: City is not Oslo.');
    expect(shown).toContain('Counted were 7 people, 1 guest, 1 service account.');
    expect(html).not.toMatch(/name="leaveOut" value="guests" checked/);
    expect(await saved()).toEqual(before);
  });

  test('says what to do, by whom, where it does not work', async () => {
    bench.emulator.fault({ host: 'graph', times: 9, answer: { kind: 'otherOrganization' } });
    const shown = textOf((await press('check')).html);
    expect(shown).toContain('Something keeps the sync from working: beside each cross stands what, and what helps.');
    expect(shown).toMatch(/Failed: [^.]*is not the one this tenant is linked to/);
    bench.emulator.faults.clear();
  });

  test('of a tenant without a directory says that none is linked', async () => {
    const alone = await bench.stage.tenant({ status: 'unlinked' });
    const at = { browser: await admin(bench, alone.id), own: `/tenants/${alone.id}/integration` };
    expect(textOf((await press('check', {}, at)).html)).toContain('Failed: ');
  });

  test('with what cannot be used tries nothing, and names the place', async () => {
    const { status, html } = await press('check', { expression: '$.departmint' });
    expect(status).toBe(422);
    expect(alertIn(html)).toMatch(/Expression : .*Did you mean department\?/);
  });
});

describe('Preview', () => {
  test('plans by what the form holds, which stays in the form while it is shown, and saves nothing', async () => {
    const before = await saved();
    const seen = await press('preview', {
      odata: "city eq 'Oslo'",
      order: ['mail', 'proxyAddresses'],
      source: ['mail'],
    });
    expect(seen.status).toBe(303);
    const [, runId = ''] = /preview=(\d+)&version=\d+#preview-title$/.exec(seen.leadsTo ?? '') ?? [];
    const going = await browser.get(seen.leadsTo ?? '');
    expect(plain(going.html)).toContain("city eq 'Oslo'</textarea>");
    expect(sourcesIn(going.html).slice(0, 1)).toEqual(['mail']);
    expect(going.html).toContain('Reading the directory by these settings');
    await endPreview(tenant, runId as RunId, PEOPLE);
    expect(textOf((await browser.get(seen.leadsTo ?? '')).html)).toMatch(/Saving would [^.]*stay out\./);
    expect(await saved()).toEqual(before);
  });

  test('of a form that somebody has overtaken does not make its save a newer one', async () => {
    const { leadsTo } = await press('preview', { retentionDays: '12' });
    await tenant.save({ retentionDays: 44 });
    const { html } = await browser.get(leadsTo ?? '');
    expect(html).toContain('value="12"');
    const late = await browser.submit(own, filled(formOf(html, 'settings'), { do: 'save' }));
    expect([late.status, (await saved()).settings.cleanUp.retentionDays]).toEqual([412, 44]);
  });

  test('with what cannot be used starts none, and names the place', async () => {
    const seen = await press('preview', { odata: 'city eq' });
    expect([seen.status, alertIn(seen.html)]).toEqual([422, expect.stringContaining('OData filter')]);
  });

  test.each(['999999', 'x', '%00', '99999999999999999999'])(
    'number %s is none: the page is as it is',
    async (number) => {
      const seen = await browser.get(`${own}?preview=${number}&version=x`);
      expect([seen.status, seen.html.includes('What saving would do')]).toEqual([200, false]);
    },
  );
});
