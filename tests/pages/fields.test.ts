import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BODY_LIMIT } from '../../api/guards.ts';
import { readFields } from '../../db/field-versions.ts';
import { DEFAULT_FIELDS } from '../../sync/field.schema.ts';
import type { RunId } from '../../sync/ids.ts';
import type { TestTenant } from '../db/stage.ts';
import { alertIn, filled, formOf, plain, textOf, type Values } from './form-of.ts';
import type { MicrosoftBench } from './microsoft.ts';
import { directoryOfPeople, endPreview, openPreferences, PEOPLE, pressIn, tenantOf } from './preferences.ts';
import { admin, type Visitor } from './visitor.ts';

let bench: MicrosoftBench;
let tenant: TestTenant;
let browser: Visitor;
let own: string;
beforeAll(async () => {
  ({ bench, tenant, browser, own } = await openPreferences('fields'));
});
afterAll(() => bench.close());

const press = (button: string, values: Values = {}, at = { browser, own }) => pressIn(at, button, values);
const saved = () => tenant.inTransaction((tx) => readFields(tenant.id, tx));
const valuesOf = (html: string, name: string) =>
  formOf(html, 'fields').flatMap(([each, value]) => (each === name ? [value] : []));
const rowOf = (html: string, key: string) =>
  new RegExp(`<li class="field-row" id="field-${key}"[\\s\\S]*?</li>`).exec(html)?.[0] ?? '';
const exampleOf = (html: string, key: string) =>
  textOf(/<span class="example value">([\s\S]*?)<\/span>\s*<select/.exec(rowOf(html, key))?.[1] ?? '').trim();
const labelsWith = (index: number, label: string) =>
  DEFAULT_FIELDS.map((field, each) => (each === index ? label : field.label));

describe('the page', () => {
  test('shows the fields in their order, each with its source and the value of a real person, looked up live', async () => {
    const { status, html } = await browser.get(own);
    expect([status, valuesOf(html, 'key')]).toEqual([200, DEFAULT_FIELDS.map(({ key }) => key)]);
    expect(valuesOf(html, 'source')).toEqual(DEFAULT_FIELDS.map(({ source }) => source));
    const [, name] = /Examples are of <strong class="value">([^<]*)/.exec(html) ?? [];
    const shown = PEOPLE.find(({ displayName }) => displayName === plain(name ?? ''));
    expect(exampleOf(html, 'email')).toBe(`Example: ${shown?.mail}`);
    expect(exampleOf(html, 'department')).toBe(`Example: ${String(shown?.properties['department'])}`);
    expect(exampleOf(html, 'fax')).toBe('Example: empty');
  });

  test.each([
    ['address is written', () => press('look', { example: PEOPLE[4]?.mail ?? '' })],
    ['object id the page’s address has', () => browser.get(`${own}?example=${PEOPLE[4]?.id}`)],
  ])('shows somebody else whose %s, and takes their values for text', async (_whose, look) => {
    const { html } = await look();
    expect(html).toContain('Examples are of <strong class="value">&lt;script&gt;alert(1)&lt;/script&gt;</strong>');
    expect(rowOf(html, 'jobTitle')).toContain('&quot;&gt;&lt;img src=x onerror=alert(1)&gt;');
    expect(html).not.toMatch(/<script>|<img/);
  });

  test.each([
    ['nobody@contoso.example', 'Nobody in Entra has this address, name or object id.'],
    ['\u0000', 'Examples are of'],
  ])('asked for the example of %j says %s', async (example, says) => {
    const seen = await press('look', { example });
    expect([seen.status, textOf(seen.html)]).toEqual([200, expect.stringContaining(says)]);
  });

  test('looks nobody up of whom its address has more than an object id', async () => {
    const usual = exampleOf((await browser.get(own)).html, 'email');
    for (const wrong of [PEOPLE[1]?.mail, PEOPLE[1]?.displayName, '%00']) {
      const seen = await browser.get(`${own}?example=${wrong}`);
      expect([seen.status, exampleOf(seen.html, 'email'), valuesOf(seen.html, 'example')]).toEqual([200, usual, ['']]);
    }
  });

  test('without a directory, or with one that does not answer, is of use all the same', async () => {
    const alone = await bench.stage.tenant({ status: 'unlinked' });
    const seen = await (await admin(bench, alone.id)).get(`/tenants/${alone.id}/fields`);
    expect([seen.status, textOf(seen.html)]).toEqual([200, expect.stringContaining('No examples.')]);
    bench.emulator.fault({ host: 'graph', path: '*/$batch', times: 9, answer: { kind: 'status', status: 503 } });
    const away = await browser.get(own);
    bench.emulator.faults.clear();
    expect([away.status, textOf(away.html)]).toEqual([200, expect.stringContaining('No examples. Microsoft')]);
  });

  test('stores nothing of whom it looked up', async () => {
    const rows = () =>
      bench.stage.asOwner('select (select count(*) from employees) as e, (select count(*) from run_changes) as c');
    const before = await rows();
    await press('look', { example: PEOPLE[6]?.mail ?? '' });
    expect(await rows()).toEqual(before);
    expect(bench.logged.join('')).not.toContain(PEOPLE[6]?.mail);
  });
});

describe('a button that changes the form saves nothing:', () => {
  test('a property is found by words of its meaning or its name in LDAP, and added with an example', async () => {
    const found = await press('look', { add: 'samaccountname' });
    expect(textOf(found.html)).toMatch(
      /On Premises Sam Account Name onPremisesSamAccountName [^.]*Active Directory\. LDAP: samaccountname\./,
    );
    const { html } = await press('add:officeLocation');
    expect(valuesOf(html, 'key').at(-1)).toBe('officeLocation');
    expect(exampleOf(html, 'officeLocation')).toBe('Example: empty');
    expect((await saved()).items).toHaveLength(DEFAULT_FIELDS.length);
  });

  test('an expression is added as it stands, and its example is worked out', async () => {
    const { html } = await press('add', { add: '= ToUpper([companyName])' });
    expect(valuesOf(html, 'source').at(-1)).toBe('= ToUpper([companyName])');
    expect(exampleOf(html, 'newField')).toBe('Example: CONTOSO LTD');
  });

  test('what is not understood is told at its field, with the place and the nearest name', async () => {
    const added = await press('add', { add: 'jobTitel' });
    expect(textOf(added.html)).toContain('Did you mean jobTitle?');
    expect(valuesOf(added.html, 'add')).toEqual(['jobTitel']);
    const source = DEFAULT_FIELDS.map((field) => (field.key === 'city' ? '= ToUpper([citi])' : field.source));
    const { html } = await press('look', { source });
    expect(plain(rowOf(html, 'city'))).toMatch(
      /Did you mean city\?[\s\S]*= ToUpper\(\[citi\]\)\n<span aria-hidden="true"> {10}\^{6}<\/span><\/pre>/,
    );
    expect(rowOf(html, 'city')).toContain('aria-invalid="true"');
  });

  test('fields move, go, and come back', async () => {
    const moved = await press('up:lastName');
    expect(valuesOf(moved.html, 'key').slice(0, 2)).toEqual(['lastName', 'firstName']);
    const removed = await browser.submit(own, filled(formOf(moved.html, 'fields'), { do: 'remove:fax' }));
    expect(valuesOf(removed.html, 'key')).not.toContain('fax');
    const reset = await browser.submit(own, filled(formOf(removed.html, 'fields'), { do: 'reset' }));
    expect(valuesOf(reset.html, 'key')).toEqual(DEFAULT_FIELDS.map(({ key }) => key));
  });
});

test('a form takes what a body of JSON holds, in any script, and says of what is longer that it is too long', async () => {
  const fields = (characters: number) => {
    const numbers = Array.from({ length: 80 }, (_, n) => n);
    return {
      key: numbers.map((n) => `key${n}`),
      label: numbers.map((n) => `Label ${n}`),
      source: numbers.map(() => `= "${'字'.repeat(characters)}"`),
      policy: numbers.map(() => 'always'),
    };
  };
  const sent = fields(1_000);
  expect(Buffer.byteLength(JSON.stringify(sent))).toBeLessThan(BODY_LIMIT);
  const { status, html } = await press('look', sent);
  expect([status, valuesOf(html, 'source')]).toEqual([200, sent.source]);
  const over = await press('look', fields(1_100));
  expect([over.status, textOf(over.html)]).toEqual([413, expect.stringContaining('longer than 768 KB')]);
});

describe('Save', () => {
  test('of another label or order says that no sync is needed, and asks for none', async () => {
    const before = (await bench.signals(tenant.id)).length;
    const seen = await press('save', { label: labelsWith(0, 'Given Name') });
    expect([seen.status, seen.leadsTo]).toEqual([303, `${own}?done=saved`]);
    expect((await browser.get(seen.leadsTo ?? '')).html).toContain(
      'Saved. Nothing that a sync would bring has changed',
    );
    expect((await saved()).items[0]).toEqual({ key: 'firstName', label: 'Given Name', source: 'givenName' });
    expect(await bench.signals(tenant.id)).toHaveLength(before);
  });

  test('of another source syncs, and stores names of LDAP as Graph has them', async () => {
    const { html } = await press('add', { add: 'physicalDeliveryOfficeName' });
    const seen = await browser.submit(own, filled(formOf(html, 'fields'), { do: 'save' }));
    expect(seen.leadsTo).toBe(`${own}?done=savedSyncs`);
    expect((await browser.get(seen.leadsTo ?? '')).html).toContain('Saved. Syncing now.');
    expect((await saved()).items.at(-1)).toEqual({
      key: 'officeLocation',
      label: 'Office Location',
      source: 'officeLocation',
    });
    expect((await bench.signals(tenant.id)).at(-1)).toMatchObject({
      name: 'syncNow',
      input: { trigger: 'settings', full: true },
    });
  });

  test('keeps what a field does when its source changes', async () => {
    const { html } = await browser.get(own);
    const policy = valuesOf(html, 'policy').map((each, index) => (index === 1 ? 'neverClear' : each));
    await press('save', { policy });
    expect((await saved()).items[1]).toMatchObject({ key: 'lastName', policy: 'neverClear' });
  });

  test.each([
    ['label', 0, '', 'Write a label of 1 to 80 characters.'],
    ['label', 0, 'Last Name', 'This label is used twice.'],
    ['source', 2, 'displayNaem', 'Did you mean displayName?'],
    ['policy', 3, 'onlyWhenNew', 'The address always follows the e-mail rule'],
  ])(
    'is refused where %s of field %i is %j: its place is named, and what was typed stays',
    async (name, index, value, says) => {
      const before = await saved();
      const { html } = await browser.get(own);
      const list = valuesOf(html, name).map((each, place) => (place === index ? value : each));
      const seen = await press('save', { [name]: list });
      expect([seen.status, alertIn(seen.html)]).toEqual([422, expect.stringContaining(says)]);
      expect(valuesOf(seen.html, name)).toEqual(list);
      expect(seen.html).toMatch(/<a href="#field-\w+">/);
      expect(await saved()).toEqual(before);
    },
  );

  test('takes no text that PostgreSQL cannot keep', async () => {
    const { html } = await browser.get(own);
    for (const [name, wrong] of [
      ['label', 'a\u0000b'],
      ['source', '= "a\u0000b"'],
    ] as const) {
      const list = valuesOf(html, name).map((each, index) => (index === 0 ? wrong : each));
      expect((await press('save', { [name]: list })).status).toBe(422);
    }
  });

  test('of the second of two admins is refused: nothing is overwritten, and they are told', async () => {
    const second = await admin(bench, tenant.id);
    const { html } = await second.get(own);
    await press('save', { label: valuesOf(html, 'label').map((label, index) => (index === 0 ? 'Theirs' : label)) });
    const { version } = await saved();
    const mine = valuesOf(html, 'label').map((label, index) => (index === 0 ? 'Mine' : label));
    const late = await second.submit(own, filled(formOf(html, 'fields'), { label: mine, do: 'save' }));
    expect([late.status, alertIn(late.html)]).toEqual([
      412,
      expect.stringContaining(`version ${version} is the newest`),
    ]);
    expect(valuesOf(late.html, 'label')[0]).toBe('Mine');
    expect((await saved()).items[0]?.label).toBe('Theirs');
    await second.submit(own, filled(formOf(late.html, 'fields'), { do: `saveOver:${version}` }));
    expect((await saved()).items[0]?.label).toBe('Mine');
  });

  test('keeps a source of several lines as it is', async () => {
    const source = '= "a\nb"';
    const { html } = await browser.get(own);
    const wanted = valuesOf(html, 'source').map((text, index) => (index === 0 ? source : text));
    await press('save', { source: wanted.map((text) => text.replaceAll('\n', '\r\n')) });
    expect((await saved()).items[0]?.source).toBe(source);
    await press('save', { label: valuesOf(html, 'label').map((label, index) => (index === 0 ? 'Two lines' : label)) });
    expect((await saved()).items[0]).toMatchObject({ label: 'Two lines', source });
  });

  test.each(['saveOver:abc', 'saveOver:', 'saveOver:99999999999'])(
    'in place of no version is refused: %s',
    async (word) => {
      const before = await saved();
      expect((await press(word)).status).toBe(400);
      expect(await saved()).toEqual(before);
    },
  );

  test('of a preview that is forgotten says that what was written is gone', async () => {
    const seen = await browser.get(`${own}?preview=999999&version=1`);
    expect([seen.status, textOf(seen.html)]).toEqual([200, expect.stringContaining('This preview is forgotten')]);
  });

  test('before the integration settings are saved says so', async () => {
    const other = await tenantOf(bench, directoryOfPeople(bench), 'linked');
    const at = { browser: await admin(bench, other.id), own: `/tenants/${other.id}/fields` };
    expect((await press('save', {}, at)).leadsTo).toBe(`${at.own}?done=savedInactive`);
  });

  test.each([{ do: 'drop:tables' }, { label: 'alone' }, { policy: 'sometimes' }])(
    '%o is no form of ours',
    async (wrong) => {
      expect((await browser.submit(own, filled(formOf((await browser.get(own)).html, 'fields'), wrong))).status).toBe(
        400,
      );
    },
  );
});

test('Preview plans by the fields that the form holds, which stay in the form, and saves nothing', async () => {
  const before = await saved();
  const { html } = await press('add', { add: 'usageLocation' });
  const seen = await browser.submit(
    own,
    filled(formOf(html, 'fields'), { do: 'preview', example: PEOPLE[1]?.mail ?? '' }),
  );
  const [, runId = '', example] =
    /preview=(\d+)&version=\d+&example=([^#]*)#preview-title$/.exec(seen.leadsTo ?? '') ?? [];
  expect(example).toBe(PEOPLE[1]?.id);
  await endPreview(tenant, runId as RunId, PEOPLE);
  const shown = await browser.get(seen.leadsTo ?? '');
  expect(valuesOf(shown.html, 'key').at(-1)).toBe('usageLocation');
  expect(exampleOf(shown.html, 'email')).toBe(`Example: ${PEOPLE[1]?.mail}`);
  expect(textOf(shown.html)).toMatch(/Saving would [^.]*stay out\./);
  expect(await saved()).toEqual(before);
  const wrong = await press('preview', {
    source: valuesOf(html, 'source')
      .slice(0, -1)
      .map(() => 'nothing'),
  });
  expect(wrong.status).toBe(422);
});
