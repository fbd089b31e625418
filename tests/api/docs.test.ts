import { serve } from '@hono/node-server';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '../../api/create-app.ts';
import { findChromium } from '../set-up/chromium.ts';
import { openBench, type Bench } from './bench.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

test('pages may load from our own origin only, run no script within the page, and stand in no frame', async () => {
  for (const page of ['/docs', '/problems']) {
    const { status, headers, text } = await bench.ask(`GET ${page}`, { key: null });
    expect(status).toBe(200);
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(text).not.toMatch(/<script(?! src="\/)|https?:\/\/|\son\w+=/);
  }
});

test('answers of the API are nothing that a browser would run or frame', async () => {
  for (const route of ['GET /api/tenants', 'GET /nothing', 'GET /healthz']) {
    const { headers } = await bench.ask(route);
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('DENY');
  }
});

test('https is made to last only where we are served over it', async () => {
  expect((await bench.ask('GET /healthz')).headers.has('strict-transport-security')).toBe(false);
  const answer = await bench.with({ publicUrl: 'https://rollcall.test' }).ask('GET /healthz');
  expect(answer.headers.get('strict-transport-security')).toBe('max-age=15552000');
});

test('nothing but the files of the description is served from disk', async () => {
  expect((await bench.ask('GET /docs/files/swagger-ui.css', { key: null })).status).toBe(200);
  for (const path of ['../package.json', '%2e%2e/package.json', '..%2f..%2fpackage.json', 'nothing.js']) {
    expect((await bench.ask(`GET /docs/files/${path}`, { key: null })).status, path).toBe(404);
  }
});

const executablePath = findChromium();
describe.skipIf(executablePath === undefined)('in a browser', () => {
  test('the description shows every route, and its policy forbids nothing that it needs', async () => {
    const server = serve({ fetch: createApp(bench.deps).fetch, port: 0, hostname: '127.0.0.1' });
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo; // it listens on a port
    const browser = await chromium.launch({ ...(executablePath && { executablePath }), args: ['--no-sandbox'] });
    try {
      const page = await browser.newPage();
      const complaints: string[] = [];
      page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
      page.on('pageerror', (error) => complaints.push(error.message));
      await page.goto(`http://127.0.0.1:${port}/docs`);
      await page.getByText('Check Connectivity').first().waitFor();
      await page.getByText('/readyz', { exact: true }).waitFor();
      expect(complaints).toEqual([]);
    } finally {
      await browser.close();
      server.close();
    }
  });
});
