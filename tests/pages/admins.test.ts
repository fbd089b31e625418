import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addAdmin } from '../../db/across-tenants/admins.ts';
import type { EntraObjectId } from '../../sync/ids.ts';
import { openBench, type Bench } from '../api/bench.ts';
import type { TestTenant } from '../db/stage.ts';
import { HOSTILE } from './company.ts';
import { admin, operator, visitor, type Visitor } from './visitor.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

type Row = { readonly entraObjectId: string; readonly name: string };

let tenant: TestTenant;
let browser: Visitor;
/** Who is signed in in the browser. */
let self: string;
beforeEach(async () => {
  tenant = await bench.stage.tenant();
  browser = await admin(bench, tenant.id);
  self = (await listed())[0]?.entraObjectId ?? '';
});

const listed = async () =>
  (await bench.ask(`GET /api/tenants/${tenant.id}/admins`)).body.items as unknown as readonly Row[];
const removal = (id: string) => `/tenants/${tenant.id}/admins/${id}/remove`;

async function add(name: string): Promise<EntraObjectId> {
  const entraObjectId = randomUUID() as EntraObjectId;
  const { entraTenantId } = await tenant.row();
  if (entraTenantId === null) throw new Error('The tenant is linked.');
  await bench.stage.db.acrossTenants((tx) =>
    addAdmin(tx, tenant.id, { entraTenantId, entraObjectId, name, now: new Date() }),
  );
  return entraObjectId;
}

describe('an admin', () => {
  test('sees who administers the tenant, with names as text, and removes one after being asked', async () => {
    const bo = await add(HOSTILE[0]);
    const { html } = await browser.get(`/tenants/${tenant.id}/integration`);
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(html).not.toContain('<script>alert');
    expect(html).toContain(`href="${removal(bo)}"`);
    const asked = await browser.get(removal(bo));
    expect(asked.html).toContain('<button class="btn btn-danger"><span>Remove ');
    expect(await listed()).toHaveLength(2);
    const seen = await browser.submit(removal(bo));
    expect([seen.status, seen.leadsTo]).toEqual([303, `/tenants/${tenant.id}/integration?done=adminRemoved`]);
    expect((await listed()).map(({ entraObjectId }) => entraObjectId)).toEqual([self]);
    expect((await browser.submit(removal(bo))).status).toBe(404);
    expect(bench.logged.join('')).toContain('adminRemoved');
    expect(bench.logged.join('')).not.toContain('alert(1)');
  });

  test('who is removed is signed out at once, and gets in with no invitation that was used', async () => {
    const other = await admin(bench, tenant.id);
    const theirs = (await listed()).find(({ entraObjectId }) => entraObjectId !== self)?.entraObjectId ?? '';
    const { entraTenantId } = await tenant.row();
    await bench.stage.asOwner(
      `insert into invitations (hash, tenant_id, expires_at, used_by_directory, used_by)
       values ('x', $1, now() + interval '1 day', $2, $3)`,
      [tenant.id, entraTenantId, theirs],
    );
    expect((await other.get(`/tenants/${tenant.id}`)).status).toBe(200);
    await browser.submit(removal(theirs));
    const seen = await other.get(`/tenants/${tenant.id}`);
    expect([seen.status, seen.leadsTo]).toEqual([303, expect.stringMatching(/^\/sign-in/)]);
    const left = await bench.stage.asOwner(
      `select (select count(*)::int from sessions where entra_object_id = $1) as sessions,
         (select count(*)::int from invitations where used_by = $1) as invitations`,
      [theirs],
    );
    expect(left).toEqual([{ sessions: 0, invitations: 0 }]);
  });

  test('who is removed gets in with no invitation that was made before, while another tenant’s still holds', async () => {
    const bo = await add('Bo');
    const elsewhere = await bench.stage.tenant();
    const [kept, theirs] = await Promise.all(
      [tenant, elsewhere].map(async ({ id }) => {
        const { body } = await bench.ask(`POST /api/tenants/${id}/invitations`);
        return new URL(String(body['url'])).pathname;
      }),
    );
    if (kept === undefined || theirs === undefined) throw new Error('Two invitations were made.');
    expect((await visitor(bench).get(kept)).status).toBe(200);
    const { html } = await browser.get(removal(bo));
    expect(html).toContain('Invitations of this tenant that nobody has used end as well');
    expect(html).toContain(
      `API keys stay. If this person may know one, take it back under <a href="/tenants/${tenant.id}/keys">`,
    );
    await browser.submit(removal(bo));
    for (const path of [kept, `${kept}/accept`]) expect((await visitor(bench).get(path)).status).toBe(410);
    expect((await visitor(bench).get(theirs)).status).toBe(200);
  });

  test('removes the last one, and so everybody, only by a form that says so', async () => {
    const seen = await browser.submit(removal(self));
    expect([seen.status, seen.html]).toEqual([409, expect.stringContaining('This is the last admin')]);
    expect((await browser.get(removal(self))).html).toContain('Remove the last admin');
    const done = await browser.submit(removal(self), { last: 'yes' });
    expect([done.status, done.leadsTo]).toEqual([303, '/sign-in']);
    expect(await listed()).toEqual([]);
    expect((await browser.get(`/tenants/${tenant.id}`)).status).toBe(303);
  });
});

test('an operator removes admins as well', async () => {
  const bo = await add('Bo');
  const of = await operator(bench);
  await of.get(removal(bo));
  expect((await of.submit(removal(bo))).status).toBe(303);
  expect(await listed()).toHaveLength(1);
});

test('nobody removes anybody of another tenant, or without a session', async () => {
  const elsewhere = await admin(bench, (await bench.stage.tenant()).id);
  expect((await elsewhere.submit(removal(self), { last: 'yes' })).status).toBe(404);
  const nobody = visitor(bench);
  await nobody.get('/sign-in');
  expect((await nobody.submit(removal(self), { last: 'yes' })).status).toBe(303);
  expect(await listed()).toHaveLength(1);
});

describe('over the API', () => {
  const remove = (id: string, key?: string) =>
    bench.ask(`DELETE /api/tenants/${tenant.id}/admins/${id}`, key === undefined ? {} : { key });

  test('a tenant’s key removes all but the last one, an operator’s also that', async () => {
    const bo = await add('Bo');
    const key = await bench.tenantKey(tenant);
    expect((await remove(bo, key)).status).toBe(204);
    expect((await remove(bo, key)).status).toBe(404);
    expect(await remove(self, key)).toMatchObject({ status: 409, body: { code: 'lastAdmin' } });
    expect((await remove(self)).status).toBe(204);
  });

  test('two who remove each other at once leave one', async () => {
    const bo = await add('Bo');
    const key = await bench.tenantKey(tenant);
    const answers = await Promise.all([remove(self, key), remove(bo, key)]);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([204, 409]);
    expect(await listed()).toHaveLength(1);
  });
});
