import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBench, type Bench } from '../api/bench.ts';
import { removePeople } from '../db/remove-people.ts';
import type { TestTenant } from '../db/stage.ts';
import { executablePath, openBrowser, type RealBrowser } from './browser.ts';
import { end, HOSTILE, member, members, oid, sync } from './company.ts';

describe.skipIf(executablePath === undefined)('in a browser', () => {
  let bench: Bench;
  let browser: RealBrowser;
  let tenant: TestTenant;
  beforeAll(async () => {
    bench = await openBench();
    browser = await openBrowser(bench);
    tenant = await bench.stage.tenant({ cleanUp: { enabled: true } });
    await sync(tenant, [
      ...members(1, 70),
      ...HOSTILE.map((displayName, n) => member(141 + n, { displayName, properties: { jobTitle: '=1+1' } })),
    ]);
    const moved = await sync(tenant, [
      member(7, { properties: { jobTitle: 'Head of Sales' } }),
      ...members(1, 6),
      ...members(8, 70),
    ]);
    expect((await tenant.run(moved)).counts.updated).toBe(1);
    const removed = await removePeople(tenant, [oid(9), oid(10)], new Date());
    await end(tenant, removed, { outcome: 'succeeded', now: new Date() });
    await browser.signIn();
  });
  afterAll(async () => {
    await browser.close();
    await bench.close();
  });

  test('employees are searched, sorted, paged and exported; the address keeps what was chosen', async () => {
    const { page, origin, complaints } = browser;
    await page.goto(`${origin}/tenants/${tenant.id}/employees`);
    await page.getByRole('heading', { name: '71 people in the directory.' }).waitFor();
    for (const name of HOSTILE) expect(await page.getByRole('rowheader', { name }).count()).toBe(1);
    await browser.inspect('employees');
    const first = () => page.getByRole('rowheader').first().textContent();
    await page.getByRole('columnheader', { name: 'Email' }).getByRole('link').click();
    await page
      .getByRole('columnheader', { name: 'Email', exact: false })
      .and(page.locator('[aria-sort=ascending]'))
      .waitFor();
    expect(new URL(page.url()).searchParams.get('sort')).toBe('email');
    expect(await first()).toContain('Lê Okafor');
    await page.getByRole('link', { name: 'Next employees' }).click();
    await page.getByRole('link', { name: 'First employees' }).waitFor();
    await expect.poll(() => page.getByRole('table').locator('tbody tr').count()).toBe(21);

    await page.getByLabel('Search by name or address').fill('person7');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.getByRole('table').locator('tbody tr').count()).toBe(2);
    expect(new URL(page.url()).searchParams.get('sort')).toBe('email');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Export as CSV' }).click(),
    ]);
    const csv = await readFile(await download.path(), 'utf8');
    expect(download.suggestedFilename()).toBe('employees.csv');
    expect(csv).toMatch(/^\uFEFFFirst Name,/);
    expect(csv.trimEnd().split('\r\n')).toHaveLength(3);
    expect(csv).toContain(',+47 22 00 1007,Head of Sales,');

    await page.getByLabel('Search by name or address').fill('nobody at all');
    await page.keyboard.press('Enter');
    await page.getByText('in the name or the address').waitFor();
    await browser.inspect('employees-none');
    expect(complaints).toEqual([]);
  });

  test('somebody removed is found, restored by a person, and left to Entra again', async () => {
    const { page, origin, complaints } = browser;
    await page.goto(`${origin}/tenants/${tenant.id}/employees`);
    await page.getByRole('link', { name: 'Removed 2' }).click();
    await page.waitForURL(/status=removed/);
    await page
      .getByRole('table')
      .getByRole('link', { name: /^Jonas/ })
      .click();
    await page.getByRole('button', { name: 'Restore' }).click();
    await page.getByRole('status').getByText('Restored, and kept').waitFor();
    await page.getByRole('cell', { name: 'done by a person' }).waitFor();
    await page.getByRole('button', { name: 'Leave to Entra again' }).click();
    await page.getByRole('status').getByText('Left to Entra again').waitFor();
    await page.getByRole('button', { name: 'Keep' }).waitFor();
    expect(complaints).toEqual([]);
  });

  test('a person’s page shows values with their source and what they were before', async () => {
    const { page, origin, complaints } = browser;
    await page.goto(`${origin}/tenants/${tenant.id}/employees?query=person7@`);
    await page.getByRole('rowheader').getByRole('link').click();
    await page.getByRole('heading', { name: 'Hiro Novák' }).waitFor();
    await page.getByRole('definition').filter({ hasText: 'Head of Sales' }).getByText('from Analyst').waitFor();
    await browser.inspect('employee');
    expect(complaints).toEqual([]);
  });
});
