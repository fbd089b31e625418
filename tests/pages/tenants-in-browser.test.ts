import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { graphError, openDirectoryBench, TENANT, type DirectoryBench } from '../api/scripted-directory.ts';
import { executablePath, openBrowser, type RealBrowser } from './browser.ts';

describe.skipIf(executablePath === undefined)('in a browser', () => {
  let bench: DirectoryBench;
  let browser: RealBrowser;
  beforeAll(async () => {
    bench = await openDirectoryBench();
    browser = await openBrowser(bench);
  });
  afterAll(async () => {
    await browser.close();
    await bench.close();
  });

  test('an operator onboards a directory, pauses it, and lets it go', async () => {
    const { page, complaints } = browser;
    await browser.signIn();
    await page.getByText('No tenants yet').waitFor();
    await browser.inspect('tenants-none');
    await page.getByRole('link', { name: 'Onboard a tenant' }).click();
    await browser.inspect('onboard');
    bench.override = ({ url }) => (url.includes('/users') ? graphError(403, 'Authorization_RequestDenied') : undefined);
    await page.getByLabel('Name').fill('Contoso Ltd');
    await page.getByLabel('Directory').fill(TENANT);
    await page.getByRole('button', { name: 'Check and onboard' }).click();
    await page.getByText('Nothing was onboarded.').waitFor();
    await browser.inspect('onboard-refused');
    expect(complaints.splice(0)).toEqual([expect.stringContaining('422')]);
    bench.override = undefined;
    await page.getByRole('button', { name: 'Check and onboard' }).click();
    await page.getByRole('status').getByText('Onboarded.').waitFor();

    for (const [name, rest] of [
      [
        'Fabrikam',
        `status = 'active', employees = 4812, last_synced_at = now() - interval '14 minutes', next_sync_at = now() + interval '2 hours'`,
      ],
      [
        'Northwind Traders',
        `status = 'needsAttention', attention_code = 'consentWithdrawn', employees = 118, last_synced_at = now() - interval '2 days'`,
      ],
      ['<script>alert(1)</script>', `status = 'unlinked'`],
    ] as const) {
      const { id } = await bench.stage.tenant();
      await bench.stage.asOwner(`update tenants set name = $2, ${rest} where id = $1`, [id, name]);
    }
    await page.goto(`${browser.origin}/tenants`);
    await page.getByText('<script>alert(1)</script>').waitFor();
    await browser.inspect('tenants');

    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Keys' }).click();
    await page.getByText('No keys yet').waitFor();
    await page.getByLabel('Name of a new key').fill('Night export');
    await page.getByRole('button', { name: 'Make a key' }).click();
    await page.getByRole('heading', { name: 'The key Night export' }).waitFor();
    await page.getByLabel('Key').evaluate('(field) => { field.value = "rollcall_…"; }');
    await browser.inspect('key-made');
    await page.getByRole('link', { name: 'Done' }).click();
    await browser.inspect('keys');
    await page.getByRole('link', { name: 'Take back Night export…' }).click();
    await browser.inspect('key-removal');
    await page.getByRole('button', { name: 'Take back Night export' }).click();
    await page.getByRole('status').getByText('Taken back.').waitFor();
    await page.getByRole('link', { name: 'Tenants', exact: true }).click();

    await page.getByRole('button', { name: 'Pause Contoso Ltd' }).click();
    await page.getByText('Paused. A run that is going stops').waitFor();
    await page.getByRole('button', { name: 'Resume Contoso Ltd' }).waitFor();
    await page.getByRole('link', { name: 'Off-board Contoso Ltd' }).click();
    await page.getByRole('heading', { name: 'Off-board Contoso Ltd' }).waitFor();
    await browser.inspect('off-board');
    await page.getByLabel('Type its name').fill('Contoso Ltd');
    await page.getByRole('button', { name: /^Erase 0 people/ }).click();
    await page.getByRole('cell', { name: 'Being off-boarded' }).waitFor();
    expect(complaints).toEqual([]);
  });
});
