import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { depsOver } from '../scenarios/api-over.ts';
import { openWorkbench, people, type Workbench } from '../scenarios/workbench.ts';
import { executablePath, openBrowser, type RealBrowser } from './browser.ts';

/** Three pages of a listing: enough to see it move. */
const OTHERS = 2049; // and Ada
const KITCHEN = 20;
const PAGE_MS = 2_500;

describe.skipIf(executablePath === undefined)('in a browser, over everything that runs in production', () => {
  let bench: Workbench;
  let browser: RealBrowser;
  beforeAll(async () => {
    bench = await openWorkbench();
    browser = await openBrowser({ deps: depsOver(bench) });
  });
  afterAll(async () => {
    await browser.close();
    await bench.close();
  });

  const ofKitchen = people(KITCHEN, 'Cook').map(({ properties }) => ({
    properties: { ...properties, department: 'Kitchen' },
  }));

  test('an admin who has never been here sees the right people, and stays in charge when many leave', async () => {
    const entra = bench.emulator.addDirectory({
      name: 'Millbrook Foods Ltd',
      domain: 'millbrook.example',
      consent: 'never',
      people: [
        { properties: { displayName: 'Ada Admin' }, roles: ['globalAdministrator'] },
        ...people(OTHERS),
        ...ofKitchen,
      ],
    });
    const { page, origin, complaints } = browser;
    const live = page.locator('#live');
    const bar = (name: string) => page.locator('.save-bar').getByRole('button', { name });

    // Link, and consent.
    await page.goto(`${origin}/`);
    await page.getByRole('link', { name: 'Sign in with Microsoft' }).click();
    await page.getByRole('button', { name: 'Ada Admin' }).click();
    await page.getByRole('link', { name: 'Link Entra ID account' }).click();
    await page.getByRole('button', { name: 'Accept' }).click();
    await page.getByText('Linked. Rollcall reads this directory').waitFor();
    await page.getByRole('definition').filter({ hasText: 'Millbrook Foods Ltd' }).waitFor();

    // Choose, and check.
    await page.getByLabel('OData filter').fill("department ne 'Kitchen'");
    await page.getByRole('checkbox', { name: 'Enable Clean Up' }).check();
    await bar('Check Connectivity').click();
    await page.getByText('2,050 of 2,070 people in the directory match').waitFor();

    // Preview: nobody is stored yet.
    await bar('Preview').click();
    await page.locator('#preview').getByText('Saving would bring in 2,050 people; 20 stay out.').waitFor();
    const dashboard = page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Dashboard' });
    expect(await page.getByRole('checkbox', { name: 'Enable Clean Up' }).isChecked()).toBe(true);
    expect(await page.getByLabel('OData filter').inputValue()).toBe("department ne 'Kitchen'");

    // Save, and watch the first sync move.
    entra.behaviour = { ...entra.behaviour, pageLatencyMs: PAGE_MS };
    await bar('Save').click();
    await page.getByText('Saved. Syncing now.').waitFor();
    await dashboard.click();
    const seen = new Set<string>();
    await expect
      .poll(
        async () => {
          const text = (await page.locator('main').textContent()) ?? '';
          const [, read] = /([\d,]+) of about 2,070 people read/.exec(text) ?? [];
          if (read !== undefined) seen.add(read);
          return /In step\. 2,050 people/.test(text);
        },
        { timeout: 60_000, interval: 100 },
      )
      .toBe(true);
    expect([...seen]).toEqual(expect.arrayContaining(['999', '1,998']));
    entra.behaviour = { ...entra.behaviour, pageLatencyMs: 0 };

    // Employees holds the right people.
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Employees' }).click();
    await page.getByRole('searchbox').fill('Cook');
    await page.getByRole('searchbox').press('Enter');
    await page.getByText('Nobody').waitFor();
    await page.getByRole('searchbox').fill('Person 007');
    await page.getByRole('searchbox').press('Enter');
    await page.getByRole('cell', { name: 'person.7@contoso.example' }).waitFor();

    // One person leaves, and is gone with the next sync.
    entra.leave('Person 001');
    await dashboard.click();
    await page.getByRole('button', { name: 'Sync Now' }).click();
    await live.getByText('In step. 2,049 people').waitFor({ timeout: 30_000 });

    // Too many leave: the guard holds until the admin approves.
    for (let n = 2; n <= 301; n++) entra.leave(`Person ${String(n).padStart(3, '0')}`);
    await page.getByRole('button', { name: 'Sync Now' }).click();
    await live.getByText('Waiting for you: 300 people would be removed.').waitFor({ timeout: 30_000 });
    await page.getByRole('link', { name: 'Approve: remove 300 people…' }).click();
    await page.getByRole('heading', { name: 'Remove 300 people?' }).waitFor();
    await page.getByRole('button', { name: 'Remove 300 people' }).click();
    await live.getByText('In step. 1,749 people').waitFor({ timeout: 30_000 });
    expect(complaints).toEqual([]);
  }, 180_000);
});
