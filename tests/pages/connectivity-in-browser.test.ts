import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { hold, openDirectoryBench, TENANT, type DirectoryBench } from '../api/scripted-directory.ts';
import { executablePath, openBrowser, type RealBrowser } from './browser.ts';

describe.skipIf(executablePath === undefined).each([
  ['with JavaScript', true],
  ['without JavaScript', false],
])('in a browser %s, Check Connectivity', (_how, javaScript) => {
  let bench: DirectoryBench;
  let browser: RealBrowser;
  let own: string;
  beforeAll(async () => {
    bench = await openDirectoryBench();
    const tenant = await bench.stage.tenant({ status: 'linked' });
    await bench.stage.asOwner('update tenants set entra_tenant_id = $2 where id = $1', [tenant.id, TENANT]);
    browser = await openBrowser(bench, { javaScript });
    own = `${browser.origin}/tenants/${tenant.id}/integration`;
    await browser.signIn();
  });
  afterEach(() => {
    bench.override = undefined;
  });
  afterAll(async () => {
    await browser.close();
    await bench.close();
  });
  const check = async () => {
    await browser.page.goto(own);
    await browser.page.locator('.save-bar').getByRole('button', { name: 'Check Connectivity' }).click();
  };
  const section = () => browser.page.getByRole('region', { name: 'Check Connectivity' });
  /** What is said to be asked, as people see it. */
  const asking = async () => {
    const texts = await section().getByRole('listitem').filter({ hasText: 'Asking', visible: true }).allTextContents();
    return texts.map((text) => text.trim());
  };
  /** Whether all of it is in the window, above the bar. */
  const inView = async (what: Locator) => {
    const [box, bar] = await Promise.all([what.boundingBox(), browser.page.locator('.save-bar').boundingBox()]);
    return box !== null && bar !== null && box.y >= 0 && box.y + box.height <= bar.y;
  };

  test.each([
    ['a wide window', { width: 1280, height: 800 }],
    ['a telephone', { width: 390, height: 844 }],
  ])('shows line by line what is known and what is asked, and its result in view, in %s', async (_where, size) => {
    const { page, complaints } = browser;
    await page.setViewportSize(size);
    const held = hold(bench, '/users/$count');
    await check();
    await section().getByText('Asking Microsoft how many people there are…').waitFor();
    await section().getByText('The directory is Contoso Ltd.').waitFor();
    expect(await asking()).toEqual(['Asking Microsoft how many people there are…']);
    const heading = section().getByRole('heading');
    expect(await inView(section().getByRole('list'))).toBe(true);
    expect(await page.locator('.save-bar').getByRole('button', { name: 'Save' }).isVisible()).toBe(true);
    const before = await heading.boundingBox();
    if (javaScript) await browser.inspect(`integration-checking`);
    await page.setViewportSize(size);

    held.release();
    const result = section().getByText('All that a sync needs works. 3 of 7 people in the directory match.');
    await result.waitFor();
    await section().getByText('Counted were 5 people, 1 guest, 1 service account.').waitFor();
    expect(await inView(heading)).toBe(true);
    expect(await inView(result)).toBe(true);
    expect(await inView(section().getByText('Counted were'))).toBe(true);
    expect(await heading.boundingBox()).toEqual(before);
    expect(await asking()).toEqual([]);
    expect(await section().getByText('Each line comes as soon').isVisible()).toBe(false);
    expect(complaints).toEqual([]);
  });

  test('leaves what was typed in the form, and the form can be sent meanwhile', async () => {
    const { page } = browser;
    await page.goto(own);
    const held = hold(bench, '/users/$count');
    await page.getByLabel('Patterns of service accounts').fill('kept-*');
    await page.locator('.save-bar').getByRole('button', { name: 'Check Connectivity' }).click();
    await section().getByText('Asking Microsoft how many people there are…').waitFor();
    await page.getByRole('button', { name: 'Move up: Mail' }).click();
    await expect.poll(() => page.locator('.sources .form-check-label').first().textContent()).toBe('Mail');
    expect(await page.getByLabel('Patterns of service accounts').inputValue()).toBe('kept-*');
    held.release();
  });

  test('that is cut off leaves the form, and a sentence that says what to do', async () => {
    const { page, complaints } = browser;
    const held = hold(bench, '/users/$count');
    await check();
    await section().getByText('Asking Microsoft how many people there are…').waitFor();
    browser.cutOff();
    await expect.poll(() => complaints.splice(0)).toEqual([expect.stringContaining('INCOMPLETE_CHUNKED')]);
    expect(await section().getByText('the page was cut off from Rollcall: check again').isVisible()).toBe(true);
    held.release();
    await page.locator('.save-bar').getByRole('button', { name: 'Check Connectivity' }).click();
    await section().getByText('All that a sync needs works.').waitFor();
  });
});
