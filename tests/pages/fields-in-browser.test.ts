import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readFields, saveFields } from '../../db/field-versions.ts';
import { DEFAULT_FIELDS } from '../../sync/field.schema.ts';
import type { RunId } from '../../sync/ids.ts';
import type { TestTenant } from '../db/stage.ts';
import { executablePath, openBrowser, type RealBrowser } from './browser.ts';
import type { MicrosoftBench } from './microsoft.ts';
import { endPreview, openSynced, PEOPLE } from './preferences.ts';

const KEYS = DEFAULT_FIELDS.map(({ key }) => key);
const [FIRST = '', SECOND = '', THIRD = '', FOURTH = '', ...REST] = KEYS;

describe.skipIf(executablePath === undefined).each([
  ['with JavaScript', true],
  ['without JavaScript', false],
])('in a browser %s', (_how, javaScript) => {
  let bench: MicrosoftBench;
  let browser: RealBrowser;
  let tenant: TestTenant;
  let own: string;
  beforeAll(async () => {
    ({ bench, tenant } = await openSynced());
    browser = await openBrowser(bench, { javaScript });
    own = `${browser.origin}/tenants/${tenant.id}/fields`;
    await browser.signIn();
  });
  afterAll(async () => {
    await browser.close();
    await bench.close();
  });
  beforeEach(async () => {
    await tenant.inTransaction(async (tx) => {
      const { version } = await readFields(tenant.id, tx);
      await saveFields(tenant.id, tx, version, DEFAULT_FIELDS);
    });
    await browser.page.goto(own);
  });
  const saved = async () => (await tenant.inTransaction((tx) => readFields(tenant.id, tx))).items;
  const keys = () => browser.page.locator('.field-list code.key').allTextContents();
  const save = async (says: string) => {
    await browser.page.getByRole('button', { name: 'Save' }).click();
    await browser.page.getByText(says).waitFor();
  };
  const inspect = async (name: string) => {
    if (javaScript) await browser.inspect(name);
  };

  test('a column is found by what it means, added with an example, renamed, saved, and it syncs', async () => {
    const { page, complaints } = browser;
    await page.getByText('Preferences').click();
    await page.getByRole('link', { name: 'Fields' }).waitFor();
    await page.goto(`${own}?example=${PEOPLE[1]?.id}`);
    await page.getByText(/^Examples are of/).waitFor();
    await inspect('fields');
    await page.getByLabel('A property of Entra').fill('cost center');
    await page.getByRole('button', { name: 'Search' }).click();
    await page.getByRole('button', { name: 'Add Cost Center' }).first().click();
    await page.getByLabel('Label of Cost Center').fill('Cost');
    await page.getByLabel('A property of Entra').fill('= ToUpper([companyName])');
    await page.getByRole('button', { name: 'Add field' }).click();
    await page.getByText('Example: CONTOSO LTD', { exact: true }).waitFor();
    await page.getByLabel('When Cost is updated').selectOption({ label: 'Never clear' });
    await save('Saved. Syncing now.');
    expect((await saved()).slice(-2)).toEqual([
      { key: 'costCenter', label: 'Cost', source: 'employeeOrgData/costCenter', policy: 'neverClear' },
      { key: 'newField', label: 'New Field', source: '= ToUpper([companyName])' },
    ]);
    expect(complaints).toEqual([]);
  });

  test('a field that goes is gone once it is saved; the defaults come back', async () => {
    const { page } = browser;
    await page.getByRole('button', { name: 'Remove Fax' }).click();
    await expect.poll(keys).not.toContain('fax');
    await save('Saved. Syncing now.');
    expect((await saved()).map(({ key }) => key)).not.toContain('fax');
    await page.getByRole('button', { name: 'Reset to defaults' }).click();
    await expect.poll(keys).toEqual(KEYS);
    await save('Saved. Syncing now.');
    expect(await saved()).toEqual(DEFAULT_FIELDS);
  });

  test('fields move with their buttons', async () => {
    const { page } = browser;
    await page.getByRole('button', { name: 'Move down: First Name' }).click();
    await expect.poll(keys).toEqual([SECOND, FIRST, THIRD, FOURTH, ...REST]);
    await page.getByRole('button', { name: 'Move up: Email' }).click();
    await expect.poll(keys).toEqual([SECOND, FIRST, FOURTH, THIRD, ...REST]);
    await save('Saved. Nothing that a sync would bring has changed');
    expect((await saved()).map(({ key }) => key)).toEqual([SECOND, FIRST, FOURTH, THIRD, ...REST]);
  });

  test('a wrong source is told at its field, and saves nothing', async () => {
    const { page } = browser;
    await page.getByLabel('Source of City').fill('= ToUpper([citi])');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('alert').getByText('Not saved.').waitFor();
    expect(await page.locator('#field-city .caret').textContent()).toBe('= ToUpper([citi])\n          ^^^^^^');
    await inspect('fields-refused');
    expect(await saved()).toEqual(DEFAULT_FIELDS);
  });

  test('Preview shows what saving would do, and the form keeps what was previewed', async () => {
    const { page } = browser;
    await page.getByLabel('Source of Phone').fill('= ToUpper([city])');
    await page.getByRole('button', { name: 'Preview' }).click();
    await page.getByText('Reading the directory by these settings').waitFor();
    const runId = new URL(page.url()).searchParams.get('preview') ?? '';
    await endPreview(tenant, runId as RunId, PEOPLE);
    if (!javaScript) await page.reload();
    await page
      .locator('#preview')
      .getByText(/Saving would change 5 people/)
      .waitFor();
    expect(await page.getByLabel('Source of Phone').inputValue()).toBe('= ToUpper([city])');
    expect(await saved()).toEqual(DEFAULT_FIELDS);
  });

  test('the example is of whom one asks for', async () => {
    const { page } = browser;
    await page.getByLabel('Whose values to show').fill(PEOPLE[4]?.mail ?? '');
    await page.getByRole('button', { name: 'Show', exact: true }).click();
    await page.getByText('<script>alert(1)</script>', { exact: true }).waitFor();
    expect(page.url()).not.toContain('%40');
  });

  if (javaScript)
    test('fields move with Alt and the arrow keys, are said, and keep the focus', async () => {
      const { page } = browser;
      const label = page.getByLabel('Label of Display Name');
      await label.focus();
      await page.keyboard.press('Alt+ArrowUp');
      await page.keyboard.press('Alt+ArrowUp');
      await page.keyboard.press('Alt+ArrowUp'); // it is the first already
      expect(await keys()).toEqual([THIRD, FIRST, SECOND, FOURTH, ...REST]);
      await page.keyboard.press('Alt+ArrowDown');
      expect(await keys()).toEqual([FIRST, THIRD, SECOND, FOURTH, ...REST]);
      expect(await page.locator('#moved').textContent()).toBe('Display Name is now 2 of 15.');
      expect(await label.evaluate((field) => field === field.ownerDocument.activeElement)).toBe(true);
      await save('Saved. Nothing that a sync would bring has changed');
      expect((await saved()).map(({ key }) => key)).toEqual([FIRST, THIRD, SECOND, FOURTH, ...REST]);
    });

  if (javaScript)
    test('a field moves where it is dragged', async () => {
      const { page } = browser;
      const handle = await page.locator('#field-firstName .handle').boundingBox();
      const target = await page.locator('#field-email').boundingBox();
      if (handle === null || target === null) throw new Error('The rows are not to be seen.');
      await page.mouse.move(handle.x + handle.width / 2, handle.y + handle.height / 2);
      await page.mouse.down();
      await page.mouse.move(handle.x, target.y, { steps: 5 });
      await page.mouse.move(handle.x, target.y + target.height * 0.75, { steps: 5 });
      await page.mouse.up();
      expect(await keys()).toEqual([SECOND, THIRD, FOURTH, FIRST, ...REST]);
      expect(await page.locator('#moved').textContent()).toBe('First Name is now 4 of 15.');
      await save('Saved. Nothing that a sync would bring has changed');
      expect((await saved()).map(({ key }) => key)).toEqual([SECOND, THIRD, FOURTH, FIRST, ...REST]);
    });

  if (!javaScript)
    test('what a script would do is not offered', async () => {
      expect(await browser.page.locator('.handle').first().isVisible()).toBe(false);
      expect(await browser.page.getByText('Alt+↑').isVisible()).toBe(false);
    });
});
