import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readExamples } from '../../db/example-versions.ts';
import { readIntegration } from '../../db/integration-settings.ts';
import type { TestTenant } from '../db/stage.ts';
import { alertIn, plain, textOf, type Values } from './form-of.ts';
import type { MicrosoftBench } from './microsoft.ts';
import { openPreferences, PEOPLE, pressIn } from './preferences.ts';
import type { Visitor } from './visitor.ts';

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

describe('example people', () => {
  const examples = () => tenant.inTransaction(async (tx) => (await readExamples(tenant.id, tx)).items);
  const [first, , , , , disabled] = PEOPLE;
  const rowOf = (html: string, id = '') => textOf(html.slice(html.indexOf(id) - 300, html.indexOf(id) + 900));

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
    expect([seen.status, textOf(seen.html)]).toEqual([422, expect.stringContaining(says)]);
    expect(await examples()).toEqual([]);
  });
});
