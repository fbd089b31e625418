import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NOT_IMPORTED_WORDS } from '../../api/pages/not-imported/not-imported-words.ts';
import { readIntegration, saveIntegration } from '../../db/integration-settings.ts';
import { SKIP_REASONS } from '../../sync/skip-reason.ts';
import type { TestTenant } from '../db/stage.ts';
import { alertIn, filled, formOf, textOf, type Values } from './form-of.ts';
import type { MicrosoftBench } from './microsoft.ts';
import { directoryOfPeople, openPreferences, pressIn, SALES, statusOf, tenantOf } from './preferences.ts';
import { admin, operator, type Visitor } from './visitor.ts';

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

describe('the page', () => {
  test('shows what is saved, section by section, with what the last run told beside it', async () => {
    const { status, html } = await browser.get(own);
    expect(status).toBe(200);
    const heads = [...html.matchAll(/<h2[^>]*>([^<]+)/g)].map(([, head]) => head);
    expect(heads).toEqual(['Account', 'E-mail', 'Filters', 'Clean Up']);
    const shown = textOf(html);
    expect(shown).toMatch(/ProxyAddresses array \(primary SMTP\)[^·]*0 people[\s\S]*Mail [^·]*5 people/);
    expect(shown).toContain('1 person has none, and was not imported. As of run 1 .');
    expect(shown).toContain('Leave out disabled accounts · leaves out 1 now');
    expect(shown).toContain('Leave out guests · leaves out 1 now');
    expect(shown).toContain('Leave out service accounts · leaves out 1 now');
    expect(shown).toContain(
      'Removed people can be restored for 30 days. If more than 10 % or 500 would go within a day',
    );
    expect(html).toMatch(/name="source" value="userPrincipalName"(?! checked)/);
  });

  test('has a place for every rule that leaves people out, and the rule leads there', async () => {
    const { html } = await browser.get(own);
    for (const reason of SKIP_REASONS) {
      const { setting } = NOT_IMPORTED_WORDS[reason];
      expect(html).toContain(`id="${setting}"`);
      const rule = await browser.get(`/tenants/${tenant.id}/not-imported/${reason}`);
      expect(rule.html).toContain(`href="${own}#${setting}"`);
    }
  });

  test('is reached from Preferences by admins and operators, and so is Fields', async () => {
    for (const who of [browser, await operator(bench)]) {
      const { html } = await who.get(`/tenants/${tenant.id}`);
      expect(html).toMatch(/<summary[^>]*>Preferences<\/summary>[\s\S]*\/integration"[\s\S]*\/fields"/);
    }
  });

  test('asks no directory while nothing is asked of it', async () => {
    bench.emulator.fault({ host: 'graph', times: 1, answer: { kind: 'otherOrganization' } });
    expect((await browser.get(own)).status).toBe(200);
    bench.emulator.faults.clear();
  });

  test('of a tenant that leaves has no form', async () => {
    const leaving = await tenantOf(bench, directoryOfPeople(bench), 'offboarding');
    const seen = await (await operator(bench)).get(`/tenants/${leaving.id}/integration`);
    expect([seen.status, seen.html.includes('id="settings"')]).toEqual([200, false]);
  });
});

describe('Save', () => {
  test('names a number and both filters at once, where all of them are wrong', async () => {
    const wrong = { odata: "departmnt eq 'Sales'", expression: '$.department = "Sales"', maxRemovalsPercent: 'abc' };
    const { status, html } = await press('save', wrong);
    expect(status).toBe(422);
    for (const place of ['Limit in percent :', 'OData filter :', 'Expression :'])
      expect(alertIn(html)).toContain(place);
  });

  test('stores what the form means, says what happens next, and tells the workflow', async () => {
    const { version, settings } = await saved();
    const seen = await press('save', {
      order: ['mail', 'proxyAddresses', 'otherMails', 'userPrincipalName'],
      source: ['mail', 'proxyAddresses'],
      leaveOut: ['disabled', 'rooms', 'serviceAccounts'],
      patterns: 'robot-*\r\n\r\n bot* ',
      group: [SALES],
      expression: '$.city != null',
      enabled: 'on',
      maxRemovalsPercent: '7.5',
    });
    expect([seen.status, seen.leadsTo]).toEqual([303, `${own}?done=savedSyncs`]);
    expect((await browser.get(seen.leadsTo ?? '')).html).toContain('Saved. Syncing now.');
    expect(await saved()).toEqual({
      version: version + 1,
      settings: {
        email: { sources: ['mail', 'proxyAddresses'] },
        filters: {
          groups: [SALES],
          includeDisabled: false,
          includeGuests: true,
          excludeSharedMailboxes: false,
          excludeRooms: true,
          excludeServiceAccounts: true,
          serviceAccountPatterns: ['robot-*', 'bot*'],
          expression: '$.city != null',
        },
        cleanUp: { ...settings.cleanUp, enabled: true, maxRemovalsPercent: 7.5 },
      },
    });
    expect(await bench.signals(tenant.id)).toContainEqual({
      name: 'syncNow',
      input: expect.objectContaining({ trigger: 'settings', full: true }),
    });
  });

  test('with what was not touched changes nothing of it, photos least of all', async () => {
    await tenant.inTransaction(async (tx) => {
      const { version, settings } = await readIntegration(tenant.id, tx);
      await saveIntegration(tenant.id, tx, version, { ...settings, photos: { enabled: true } });
    });
    const { settings } = await saved();
    await press('save');
    expect((await saved()).settings).toEqual(settings);
  });

  test.each([
    ['retentionDays', 'a week', 'Days until erased : Write a whole number of days from 0 to 3650.'],
    ['source', [], 'E-mail : Choose at least one source of e-mail addresses.'],
    ['odata', 'city eq', 'OData filter : '],
    ['group', ['aaaaaaaa-0000-4000-8000-00000000dead'], 'Groups : The directory has no such group.'],
  ])(
    'is refused where %s is %j: nothing is saved, each place is named, what was typed stays',
    async (name, value, says) => {
      const before = await saved();
      const seen = await press('save', { [name]: value, patterns: 'kept-*' });
      expect([seen.status, alertIn(seen.html)]).toEqual([422, expect.stringContaining(says)]);
      expect(seen.html).toContain('kept-*</textarea>');
      expect(await saved()).toEqual(before);
    },
  );

  test('while Microsoft does not answer for a group keeps what was typed', async () => {
    bench.emulator.fault({ host: 'graph', path: '*/$batch', times: 9, answer: { kind: 'status', status: 503 } });
    const seen = await press('save', { group: [SALES], patterns: 'kept-*' });
    bench.emulator.faults.clear();
    expect([seen.status, seen.html]).toEqual([503, expect.stringContaining('kept-*</textarea>')]);
    expect(alertIn(seen.html)).toContain('Not saved.');
  });

  test.each([
    ['odata', "city eq 'a\u0000b'"],
    ['expression', '$.city == "a\u0000b"'],
    ['expression', '$.city == "a\\u0000b"'],
    ['patterns', 'a\u0000b'],
  ])('takes no text that PostgreSQL cannot keep: %s', async (name, value) => {
    expect([303, 422]).toContain((await press('save', { odata: '', expression: '', [name]: value })).status);
  });

  test('of the second of two admins is refused: nothing is overwritten, and they are told, with both ways on', async () => {
    const second = await admin(bench, tenant.id);
    const { html } = await second.get(own);
    await press('save', { retentionDays: '60' });
    const { version } = await saved();

    const late = await second.submit(own, filled(formOf(html, 'settings'), { retentionDays: '90', do: 'save' }));
    expect(late.status).toBe(412);
    expect(alertIn(late.html)).toContain(
      `version ${version} is the newest, and this form was made from version ${version - 1}`,
    );
    expect(late.html).toContain('value="90"');
    expect(late.html).toMatch(new RegExp(`<a [^>]*href="${own}" target="_blank"`));
    expect((await saved()).settings.cleanUp.retentionDays).toBe(60);

    const again = await second.submit(own, filled(formOf(late.html, 'settings'), { do: 'save' }));
    expect(again.status).toBe(412); // only the button that says so replaces the newer version
    const over = await second.submit(own, filled(formOf(late.html, 'settings'), { do: `saveOver:${version}` }));
    expect([over.status, (await saved()).settings.cleanUp.retentionDays]).toEqual([303, 90]);
  });

  test.each(['saveOver:abc', 'saveOver:99999999999'])('in place of no version is refused: %s', async (word) => {
    const before = await saved();
    expect((await press(word)).status).toBe(400);
    expect(await saved()).toEqual(before);
  });

  test('of a preview that is forgotten says that what was written is gone', async () => {
    expect((await browser.get(`${own}?preview=999999&version=1`)).html).toContain('This preview is forgotten');
    expect((await browser.get(own)).html).not.toContain('This preview is forgotten');
  });

  test.each([
    ['linked', 'savedSyncs', 'active'],
    ['paused', 'savedPaused', 'paused'],
    ['unlinked', 'savedUnlinked', 'unlinked'],
    ['needsAttention', 'savedSyncs', 'needsAttention'],
  ] as const)('of a tenant that is %s says %s, and leaves it %s', async (status, done, after) => {
    const other = await tenantOf(bench, directoryOfPeople(bench), status);
    const at = { browser: await admin(bench, other.id), own: `/tenants/${other.id}/integration` };
    const seen = await press('save', {}, at);
    expect([seen.leadsTo, await statusOf(other)]).toEqual([`${at.own}?done=${done}`, after]);
    expect((await at.browser.get(seen.leadsTo ?? '')).html).toMatch(/role="status">Saved\./);
  });

  test('of a tenant that leaves is refused', async () => {
    const leaving = await tenantOf(bench, directoryOfPeople(bench), 'offboarding');
    const who = await operator(bench);
    const sent = filled(formOf((await browser.get(own)).html, 'settings'), { do: 'save' });
    await who.get(own);
    const form = filled(sent, { formToken: formOf((await who.get(own)).html, 'settings')[0]?.[1] ?? '' });
    expect((await who.submit(`/tenants/${leaving.id}/integration`, form)).status).toBe(409);
  });

  test.each([{ do: 'drop:tables' }, { version: '' }, { order: 'fax' }])('%o is no form of ours', async (wrong) => {
    const { html } = await browser.get(own);
    expect((await browser.submit(own, filled(formOf(html, 'settings'), wrong))).status).toBe(400);
  });
});
