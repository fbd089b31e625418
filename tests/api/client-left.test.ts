import { serve } from '@hono/node-server';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createApp } from '../../api/create-app.ts';
import { admin } from '../pages/visitor.ts';
import { OPERATOR } from './bench.ts';
import { openDirectoryBench, TENANT, type DirectoryBench } from './scripted-directory.ts';

let bench: DirectoryBench;
let server: ReturnType<typeof serve>;
let origin: string;
let id: string;
let cookie: string;
beforeAll(async () => {
  bench = await openDirectoryBench();
  const tenant = await bench.stage.tenant({ status: 'linked' });
  ({ id } = tenant);
  await bench.stage.asOwner('update tenants set entra_tenant_id = $2 where id = $1', [id, TENANT]);
  const { cookies } = await admin(bench, tenant.id);
  cookie = [...cookies].map((each) => each.join('=')).join('; ');
  server = serve({ fetch: createApp(bench.deps).fetch, port: 0, hostname: '127.0.0.1' });
  await once(server, 'listening');
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // it listens on a port
});
afterAll(async () => {
  server.close();
  await bench.close();
});

const lines = () => bench.logged.map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);

test.each([
  ['a question over the API', 'POST', '/api/tenants/:id/explanations', { user: 'ada@contoso.example' }],
  ['Check Connectivity over the API', 'POST', '/api/tenants/:id/connectivity', {}],
  ['the page of fields with its example', 'GET', '/tenants/:id/fields', undefined],
])(
  'whoever leaves before the answer to %s has a line in the log and a count, and is no fault of ours',
  async (_what, method, route, body) => {
    const leaving = new AbortController();
    bench.scripted.graph.script = () => {
      leaving.abort(); // and Microsoft never answers
      return undefined;
    };
    const path = route.replace(':id', id);
    const left = fetch(`${origin}${path}`, {
      method,
      signal: leaving.signal,
      headers:
        method === 'GET'
          ? { cookie, accept: 'text/html' }
          : { authorization: `Bearer ${OPERATOR}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    await expect(left).rejects.toThrow('aborted');
    await vi.waitFor(
      () => expect(lines()).toContainEqual(expect.objectContaining({ event: 'request', method, route, status: 499 })),
      { timeout: 30_000 },
    );
    expect(lines().filter(({ event }) => event === 'requestFailed')).toEqual([]);
    const metrics = await fetch(`${origin}/metrics`, { headers: { authorization: `Bearer ${OPERATOR}` } });
    expect(await metrics.text()).toMatch(
      new RegExp(`method="${method}".*${route.replace(':id', '[^"]*')}.*499.* 1\\n`),
    );
  },
);
