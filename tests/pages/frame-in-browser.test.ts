import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OPERATOR, openBench, type Bench } from '../api/bench.ts';
import { executablePath, openBrowser, type RealBrowser } from './browser.ts';

describe.skipIf(executablePath === undefined)('in a browser', () => {
  let bench: Bench;
  let browser: RealBrowser;
  beforeAll(async () => {
    bench = await openBench();
    browser = await openBrowser(bench);
  });
  afterAll(async () => {
    await browser.close();
    await bench.close();
  });

  test('one signs in with the keyboard alone, chooses dark, and signs out', async () => {
    const { page, origin, complaints } = browser;
    await page.goto(`${origin}/`);
    expect(page.url()).toBe(`${origin}/sign-in`);
    await browser.inspect('sign-in');
    await page.getByLabel('Operator’s key').focus();
    await page.keyboard.type('not the key');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').waitFor();
    await browser.inspect('sign-in-refused');
    expect(complaints.splice(0)).toEqual([expect.stringContaining('403')]);

    await page.getByLabel('Operator’s key').focus();
    await page.keyboard.type(OPERATOR);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Tenants' }).waitFor();
    await page.keyboard.press('Tab');
    expect(await page.evaluate<string>('document.activeElement.textContent.trim()')).toBe('Skip to the content');
    await page.keyboard.press('Enter');
    expect(await page.evaluate<string>('document.activeElement.id')).toBe('content');

    await page.getByRole('button', { name: 'Show pages dark' }).click();
    await page.locator('html[data-bs-theme=dark]').waitFor();
    await page.getByRole('button', { name: 'Show pages light' }).click();
    await page.locator('html[data-bs-theme=light]').waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(complaints).toEqual([]);
  });

  test('a system that is dark is offered light pages, and no button that would do nothing', async () => {
    const { page, origin } = browser;
    await page.context().clearCookies();
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.goto(`${origin}/sign-in`);
    await page.getByRole('button', { name: 'Show pages light' }).waitFor();
    expect(await page.getByRole('button', { name: 'Show pages dark' }).count()).toBe(0);
    await page.emulateMedia({ colorScheme: 'light' });
    await page.getByRole('button', { name: 'Show pages dark' }).waitFor();
    expect(await page.getByRole('button', { name: 'Show pages light' }).count()).toBe(0);
  });

  test('an address that is none is told on a page', async () => {
    await browser.page.context().clearCookies(); // of the theme that was chosen
    await browser.page.goto(`${browser.origin}/nothing`);
    await browser.inspect('not-found');
    browser.complaints.length = 0;
  });
});
