import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBench, type Bench } from '../api/bench.ts';
import { completeTestPreview, openTestPreview, previewPage } from '../db/open-test-preview.ts';
import type { TestTenant } from '../db/stage.ts';
import { executablePath, openBrowser, type RealBrowser } from './browser.ts';
import { HOSTILE, member, members, sync } from './company.ts';

describe.skipIf(executablePath === undefined)('in a browser', () => {
  let bench: Bench;
  let browser: RealBrowser;
  let tenant: TestTenant;
  beforeAll(async () => {
    bench = await openBench();
    browser = await openBrowser(bench);
    tenant = await bench.stage.tenant({ cleanUp: { enabled: true } });
    await sync(tenant, members(1, 80));
    await browser.signIn();
  });
  afterAll(async () => {
    await browser.close();
    await bench.close();
  });

  test('a preview shows how far it is, then what saving would do, and finds people, without loading the page anew', async () => {
    const { page, complaints } = browser;
    const runId = await openTestPreview(tenant, { now: new Date(Date.now() - 4_000) });
    await previewPage(tenant, runId, members(1, 60), { last: false });
    await bench.stage.asOwner('update sync_runs set expected = 85 where tenant_id = $1 and id = $2', [
      tenant.id,
      runId,
    ]);
    await page.goto(`${browser.origin}/tenants/${tenant.id}/previews/${runId}`);
    await page.getByText('60 of about 85 people read').waitFor();
    await browser.inspect('preview-running');
    await page.evaluate('globalThis.sameDocument = true');
    await previewPage(tenant, runId, [
      ...members(61, 69),
      member(90, { mail: member(5).mail }),
      member(70, { properties: { jobTitle: 'Countess' } }),
      member(71, { accountEnabled: false }),
      ...HOSTILE.map((displayName, n) => member(101 + n, { displayName })),
      member(111, { userType: 'Guest' }),
    ]);
    await completeTestPreview(tenant, runId, new Date());
    const sentence = 'Saving would bring in 4 people, change 1 and take out 10; 2 stay out.';
    await page.locator('.sentence').getByText(sentence).waitFor();
    await page.getByRole('status').getByText(sentence).waitFor({ state: 'attached' });
    expect(await page.evaluate('globalThis.sameDocument')).toBe(true);
    await page.getByText('The clean-up would wait for a decision').waitFor();
    await browser.inspect('preview');

    await page.getByRole('link', { name: 'Would go (10)' }).click();
    await page.getByText('the account is disabled').waitFor();
    await page.getByRole('link', { name: 'See who' }).click();
    await page.getByRole('columnheader', { name: 'Address, and who would hold it' }).waitFor();
    await browser.inspect('preview-duplicates');
    await page.getByRole('link', { name: 'Would come (4)' }).click();
    await page.getByLabel('Search by name or address').fill('onerror');
    await page.getByRole('button', { name: 'Search' }).click();
    await page.getByRole('rowheader', { name: 'onerror' }).waitFor();
    expect(await page.getByRole('rowheader').count()).toBe(1);
    expect(complaints).toEqual([]);
  });
});
