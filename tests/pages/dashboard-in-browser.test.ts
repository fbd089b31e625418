import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBench, type Bench } from '../api/bench.ts';
import type { TestTenant } from '../db/stage.ts';
import { executablePath, openBrowser, type RealBrowser } from './browser.ts';
import { end, HOSTILE, hold, member, members, oid, pastRuns, sync } from './company.ts';

const everybody = [
  ...members(1, 140),
  ...HOSTILE.map((displayName, n) => member(141 + n, { displayName })),
  ...[201, 202, 203].map((n) => member(n, { accountEnabled: false })),
  member(204, { userType: 'Guest' }),
  member(205, { mail: null }),
];

/** Found and measured at once: the page may put another in its place at any moment. */
const sentenceAt = (page: RealBrowser['page']) =>
  page.locator('#live').evaluate((live) => {
    const sentence = [...live.querySelectorAll('*')].findLast((each) => each.textContent.includes('Syncing now.'));
    if (sentence === undefined) throw new Error('The page does not say that it syncs.');
    const { x, y, width, height } = sentence.getBoundingClientRect();
    return { x, y, width, height };
  });

describe.skipIf(executablePath === undefined)('in a browser', () => {
  let bench: Bench;
  let browser: RealBrowser;
  let tenant: TestTenant;
  beforeAll(async () => {
    bench = await openBench();
    browser = await openBrowser(bench);
    tenant = await bench.stage.tenant({ cleanUp: { enabled: true } });
    await pastRuns(bench.stage, tenant);
    await sync(tenant, everybody);
    await browser.signIn();
  });
  afterAll(async () => {
    await browser.close();
    await bench.close();
  });
  const address = () => `${browser.origin}/tenants/${tenant.id}`;
  const setExpected = (runId: string) =>
    bench.stage.asOwner('update sync_runs set expected = 148 where tenant_id = $1 and id = $2', [tenant.id, runId]);

  test('Sync Now shows people as they are read, without loading the page anew, and says when it is done', async () => {
    const { page, complaints } = browser;
    await page.getByRole('link', { name: 'Contoso', exact: true }).click();
    await page
      .locator('#live')
      .getByText(/^In step\. 143 people/)
      .waitFor();
    await browser.inspect('dashboard');
    await page.evaluate('globalThis.sameDocument = true');
    await page.getByRole('button', { name: 'Sync Now' }).click();
    await page.getByText('it starts in a moment').waitFor();
    const requestId = new URL(page.url()).searchParams.get('request') ?? '';
    await page.evaluate('globalThis.sameDocument = true');

    const runId = await tenant.open({ trigger: 'manual', requestIds: [requestId], now: new Date(Date.now() - 4000) });
    await tenant.page(runId, members(1, 60), { last: false });
    await setExpected(runId);
    await page.getByText('60 of about 148 people read').waitFor();
    const beside = await page.context().newPage();
    await beside.goto(`${address()}/runs/${runId}`);
    await beside.getByRole('heading', { name: 'Going on: 60 of about 148 people read.' }).waitFor();
    await page.getByText(/about \d+ seconds? left/).waitFor();
    const sentence = await sentenceAt(page);
    await browser.inspect('dashboard-running');
    await tenant.page(runId, [...members(61, 139), member(300), member(140, { displayName: 'Renamed' })]);
    await setExpected(runId);
    await page.getByText('141 of about 148 people read').waitFor();
    await beside.getByRole('heading', { name: 'Going on: 141 of about 148 people read.' }).waitFor();
    expect(await page.getByLabel('People read').getAttribute('value')).toBe('141');
    expect(await sentenceAt(page)).toEqual(sentence);

    await end(tenant, runId, { outcome: 'succeeded', now: new Date() });
    await page.getByRole('status').getByText(`Done. Run ${runId}: Succeeded. 1 new, 1 changed.`).waitFor();
    await page
      .locator('#live')
      .getByText(/^In step\. 144 people/)
      .waitFor();
    await page.getByRole('rowheader', { name: `${runId}. Full run` }).waitFor();
    expect(await page.evaluate('globalThis.sameDocument')).toBe(true);
    await beside.getByRole('heading', { name: 'Succeeded. 1 new, 1 changed.' }).waitFor();
    await beside.getByRole('rowheader', { name: 'Renamed' }).waitFor();
    await beside.close();
    await page.getByRole('link', { name: 'See what it did' }).click();
    await page.getByRole('link', { name: '1 Changed' }).click();
    await page.getByText('Renamed').first().waitFor();
    await browser.inspect('run');
    expect(complaints).toEqual([]);
  });

  test('a clean-up over the limit shows who would leave, asks once, and is approved', async () => {
    const { page, complaints } = browser;
    const leaving = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18].map(
      (n) => [oid(n), n > 14 ? 'disabled' : 'deleted'] as const,
    );
    const hostile = HOSTILE.map((_, n) => [oid(141 + n), 'deleted'] as const);
    const runId = await hold(bench.stage, tenant, everybody, [...leaving, ...hostile]);
    await page.goto(address());
    await page.getByText('21 of 144 people (14.6 %) would be removed.').waitFor();
    await browser.inspect('dashboard-waiting');
    await page.getByRole('link', { name: 'Look at the list' }).click();
    await page.getByRole('rowheader', { name: HOSTILE[0] }).waitFor();
    await browser.inspect('leaving');
    await page.getByLabel('Search by name or address').fill('PERSON12@');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.getByRole('table').getByRole('rowheader').count()).toBe(1);
    await page.getByRole('link', { name: 'Approve: remove 21 people' }).click();
    await page.getByRole('heading', { name: 'Remove 21 people?' }).waitFor();
    await browser.inspect('approve');
    await page.getByRole('button', { name: 'Remove 21 people' }).click();
    await page.getByRole('status').getByText('Approved.').waitFor();
    expect((await tenant.run(runId)).decision).toBe('approved');
    expect(complaints).toEqual([]);
  });

  test('who stays out leads to the rule, and a failed run to its remedy', async () => {
    const { page, complaints } = browser;
    await page.goto(address());
    await page.getByRole('link', { name: '3 disabled' }).click();
    await page.getByText('disabled accounts are left out').waitFor();
    await browser.inspect('not-imported');
    await page.goto(`${address()}/runs/80`);
    await page.getByRole('button', { name: 'Retry run 80' }).waitFor();
    await browser.inspect('run-failed');
    expect(complaints).toEqual([]);
  });

  test('without JavaScript the page follows a run by loading itself anew', async () => {
    const plain = await openBrowser(bench, { javaScript: false });
    try {
      await plain.signIn();
      await plain.page.goto(`${plain.origin}/tenants/${tenant.id}`);
      await plain.page.getByRole('button', { name: 'Sync Now' }).click();
      await plain.page.getByText('it starts in a moment').waitFor();
      const requestId = new URL(plain.page.url()).searchParams.get('request') ?? '';
      const runId = await tenant.open({ trigger: 'manual', requestIds: [requestId], now: new Date() });
      await plain.page.getByText('0 people read').waitFor();
      await end(tenant, runId, { outcome: 'cancelled', now: new Date() });
    } finally {
      await plain.close();
    }
  });
});
