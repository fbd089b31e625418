import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { executablePath, openBrowser, type RealBrowser } from './browser.ts';
import { openMicrosoftBench, type MicrosoftBench } from './microsoft.ts';
import { openWhyStage, type WhyStage } from './why-stage.ts';

describe.skipIf(executablePath === undefined)('in a browser', () => {
  let bench: MicrosoftBench;
  let stage: WhyStage;
  let browser: RealBrowser;
  beforeAll(async () => {
    bench = await openMicrosoftBench();
    stage = await openWhyStage(bench);
    browser = await openBrowser(bench);
    await browser.signIn();
  });
  afterAll(async () => {
    await browser.close();
    await bench.close();
  });
  const tenant = () => `${browser.origin}/tenants/${stage.tenant.id}`;

  test('somebody is typed, chosen of several, explained, and called a person by hand', async () => {
    const { page, complaints, inspect } = browser;
    await page.goto(tenant());
    await page.getByRole('link', { name: 'Why?' }).click();
    await page.getByLabel('Name, address or object id').fill('Two');
    await page.keyboard.press('Enter');
    await page.getByText('2 people fit. Which one?').waitFor();
    expect(new URL(page.url()).search).toBe('');
    await inspect('why-several');
    await page.getByRole('link', { name: 'Two Others' }).click();
    await page.getByText('Not imported yet: passes every rule.').waitFor();

    await page.getByLabel('Name, address or object id').fill('dora@fernhill.example');
    await page.getByRole('button', { name: 'Look up' }).click();
    await page.getByText('Not imported: the account is disabled.').waitFor();
    await inspect('why');
    await page.getByLabel('Name, address or object id').fill('Backup');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'A person' }).click();
    await page.getByText('Imported: passes every rule.').waitFor();
    await page.getByRole('button', { name: 'Leave it to Entra again' }).click();
    await page.getByText('Not imported: is a service account').waitFor();
    expect(complaints).toEqual([]);
  });

  test('a person’s page looks up what is not stored when it is opened, and a value is set by hand', async () => {
    const { page, complaints, inspect } = browser;
    await page.goto(`${tenant()}/employees?query=adele`);
    await page.getByRole('rowheader').getByRole('link').click();
    expect(await page.getByText('Imported: passes every rule.').count()).toBe(0);
    await page.getByText('Why is this person here?').click();
    await page.getByText('Imported: passes every rule.').waitFor();
    await inspect('employee-why');
    await page.getByRole('link', { name: 'Set by hand: Job Title' }).click();
    await page.getByRole('textbox', { name: 'Job Title' }).fill('Countess');
    await inspect('set-by-hand');
    await page.getByRole('button', { name: 'Set by hand' }).click();
    await page.getByText('Set by hand. No sync changes this value').waitFor();
    expect(complaints).toEqual([]);
  });

  test('an operator sees domain and permissions by themselves, and removes an admin after being asked', async () => {
    const { page, complaints, inspect } = browser;
    await bench.stage.asOwner(
      `insert into admins (tenant_id, entra_tenant_id, entra_object_id, name, added_at)
       select id, entra_tenant_id, id, 'Ada Admin', now() from tenants where id = $1`,
      [stage.tenant.id],
    );
    await page.goto(`${tenant()}/integration`);
    await page.getByText('Domain: fernhill.example').waitFor();
    await page.getByRole('list', { name: 'Permissions' }).getByText('Place.Read.All').waitFor();
    await inspect('integration-permissions');
    await page.getByRole('link', { name: 'Remove Ada Admin' }).click();
    await page.getByText('This is the last admin.').waitFor();
    await inspect('remove-admin');
    await page.getByRole('button', { name: 'Remove the last admin' }).click();
    await page.getByText('Nobody administers this tenant yet.').waitFor();
    expect(complaints).toEqual([]);
  });

  test('without JavaScript all of it goes as well', async () => {
    const plain = await openBrowser(bench, { javaScript: false });
    const { page, origin } = plain;
    try {
      await plain.signIn();
      const own = `${origin}/tenants/${stage.tenant.id}`;
      await page.goto(`${own}/why`);
      await page.getByLabel('Name, address or object id').fill('Gita');
      await page.getByRole('button', { name: 'Look up' }).click();
      await page.getByText('Not imported: is a guest').waitFor();
      await page.goto(`${own}/employees?query=adele`);
      await page.getByRole('rowheader').getByRole('link').click();
      await page.getByText('Why is this person here?').click();
      await page.getByRole('link', { name: 'Look this person up in Entra' }).click();
      await page.getByText('Imported: passes every rule.').waitFor();
      await page.goto(`${own}/integration`);
      await page.getByRole('link', { name: /which were granted/ }).click();
      await page.getByText('Domain: fernhill.example').waitFor();
    } finally {
      await plain.close();
    }
  });
});
