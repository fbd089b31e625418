import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { graphError, openDirectoryBench, TENANT, type DirectoryBench } from '../api/scripted-directory.ts';
import { members, sync } from './company.ts';
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

  test('the list follows by itself, in place: focus, and where the table was moved to, stay', async () => {
    const { page, complaints } = browser;
    const tenant = await bench.stage.tenant();
    await bench.stage.asOwner(`update tenants set name = 'Adatum' where id = $1`, [tenant.id]);
    await sync(tenant, members(1, 3));
    await page.clock.install();
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(`${browser.origin}/tenants`);
    const line = page.getByRole('row', { name: /^Adatum/ });
    await line.getByText('In step. 3 people').waitFor();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await page.evaluate('globalThis.sameDocument = true');
    const pause = line.getByRole('button', { name: 'Pause Adatum' });
    await pause.focus();
    const table = page.getByRole('region', { name: 'Tenants' });
    const movedTo = await table.evaluate(({ scrollLeft }) => scrollLeft);
    expect(movedTo).toBeGreaterThan(0);

    await tenant.open();
    await page.clock.fastForward(14_000);
    expect(asked).toEqual([]);
    await page.clock.fastForward(1_000);
    await line.getByText('Syncing now. 3 people').waitFor();
    expect(asked).toEqual(['/tenants']);
    expect(await pause.evaluate((button) => button === button.ownerDocument.activeElement)).toBe(true);
    expect(await table.evaluate(({ scrollLeft }) => scrollLeft)).toBe(movedTo);
    expect(await page.evaluate('globalThis.sameDocument')).toBe(true);

    // One that leaves the list, with what another one was told changing at once, leaves the focus at the same tenant.
    const attention = `update tenants set status = 'needsAttention', attention_code = 'groupGone' where id = $1`;
    await bench.stage.asOwner(attention, [tenant.id]);
    await page.goto(`${browser.origin}/tenants?show=needAttention`);
    await page.getByRole('row', { name: /^Northwind Traders/ }).waitFor();
    await pause.focus();
    await bench.stage.asOwner(`update tenants set status = 'paused' where name = 'Northwind Traders'`);
    await bench.stage.asOwner('update tenants set employees = 4 where id = $1', [tenant.id]);
    await page.clock.fastForward(15_000);
    await line.getByRole('cell', { name: '4', exact: true }).waitFor();
    expect(await page.getByRole('row').count()).toBe(2);
    expect(await pause.evaluate((button) => button === button.ownerDocument.activeElement)).toBe(true);
    expect(complaints).toEqual([]);
  });
});
