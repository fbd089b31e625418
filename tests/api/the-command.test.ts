import { serve } from '@hono/node-server';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApp } from '../../api/create-app.ts';
import { closeRun } from '../../db/close-run.ts';
import { KEY, rollcall } from '../cli/rollcall.ts';
import { NOW, person, type TestTenant } from '../db/stage.ts';
import { openBench, type Bench } from './bench.ts';

/** The real command against the real API: what each expects of the other is only known where the two meet. */
let bench: Bench;
let tenant: TestTenant;
let failed: string;
let url: string;
let server: ReturnType<typeof serve>;
beforeAll(async () => {
  bench = await openBench();
  tenant = await bench.stage.tenant();
  const first = await tenant.open();
  await tenant.page(first, [person(1, { displayName: 'Ada Lovelace' }), person(2, { accountEnabled: false })]);
  await tenant.inTransaction((tx) => closeRun(tenant.id, tx, first, { outcome: 'succeeded', now: NOW }));
  failed = await tenant.open();
  await tenant.inTransaction((tx) =>
    closeRun(tenant.id, tx, failed as typeof first, { outcome: 'failed', code: 'graphUnavailable', now: NOW }),
  );
  server = serve({ fetch: createApp({ ...bench.deps, operatorKey: KEY }).fetch, port: 0, hostname: '127.0.0.1' });
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // it listens on a port
});
afterAll(async () => {
  server.close();
  await bench.close();
});

const run = async (...args: string[]) => {
  const { code, stdout, stderr } = await rollcall(args, { url });
  return { code, said: stdout + stderr };
};

test('what a command asks for, the API answers as it expects', { timeout: 120_000 }, async () => {
  for (const [says, ...args] of [
    ['waits for its admin', 'tenants', 'add', 'Fabrikam'],
    ['Fabrikam', 'tenants', 'list'],
    ['active', 'tenants', 'show', tenant.id],
    ['Asked for', 'sync', tenant.id, '--full'],
    ['Paused', 'pause', tenant.id],
    ['Resumed', 'resume', tenant.id],
    ['1 created', 'runs', 'list', tenant.id],
    ['graphUnavailable', 'runs', 'show', `${tenant.id}/${failed}`, '--json'],
    ['Ada Lovelace', 'runs', 'changes', `${tenant.id}/1`],
    ['skip', 'runs', 'changes', `${tenant.id}/1`, '--action', 'skip'],
    ['Asked for', 'runs', 'retry', `${tenant.id}/${failed}`],
    ['Ada Lovelace', 'employees', 'list', tenant.id, '--query', 'ada', '--sort', '-updated'],
    ['First Name,Last Name', 'employees', 'export', tenant.id],
    ['key', 'keys', 'add', 'nightly', '--tenant', tenant.id],
    ['nightly', 'keys', 'list', '--tenant', tenant.id],
    ['is being removed', 'tenants', 'remove', 'Fabrikam', '--yes'],
  ] as const) {
    const { code, said } = await run(...args);
    expect(said, args.join(' ')).toContain(says);
    expect(code, args.join(' ')).toBe(0);
  }
});

test('what the API refuses, the command passes on with its remedy', async () => {
  for (const [exitCode, says, ...args] of [
    [4, 'cannot be retried', 'runs', 'retry', `${tenant.id}/1`],
    [4, 'nothing of it waits for a decision', 'runs', 'approve', `${tenant.id}/1`],
    [3, 'There is no run with this id', 'runs', 'show', `${tenant.id}/99`],
    [3, 'There is no tenant with this id', 'tenants', 'show', '00000000-0000-4000-8000-000000000000'],
    [2, 'entraTenantId: Write the directory', 'tenants', 'add', 'x', '--directory', 'contoso'],
  ] as const) {
    const { code, said } = await run(...args);
    expect(said, args.join(' ')).toContain(says);
    expect(code, args.join(' ')).toBe(exitCode);
  }
});
