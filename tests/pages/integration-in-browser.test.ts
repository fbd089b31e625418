import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readIntegration } from '../../db/integration-settings.ts';
import type { RunId } from '../../sync/ids.ts';
import type { TestTenant } from '../db/stage.ts';
import { executablePath, openBrowser, type RealBrowser } from './browser.ts';
import type { MicrosoftBench } from './microsoft.ts';
import { endPreview, openSynced, PEOPLE } from './preferences.ts';

describe.skipIf(executablePath === undefined).each([
  ['with JavaScript', true],
  ['without JavaScript', false],
])('in a browser %s', (_how, javaScript) => {
  let bench: MicrosoftBench;
  let browser: RealBrowser;
  let tenant: TestTenant;
  let own: string;
  beforeAll(async () => {
    ({ bench, tenant } = await openSynced(['GroupMember.Read.All']));
    browser = await openBrowser(bench, { javaScript });
    own = `${browser.origin}/tenants/${tenant.id}/integration`;
    await browser.signIn();
  });
  afterAll(async () => {
    await browser.close();
    await bench.close();
  });
  const settings = async () => (await tenant.inTransaction((tx) => readIntegration(tenant.id, tx))).settings;
  const bar = (name: string) => browser.page.locator('.save-bar').getByRole('button', { name });
  const inspect = async (name: string) => {
    if (javaScript) await browser.inspect(name);
  };

  // Without JavaScript nothing is asked about live.
  if (javaScript) {
    test('what the account is asked about live moves nothing below it', async () => {
      const { page } = browser;
      const answer = Promise.withResolvers<void>();
      await page.route('**/integration/permissions', async (route) => {
        await answer.promise;
        await route.continue();
      });
      await page.goto(`${own}#email`);
      const placeOf = () => page.locator('#email').evaluate((heading) => heading.getBoundingClientRect().top);
      await page.getByText('User.Read.All not asked yet').waitFor();
      const before = await placeOf();
      answer.resolve();
      await page.getByText('User.Read.All granted').waitFor();
      expect(await placeOf()).toBe(before);
      await page.unroute('**/integration/permissions');
    });
  }

  test('an admin comes from Preferences, puts another source of addresses first, saves, and it syncs', async () => {
    const { page, complaints } = browser;
    await page.goto(`${browser.origin}/tenants/${tenant.id}`);
    await page.getByText('Preferences').click();
    await page.getByRole('link', { name: 'Integration' }).click();
    await page.getByRole('heading', { name: 'E-mail' }).waitFor();
    await inspect('integration');
    await page.getByRole('button', { name: 'Move up: Other (Alternative) email array' }).click();
    await page.getByRole('button', { name: 'Move up: Other (Alternative) email array' }).click();
    const labels = page.locator('.sources .form-check-label');
    await expect
      .poll(() => labels.allTextContents())
      .toEqual([
        'Other (Alternative) email array',
        'ProxyAddresses array (primary SMTP)',
        'Mail',
        'Try to use User Principal Name as Email',
      ]);
    await page.getByRole('checkbox', { name: 'Try to use User Principal Name' }).check();
    await page.getByRole('checkbox', { name: 'Enable Clean Up' }).check();
    await bar('Save').click();
    await page.getByText('Saved. Syncing now.').waitFor();
    expect(await settings()).toMatchObject({
      email: { sources: ['otherMails', 'proxyAddresses', 'mail', 'userPrincipalName'] },
      cleanUp: { enabled: true },
    });
    expect((await bench.signals(tenant.id)).at(-1)).toMatchObject({ name: 'syncNow', input: { trigger: 'settings' } });
    expect(complaints).toEqual([]);
  });

  test('a wrong filter has its caret below it, keeps the rest, and is understood once it is right', async () => {
    const { page } = browser;
    await page.goto(own);
    const before = await settings();
    await page.getByLabel('Patterns of service accounts').fill('kept-*');
    await page.getByLabel('OData filter').fill("departmnt eq 'Sales'");
    await bar('Save').click();
    await page.getByRole('alert').getByText('Not saved.').waitFor();
    const field = page.getByLabel('OData filter');
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    expect(await page.locator('#odata-note .caret').textContent()).toBe("departmnt eq 'Sales'\n^^^^^^^^^");
    await page.getByRole('link', { name: 'OData filter' }).click();
    await inspect('integration-refused');
    expect(await page.getByLabel('Patterns of service accounts').inputValue()).toBe('kept-*');
    expect(await settings()).toEqual(before);

    await field.fill("department eq 'Sales' or department eq 'Finance'");
    await page.getByLabel('Limit in people').press('Enter'); // which looks, and saves nothing
    await page.getByText('Understood as “Department is Sales or Finance”').waitFor();
    expect(await settings()).toEqual(before);
  });

  test('groups are found, added and taken away', async () => {
    const { page } = browser;
    await page.goto(own);
    await page.getByLabel('Find a group by its name').fill('sales');
    await page.getByRole('button', { name: 'Find groups' }).click();
    await page.getByRole('button', { name: 'Add the group Sales', exact: true }).click();
    await page.getByRole('button', { name: 'Remove the group Sales' }).waitFor();
    await inspect('integration-groups');
    await page.getByRole('button', { name: 'Remove the group Sales' }).click();
    await page.getByText('No group is chosen').waitFor();
  });

  test('Check Connectivity tries what is not saved yet', async () => {
    const { page } = browser;
    await page.goto(own);
    await page.getByRole('checkbox', { name: 'Leave out guests' }).uncheck();
    await bar('Check Connectivity').click();
    await page.getByText(/All that a sync needs works\. \d of 9 people in the directory match/).waitFor();
    expect(await page.getByRole('checkbox', { name: 'Leave out guests' }).isChecked()).toBe(false);
    await inspect('integration-checked');
    expect((await settings()).filters.includeGuests).toBe(false);
  });

  test('an example person keeps a slip of the pen from being saved', async () => {
    const { page } = browser;
    await page.goto(own);
    const before = await settings();
    await page.getByLabel('Somebody to try the filters on').fill(PEOPLE[0]?.mail ?? '');
    await page.getByRole('button', { name: 'Add example' }).click();
    await page.getByText('As expected, with what the form holds.').waitFor();
    await page.getByLabel('Expression').fill('$.department == "sales"');
    await bar('Save').click();
    await page.getByRole('alert').getByText('Not saved.').waitFor();
    await page.getByRole('link', { name: 'Example people' }).click();
    await inspect('integration-example');
    expect(await settings()).toEqual(before);
    await page.getByRole('button', { name: /^Remove the example/ }).click();
    await expect.poll(() => page.getByRole('button', { name: /^Remove the example/ }).count()).toBe(0);
  });

  test('Preview shows what saving would do below the form, which keeps what was previewed, and saves it', async () => {
    const { page } = browser;
    await page.goto(own);
    await page.getByRole('checkbox', { name: 'Leave out guests' }).uncheck();
    await bar('Preview').click();
    await page.getByText('Reading the directory by these settings').waitFor();
    const runId = new URL(page.url()).searchParams.get('preview') ?? '';
    await endPreview(tenant, runId as RunId, PEOPLE);
    await page
      .locator('#preview')
      .getByText(/Saving would bring in/)
      .waitFor();
    expect(await page.getByRole('checkbox', { name: 'Leave out guests' }).isChecked()).toBe(false);
    await inspect('integration-preview');
    await bar('Save').click();
    await page.getByText('Saved. Syncing now.').waitFor();
    expect((await settings()).filters.includeGuests).toBe(true);
  });

  test('of two admins who save at once the second is told, and nothing is overwritten', async () => {
    const { page } = browser;
    await page.goto(own);
    const second = await page.context().newPage();
    await second.goto(own);
    await page.getByLabel('Days until erased').fill('60');
    await bar('Save').click();
    await page.getByText('Saved. Syncing now.').waitFor();

    await second.getByLabel('Days until erased').fill('90');
    await second.locator('.save-bar').getByRole('button', { name: 'Save' }).click();
    await second.getByText('Somebody saved in the meantime').waitFor();
    expect(await second.getByLabel('Days until erased').inputValue()).toBe('90');
    expect((await settings()).cleanUp.retentionDays).toBe(60);
    await second.close();

    await page.goto(own);
    await page.getByLabel('Days until erased').fill('91');
    await tenant.save({ retentionDays: 61 });
    await bar('Save').click();
    await page.getByText('Somebody saved in the meantime').waitFor();
    await inspect('integration-conflict');
    await page.getByRole('button', { name: /Save mine in place of version \d+/ }).click();
    await page.getByText('Saved. Syncing now.').waitFor();
    expect((await settings()).cleanUp.retentionDays).toBe(91);
  });
});
