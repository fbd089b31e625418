import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '../../api/create-app.ts';
import type { ApiDeps } from '../../api/api-deps.ts';
import { openBench, type Bench } from '../api/bench.ts';
import type { TestTenant } from '../db/stage.ts';
import { admin, operator, visitor, type Visitor } from './visitor.ts';

/** Who may see and do what: the table is all routes of the app, so that a new page stands in it too. */
const deps = { log: { debug: () => undefined }, publicUrl: 'http://rollcall.test' } as unknown as ApiDeps; // nothing is asked
const all = createApp(deps)
  .routes.filter(({ path, method }) => ['GET', 'POST'].includes(method) && !/^\/(api|assets|docs)\//.test(path))
  .map(({ path, method }) => ({ path, method }));
const routes = [...new Map(all.map((route) => [`${route.method} ${route.path}`, route])).values()]; // middlewares stand in it too
const OPEN = [
  '/sign-in',
  '/sign-in/microsoft',
  '/sign-in/callback',
  '/sign-out',
  '/invitations/:secret',
  '/invitations/:secret/accept',
  '/theme',
  '/docs',
  '/openapi.json',
  '/problems',
  '/healthz',
  '/readyz',
  '/metrics',
];
const KEYED = /^\/api(\/|$)/;
const pages = routes.filter(({ path }) => !OPEN.includes(path) && !KEYED.test(path));
const ofTenants = pages.filter(({ path }) => path.startsWith('/tenants/:id'));
/** An answer of Microsoft's to no question of this session. */
const answersToNothing = ['GET /consent/callback'];
const operatorsOnly = [
  ...['GET /tenants', 'GET /tenants/new', 'POST /tenants/new'],
  ...['GET /keys', 'POST /keys', 'GET /keys/:keyId/remove', 'POST /keys/:keyId/remove'],
];
const operatorsOnlyOfTenants = ['GET /tenants/:id/off-board', 'POST /tenants/:id/off-board'];

let bench: Bench;
let own: TestTenant;
let other: TestTenant;
let theirs: { runId: string; employeeId: string; keyId: string; personId: string };
beforeAll(async () => {
  bench = await openBench();
  [own, other] = [await bench.stage.tenant(), await bench.stage.tenant()];
  const [{ id: employeeId } = { id: '' }] = await bench.stage.asOwner<{ id: string }>(
    `insert into employees (tenant_id, entra_object_id, email, email_key, sort_name, kind, values, hash, held_since, created_in)
     values ($1, gen_random_uuid(), 'a@x.example', 'a@x.example', 'A', 'person', '{}', '', 1, 1) returning id`,
    [other.id],
  );
  const [{ id: keyId } = { id: '' }] = await bench.stage.asOwner<{ id: string }>(
    `insert into api_keys (tenant_id, name, hash) values ($1, 'night export', sha256('x')) returning id`,
    [other.id],
  );
  theirs = { runId: await other.open(), employeeId, keyId, personId: randomUUID() };
});
afterAll(() => bench.close());

type Route = (typeof pages)[number];
const name = (route: Route): [string, Route] => [`${route.method} ${route.path}`, route];
const addressOf = (tenantId: string, { path }: Route): string =>
  path
    .replace(':id', tenantId)
    .replace(':runId', theirs.runId)
    .replace(':employeeId', theirs.employeeId)
    .replace(':keyId', theirs.keyId)
    .replace(':reason', 'disabled')
    .replace(':entraObjectId', theirs.personId)
    .replace(':fieldKey', 'jobTitle');
const ask = (browser: Visitor, tenantId: string, route: Route) => {
  const address = addressOf(tenantId, route);
  return route.method === 'GET' ? browser.get(address) : browser.submit(address, { name: 'Contoso' });
};

test('the table holds the pages there are', () => {
  expect(pages.length).toBeGreaterThan(8);
  expect(ofTenants.length).toBeGreaterThan(4);
});

describe.each(pages.map(name))('%s', (_name, route) => {
  test('asks whoever has no session to sign in, or refuses the form', async () => {
    const before = await rowsOf(own);
    const browser = visitor(bench);
    await browser.get('/sign-in');
    const seen = await ask(browser, own.id, route);
    expect([seen.status, seen.leadsTo]).toEqual([303, expect.stringMatching(/^\/sign-in/)]);
    expect(await rowsOf(own)).toEqual(before);
  });

  test('is not opened by a key: keys are for programs', async () => {
    const browser = visitor(bench);
    const key = await bench.tenantKey(own);
    const seen = await browser.get(addressOf(own.id, route), { authorization: `Bearer ${key}` });
    expect([303, 404, 405]).toContain(seen.status);
    expect(seen.html).not.toContain('Contoso');
  });
});

describe.each(ofTenants.map(name))('%s', (_name, route) => {
  test('shows an admin nothing of another tenant, and changes nothing of it', async () => {
    const before = await rowsOf(other);
    const browser = await admin(bench, own.id);
    const seen = await ask(browser, other.id, route);
    expect(seen.status).toBe(404);
    expect(seen.html).not.toMatch(/Contoso|a@x\.example/);
    expect(await rowsOf(other)).toEqual(before);
  });

  test('answers alike for a tenant that never was', async () => {
    expect((await ask(await admin(bench, own.id), randomUUID(), route)).status).toBe(404);
    expect((await ask(await operator(bench), randomUUID(), route)).status).toBe(404);
  });

  test('finds nothing of another tenant under its own', async () => {
    if (!/:(runId|employeeId|keyId)/.test(route.path)) return;
    expect((await ask(await admin(bench, own.id), own.id, route)).status).toBe(404);
  });
});

test('operators alone see these pages, and an admin all others of the own tenant', async () => {
  const browser = await admin(bench, own.id);
  const refused: string[] = [];
  for (const route of pages) {
    const { status } = await ask(browser, own.id, route);
    if (status === 403) refused.push(`${route.method} ${route.path}`);
  }
  expect(refused.sort()).toEqual([...operatorsOnly, ...operatorsOnlyOfTenants, ...answersToNothing].sort());
});

/** Everything else that answers: what is under /api asks for a key, whatever session a browser has. */
const ofPrograms = [
  ...new Map(
    createApp(deps)
      .routes.filter(({ path, method }) => method !== 'ALL' && KEYED.test(path))
      .map(({ path, method }) => [`${method} ${path}`, { path, method }] as const),
  ),
];

test('the table holds the routes of programs', () => {
  expect(ofPrograms.length).toBeGreaterThan(25);
});

test.each(ofPrograms)('%s is opened by no session, an admin’s or an operator’s', async (_name, { path, method }) => {
  const app = createApp(bench.deps);
  const before = await rowsOf(own);
  for (const { cookies } of [await admin(bench, own.id), await operator(bench)]) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const address = path
      .replace(':id', own.id)
      .replace(':runId', theirs.runId)
      .replace(':employeeId', theirs.employeeId)
      .replace(':keyId', randomUUID());
    const answer = await app.request(`http://rollcall.test${address}`, { method, headers: { cookie } });
    expect(answer.status).toBe(401);
  }
  expect(await rowsOf(own)).toEqual(before);
});

describe('every form that changes something', () => {
  const forms = routes.filter(({ path, method }) => method === 'POST' && !KEYED.test(path));
  test('stands in this table', () => expect(forms.length).toBeGreaterThan(8));
  test.each(forms.map(name))('%s is refused without its token, and from another origin', async (_name, route) => {
    const browser = await operator(bench);
    const before = await rowsOf(own);
    const address = addressOf(own.id, route);
    for (const seen of [
      await browser.submit(address, { formToken: '', name: 'Contoso' }),
      await browser.submit(address, { name: 'Contoso' }, { origin: 'https://evil.example' }),
    ]) {
      expect([seen.status, seen.html]).toEqual([403, expect.stringContaining('did not come from a page of yours')]);
    }
    expect(await rowsOf(own)).toEqual(before);
  });
});

async function rowsOf({ id }: TestTenant): Promise<unknown> {
  const [row] = await bench.stage.asOwner(
    `select (select row(t.*)::text from tenants t where t.id = $1) as tenant,
       (select count(*) from outbox where tenant_id = $1) as messages,
       (select count(*) from invitations where tenant_id = $1) as invitations,
       (select count(*) from api_keys where tenant_id = $1 or tenant_id is null) as keys,
       (select count(*) from expected_returns where tenant_id = $1) as returns,
       (select max(version) from integration_settings where tenant_id = $1) as settings,
       (select max(version) from field_versions where tenant_id = $1) as fields,
       (select max(version) from example_versions where tenant_id = $1) as examples,
       (select string_agg(state, ',') from sync_runs where tenant_id = $1) as runs`,
    [id],
  );
  return row;
}
