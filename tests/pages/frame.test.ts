import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBench, type Bench } from '../api/bench.ts';
import { operator, visitor, type Visitor } from './visitor.ts';

let bench: Bench;
let browser: Visitor;
beforeAll(async () => {
  bench = await openBench();
  browser = await operator(bench);
});
afterAll(() => bench.close());

test('a page is a whole document with a title, one heading, a main part and a link to it', async () => {
  const { html } = await browser.get('/tenants');
  expect(html).toMatch(/^<!doctype html><html lang="en">/i);
  expect(html).toContain('<title>Tenants · Rollcall</title>');
  expect(html.match(/<h1/g)).toHaveLength(1);
  expect(html).toMatch(/<main id="content"/);
  expect(html).toContain('href="#content"');
  expect(html).toMatch(/<header|<nav aria-label="Main"/);
});

test('nothing stands within a page that its policy forbids', async () => {
  for (const path of ['/sign-in', '/tenants', '/nothing']) {
    const { html, headers } = await browser.get(path);
    expect(html).not.toMatch(/<script(?! src="\/assets\/)|<style|\sstyle=|\son\w+=|https?:\/\//);
    expect(headers.get('content-security-policy')).toContain(
      "default-src 'none'; script-src 'self'; style-src 'self';",
    );
    expect(headers.get('content-security-policy')).not.toContain('unsafe');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('referrer-policy')).toBe('same-origin');
    expect(headers.get('x-frame-options')).toBe('DENY');
  }
});

describe('files of pages', () => {
  test('are open to everybody, packed where that is understood, and kept for good under the digest of their content', async () => {
    const { html } = await browser.get('/tenants');
    const addresses = [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, address = '']) => address);
    expect(addresses).toHaveLength(4);
    for (const address of addresses) {
      const { status, headers, html: text } = await visitor(bench).get(address);
      expect([status, headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable']);
      expect(text.length).toBeGreaterThan(100);
      const packed = await visitor(bench).get(address, { 'accept-encoding': 'gzip, br' });
      expect(packed.headers.get('content-encoding')).toBe('gzip');
    }
  });

  test.each(['/assets/0123456789abcdef/tabler.css', '/assets/x/..%2f..%2fpackage.json', '/assets/x/constructor'])(
    'are just these: %s is not there',
    async (address) => {
      expect((await visitor(bench).get(address)).status).toBe(404);
    },
  );
});

describe('what goes wrong', () => {
  test('is a page for a browser and a problem for a program', async () => {
    const seen = await browser.get('/nothing');
    expect([seen.status, seen.headers.get('content-type')]).toEqual([404, 'text/html; charset=UTF-8']);
    expect(seen.html).toContain('There is nothing at this address.');
    const asked = await browser.get('/nothing', { accept: 'application/json' });
    expect(asked.headers.get('content-type')).toBe('application/problem+json');
    const api = await browser.get('/api/tenants');
    expect([api.status, api.headers.get('content-type')]).toEqual([401, 'application/problem+json']);
  });

  test('within Rollcall itself is told without a word of its own, with the request’s id', async () => {
    const broken = { ...bench.deps.db, acrossTenants: () => Promise.reject(new Error('a secret of the inside')) };
    const { status, html } = await visitor(bench, { db: broken }).get('/sign-in', { cookie: 'rollcall_session=x' });
    expect(status).toBe(500);
    expect(html).toContain('Request id:');
    expect(html).not.toContain('a secret of the inside');
  });

  test('with a form that holds nonsense is told, and nothing happens', async () => {
    expect((await browser.submit('/theme', { theme: 'pink' })).status).toBe(400);
  });
});

test('light or dark is as the system has it until one chooses, and then stays', async () => {
  expect((await browser.get('/tenants')).html).toContain('<html lang="en">');
  expect((await browser.submit('/theme', { theme: 'dark', back: '/tenants' })).leadsTo).toBe('/tenants');
  expect((await browser.get('/tenants')).html).toContain('<html lang="en" data-bs-theme="dark">');
  await browser.submit('/theme', { theme: 'light', back: '/tenants' });
  expect((await browser.get('/tenants')).html).toContain('<html lang="en" data-bs-theme="light">');
});
