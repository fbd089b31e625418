import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readExamples } from '../../db/example-versions.ts';
import type { RunId } from '../../sync/ids.ts';
import { readIntegration, saveIntegration } from '../../db/integration-settings.ts';
import { SKIP_REASONS } from '../../sync/skip-reason.ts';
import { NOT_IMPORTED_WORDS } from '../../api/pages/not-imported/not-imported-words.ts';
import type { TestTenant } from '../db/stage.ts';
import { sync } from './company.ts';
import { filled, formOf, plain } from './form-of.ts';
import { openMicrosoftBench, type MicrosoftBench } from './microsoft.ts';
import { directoryOfPeople, endPreview, HOSTILE_GROUP, PEOPLE, SALES, statusOf, tenantOf } from './preferences.ts';
import { admin, operator, type Seen, type Visitor } from './visitor.ts';

let bench: MicrosoftBench;
let tenant: TestTenant;
let browser: Visitor;
let own: string;
beforeAll(async () => {
  bench = await openMicrosoftBench();
  tenant = await tenantOf(bench, directoryOfPeople(bench, ['GroupMember.Read.All']));
  await sync(tenant, PEOPLE);
  own = `/tenants/${tenant.id}/integration`;
  browser = await admin(bench, tenant.id);
});
afterAll(() => bench.close());

type Values = Readonly<Record<string, string | readonly string[]>>;

/** Changes the form of the page that is shown now, and presses a button. */
async function press(button: string, values: Values = {}, at = { browser, own }): Promise<Seen> {
  const { html } = await at.browser.get(at.own);
  return at.browser.submit(at.own, filled(formOf(html, 'settings'), { ...values, do: button }));
}
const saved = (of = tenant) => of.inTransaction((tx) => readIntegration(of.id, tx));
const text = (html: string): string => plain(html.replaceAll(/<[^>]+>/g, ' ')).replaceAll(/\s+/g, ' ');
/** In the order of the page. */
const sourcesIn = (html: string) =>
  formOf(html, 'settings').flatMap(([name, value]) => (name === 'order' ? [value] : []));
const alertIn = (html: string) => text(/<div class="alert[^>]*role="alert">([\s\S]*?)<\/div>/.exec(html)?.[1] ?? '');

describe('the page', () => {
  test('shows what is saved, section by section, with what the last run told beside it', async () => {
    const { status, html } = await browser.get(own);
    expect(status).toBe(200);
    const heads = [...html.matchAll(/<h2[^>]*>([^<]+)/g)].map(([, head]) => head);
    expect(heads).toEqual(['Account', 'E-mail', 'Filters', 'Clean Up']);
    const shown = text(html);
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
    const right = text((await press('look', { odata: "department eq 'Sales' or department eq 'R&D'" })).html);
    expect(right).toContain('Understood as “ Department is Sales or “R&D” ”.');
    const { html } = await press('look', { expression: '$.city == "Oslo" &&\n$.departmint == "<b>"' });
    expect(text(html)).toContain('Did you mean department?');
    expect(plain(html)).toMatch(
      /<pre class="caret">\$\.departmint == "<b>"\n<span aria-hidden="true">\^{12}<\/span><\/pre>/,
    );
    expect(html).not.toContain('<b>');
  });

  test('groups are found by words of their name, added once, and taken away', async () => {
    const found = await press('look', { groupQuery: 'sales' });
    expect(text(found.html)).toMatch(/Sales · about 2 people All of Sales[\s\S]*Sales Europe/);
    const added = await press(`addGroup:${SALES}`, { groupQuery: 'sales' });
    expect(formOf(added.html, 'settings')).toContainEqual(['group', SALES]);
    expect(added.html).toContain('aria-label="Remove the group Sales"');
    const taken = await browser.submit(own, filled(formOf(added.html, 'settings'), { do: `removeGroup:${SALES}` }));
    expect(taken.html).toContain('No group is chosen');
    expect(text((await press('look', { groupQuery: 'nobody' })).html)).toContain(
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
    expect([status, text(html)]).toEqual([200, expect.stringContaining('GroupMember.Read.All')]);
  });
});

describe('Check Connectivity', () => {
  test('tries what the form holds, saved or not: lines, people, kinds', async () => {
    const before = await saved();
    const { status, html } = await press('check', {
      leaveOut: ['disabled', 'serviceAccounts'],
      odata: "city ne 'Oslo'",
    });
    const shown = text(html);
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
    const shown = text((await press('check')).html);
    expect(shown).toContain('Something keeps the sync from working');
    expect(shown).toMatch(/Failed: [^.]*is not the one this tenant is linked to/);
    bench.emulator.faults.clear();
  });

  test('of a tenant without a directory says that none is linked', async () => {
    const alone = await bench.stage.tenant({ status: 'unlinked' });
    const at = { browser: await admin(bench, alone.id), own: `/tenants/${alone.id}/integration` };
    expect(text((await press('check', {}, at)).html)).toContain('Failed: ');
  });

  test('with what cannot be used tries nothing, and names the place', async () => {
    const { status, html } = await press('check', { expression: '$.departmint' });
    expect(status).toBe(422);
    expect(alertIn(html)).toMatch(/Expression : .*Did you mean department\?/);
  });
});

describe('Save', () => {
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
    expect(text((await browser.get(seen.leadsTo ?? '')).html)).toMatch(/Saving would [^.]*stay out\./);
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

describe('example people', () => {
  const examples = () => tenant.inTransaction(async (tx) => (await readExamples(tenant.id, tx)).items);
  const [first, , , , , disabled] = PEOPLE;
  const rowOf = (html: string, id = '') => text(html.slice(html.indexOf(id) - 300, html.indexOf(id) + 900));

  test('that several admins add at one moment are all kept', async () => {
    const three = PEOPLE.slice(0, 3).map(({ id }) => id);
    const seen = await Promise.all(
      three.map((exampleWho) => press('addExample', { exampleWho, exampleExpected: 'imported', group: [] })),
    );
    expect(seen.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect((await examples()).map(({ entraObjectId }) => entraObjectId).toSorted()).toEqual(three.toSorted());
    for (const id of three) await press(`removeExample:${id}`);
    expect(await examples()).toEqual([]);
  });

  test('are added by address, tried with what the form holds, expected otherwise, and taken away; the form stays', async () => {
    const added = await press('addExample', {
      exampleWho: first?.mail ?? '',
      exampleExpected: 'imported',
      group: [],
      odata: '',
    });
    expect(await examples()).toEqual([{ entraObjectId: first?.id, expected: 'imported' }]);
    expect(rowOf(added.html, first?.id)).toContain('Expected: imported');
    const again = await press('addExample', { exampleWho: first?.mail ?? '', exampleExpected: 'imported' });
    expect([again.status, await examples()]).toEqual([200, [{ entraObjectId: first?.id, expected: 'imported' }]]);

    const odata = "department eq 'Nowhere'";
    const looked = await press('look', { group: [], odata, expression: '' });
    expect(rowOf(looked.html, first?.id)).toContain(
      `${first?.displayName} is expected to be imported, but would be left out`,
    );

    const flipped = await press(`expectNotImported:${first?.id}`, { group: [], odata, expression: '' });
    expect(await examples()).toEqual([{ entraObjectId: first?.id, expected: 'notImported' }]);
    expect(rowOf(flipped.html, first?.id)).toContain('As expected, with what the form holds.');
    expect(plain(flipped.html)).toContain(`${odata}</textarea>`);
    await press(`removeExample:${first?.id}`);
    expect(await examples()).toEqual([]);
  });

  test('refuse a save that would treat one of them otherwise, by name of the place', async () => {
    await press('addExample', { exampleWho: disabled?.id ?? '', exampleExpected: 'notImported' });
    const before = await saved();
    const seen = await press('save', {
      leaveOut: [],
      group: [],
      odata: '',
      expression: '',
      order: ['mail'],
      source: ['mail'],
    });
    expect([seen.status, alertIn(seen.html)]).toEqual([
      422,
      expect.stringMatching(/Example people : .*would be imported/),
    ]);
    expect(await saved()).toEqual(before);
    await press(`removeExample:${disabled?.id}`);
  });

  test.each([
    ['', 'Write the address or the object id of somebody first.'],
    ['nobody@contoso.example', 'Nobody in Entra has this address, name or object id.'],
  ])('are not added of %j', async (exampleWho, says) => {
    const seen = await press('addExample', { exampleWho, exampleExpected: 'imported' });
    expect([seen.status, text(seen.html)]).toEqual([422, expect.stringContaining(says)]);
    expect(await examples()).toEqual([]);
  });
});
