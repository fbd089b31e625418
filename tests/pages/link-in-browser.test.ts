import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { executablePath, openBrowser } from './browser.ts';
import { openMicrosoftBench, type MicrosoftBench } from './microsoft.ts';

describe.skipIf(executablePath === undefined)('in a browser', () => {
  let bench: MicrosoftBench;
  beforeAll(async () => {
    bench = await openMicrosoftBench();
  });
  afterAll(() => bench.close());

  test('an admin who has never been here links the directory, invites a colleague, and unlinks it', async () => {
    const of = bench.directory({
      name: 'Millbrook Foods Ltd',
      entraTenantId: 'b64d5f0e-2c1a-4e0b-9a53-7d1e8f20c9aa',
      behaviour: { consentLagMs: 60_000 },
    });
    const browser = await openBrowser(bench);
    const { page, origin, complaints, inspect } = browser;
    try {
      await page.goto(`${origin}/`);
      await page.getByRole('link', { name: 'Sign in with Microsoft' }).click();
      expect(new URL(page.url()).origin).toBe(bench.emulator.controlUrl);
      await page.getByRole('button', { name: 'Ada Admin' }).click();
      await page.getByRole('heading', { name: 'Integration' }).waitFor();
      await inspect('integration-not-linked');

      await page.getByRole('link', { name: 'Link Entra ID account' }).click();
      await page.getByRole('button', { name: 'Accept' }).click();
      await page.getByText('This page goes on by itself.').waitFor();
      await inspect('linking');
      bench.emulator.clock.advance(61_000);
      await page.getByText('Linked. Rollcall reads this directory').waitFor();
      expect(await page.getByRole('definition').first().textContent()).toBe(of.name);
      await page.getByRole('button', { name: 'Check Connectivity' }).first().click();
      await page.getByText(`The directory is ${of.name}.`).waitFor();
      await inspect('integration-linked');

      await page.getByRole('button', { name: 'Invite an admin' }).click();
      const invitation = await page.getByLabel('Link').inputValue();
      await page.getByLabel('Link').evaluate('(field) => { field.value = "https://rollcall.example/invitations/…"; }');
      await inspect('invitation-made');
      await page.context().clearCookies();
      await page.goto(invitation);
      await page.getByRole('heading', { name: `You are invited to administer ${of.name}` }).waitFor();
      await inspect('invitation');
      await page.getByRole('link', { name: 'Sign in with Microsoft' }).click();
      await page.getByRole('button', { name: 'Emil Employee' }).click();
      await page.getByRole('heading', { name: 'Admins' }).waitFor();
      await page.getByRole('listitem').filter({ hasText: 'Emil Employee' }).waitFor();

      await page.getByRole('link', { name: 'Unlink…' }).click();
      await page.getByRole('heading', { name: 'Unlink Millbrook Foods Ltd' }).waitFor();
      await inspect('unlink');
      await page.getByRole('button', { name: 'Unlink' }).click();
      await page.getByText('Unlinked. The sync stops').waitFor();

      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.getByRole('link', { name: 'Sign in with Microsoft' }).click();
      await page.getByRole('button', { name: 'Bo Admin' }).click();
      await page.getByText('you are not one of its admins').waitFor();
      await inspect('not-admitted');
      expect(complaints).toEqual([expect.stringContaining('403')]);
    } finally {
      await browser.close();
      bench.emulator.clock.reset();
    }
  });

  test('without JavaScript it goes as well, and the page that waits asks again', async () => {
    const of = bench.directory({ name: 'No Script Ltd', behaviour: { consentLagMs: 60_000 } });
    const browser = await openBrowser(bench, { javaScript: false });
    const { page, origin } = browser;
    try {
      await page.goto(`${origin}/sign-in`);
      await page.getByRole('link', { name: 'Sign in with Microsoft' }).click();
      const listed = page.getByRole('button', { name: `ada.admin@${of.domain}` });
      await listed.click();
      await page.getByRole('link', { name: 'Link Entra ID account' }).click();
      await page.getByRole('button', { name: 'Accept' }).click();
      await page.getByText('This page goes on by itself.').waitFor();
      bench.emulator.clock.advance(61_000);
      await page.getByText('Linked. Rollcall reads this directory').waitFor();
      await page.getByText(of.name).first().waitFor();
    } finally {
      await browser.close();
      bench.emulator.clock.reset();
    }
  });
});
