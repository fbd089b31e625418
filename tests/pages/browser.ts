import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import axe, { type AxeResults } from 'axe-core';
import { chromium, type Browser, type Page } from 'playwright-core';
import { expect } from 'vitest';
import { createApp } from '../../api/create-app.ts';
import type { ApiDeps } from '../../api/api-deps.ts';
import { OPERATOR, type Bench } from '../api/bench.ts';
import { findChromium } from '../set-up/chromium.ts';

export const executablePath = findChromium();

const WIDE = { width: 1280, height: 800 };
const NARROW = { width: 390, height: 844 };
const PICTURES = join(import.meta.dirname, '..', '..', 'docs', 'pages');

export type RealBrowser = {
  readonly page: Page;
  readonly origin: string;
  /** What the browser's console complained of: errors of scripts, and what the policy forbade. */
  readonly complaints: string[];
  /** Fails for anything that keeps people from using this page, light or dark. With SCREENSHOTS=1 keeps pictures of it. */
  readonly inspect: (name: string) => Promise<void>;
  readonly signIn: () => Promise<void>;
  /** Ends every connection to the pages, in the middle of whatever is sent. */
  readonly cutOff: () => void;
  readonly close: () => Promise<void>;
};

/** The pages as a real browser has them, over HTTP on the own machine. */
export async function openBrowser(
  { deps }: Pick<Bench, 'deps'>,
  { javaScript = true, ...changes }: Partial<ApiDeps> & { readonly javaScript?: boolean } = {},
): Promise<RealBrowser> {
  const served: { app?: ReturnType<typeof createApp> } = {};
  // a plain HTTP server, since no other is asked for
  const server = serve({
    fetch: (request, env) => served.app!.fetch(request, env),
    port: 0,
    hostname: '127.0.0.1',
  }) as Server;
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // it listens on a port
  const origin = `http://localhost:${port}`;
  served.app = createApp({ ...deps, ...changes, publicUrl: origin });

  const browser: Browser = await chromium.launch({
    ...(executablePath && { executablePath }),
    args: ['--no-sandbox', '--host-resolver-rules=MAP localhost 127.0.0.1'],
  });
  const context = await browser.newContext({ viewport: WIDE, javaScriptEnabled: javaScript, reducedMotion: 'reduce' });
  context.setDefaultTimeout(30_000); // what does not come fails with its own place, before the test's time is over
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  return {
    page,
    origin,
    complaints,
    async signIn() {
      await page.goto(`${origin}/sign-in`);
      await page.getByLabel('Operator’s key').fill(OPERATOR);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('heading', { name: 'Tenants' }).waitFor();
    },
    cutOff: () => server.closeAllConnections(),
    async inspect(name) {
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        await page.locator(`html[data-bs-theme=${colorScheme}]`).waitFor();
        expect(await violationsOf(page), `${name}, ${colorScheme}`).toEqual([]);
      }
      await page.emulateMedia({ colorScheme: 'light' });
      for (const viewport of [NARROW, WIDE]) {
        await page.setViewportSize(viewport);
        const tooWide = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
        expect(tooWide, `${name} at ${viewport.width} px is wider than the window`).toBeLessThanOrEqual(0);
        if (process.env['SCREENSHOTS']) {
          await mkdir(PICTURES, { recursive: true });
          // A picture of the whole page has no bottom of the window that a bar could stick to.
          await page.evaluate(
            `for (const bar of document.querySelectorAll('.save-bar')) bar.style.position = 'static'`,
          );
          await page.screenshot({ path: join(PICTURES, `${name}-${viewport.width}.png`), fullPage: true });
          await page.evaluate(`for (const bar of document.querySelectorAll('.save-bar')) bar.style.position = ''`);
        }
      }
    },
    async close() {
      await browser.close();
      server.close();
    },
  };
}

async function violationsOf(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const results = await page.evaluate<AxeResults>(`axe.run(document, { resultTypes: ['violations'] })`);
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, any }) => `${id}: ${html} ${any.map(({ message }) => message).join(' ')}`),
  );
}
