import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eraseRemoved } from '../../db/erase-removed.ts';
import { rebuildCreations } from '../../db/rebuild-creations.ts';
import { openScriptedListing, type ScriptedListing } from '../activities/scripted-listing.ts';
import { removePeople } from '../db/remove-people.ts';
import { NOW, oid, person, persons, type TestTenant } from '../db/stage.ts';
import { openBench, type Bench } from './bench.ts';

let bench: Bench;
let listing: ScriptedListing;
let tenant: TestTenant;
let id: string;
beforeAll(async () => {
  [bench, listing] = await Promise.all([openBench({ directoryOf: () => listing.directory }), openScriptedListing()]);
});
afterAll(() => Promise.all([bench.close(), listing.close()]));

/** A tenant of two, of whom the first is looked at. */
async function two(): Promise<void> {
  tenant = await bench.stage.tenant({ cleanUp: { enabled: true } });
  await tenant.page(await tenant.open(), persons(1, 2));
  const [row] = await bench.stage.asOwner<{ id: string }>(
    'select id from employees where tenant_id = $1 and entra_object_id = $2',
    [tenant.id, oid(1)],
  );
  id = row?.id ?? '';
  listing.people = [{ id: oid(1), userPrincipalName: 'one@contoso.example', jobTitle: 'Captain' }];
  listing.meet = () => undefined;
}
const at = (key: string) => `/api/tenants/${tenant.id}/employees/${id}/values/${key}`;
const set = (key: string, value: unknown) => bench.ask(`PUT ${at(key)}`, { body: { value } });
const read = async () => (await bench.ask(`GET /api/tenants/${tenant.id}/employees/${id}`)).body;
const rows = () => bench.stage.asOwner('select * from employees where tenant_id = $1 order by id', [tenant.id]);
/** What the next runs find of the first person. */
const listed = async (jobTitle: string | null) => {
  const run = await tenant.open({ full: true });
  await tenant.page(run, [person(1, { properties: { jobTitle } }), ...persons(2, 2)]);
  const { counts } = await tenant.run(run);
  await bench.stage.asOwner(`update sync_runs set state = 'succeeded' where tenant_id = $1 and id = $2`, [
    tenant.id,
    run,
  ]);
  return counts;
};

describe('a value that is set by hand', () => {
  test('is there at once, locked, with its origin and a history, however often it is set', async () => {
    await two();
    const first = await set('jobTitle', '  Queen ');
    expect(first).toMatchObject({
      status: 200,
      body: { values: { jobTitle: 'Queen' }, origins: { jobTitle: 'hand', city: 'entra' } },
    });
    expect(await set('jobTitle', 'Queen')).toMatchObject({ status: 200, body: first.body });
    expect(await read()).toMatchObject({
      history: [
        { runId: null, action: 'update', reason: 'byHand', after: { jobTitle: 'Queen' } },
        { action: 'create', after: { displayName: 'Person 1' } },
      ],
    });
    await bench.stage.asOwner(`update sync_runs set state = 'succeeded' where tenant_id = $1`, [tenant.id]);
    const before = await rows();
    expect(await listed('Pilot')).toMatchObject({ unchanged: 2, updated: 0 });
    expect(await rows()).toEqual(before);
  });

  test('is given back by one look-up, and a run that finds the same changes nothing', async () => {
    await two();
    await set('jobTitle', 'Queen');
    const { status, body } = await bench.ask(`DELETE ${at('jobTitle')}`);
    expect({ status, body }).toMatchObject({
      status: 200,
      body: { values: { jobTitle: 'Captain' }, origins: { jobTitle: 'entra' } },
    });
    expect(listing.asked().filter((what) => what === 'batch')).toHaveLength(1);
    expect(await bench.ask(`DELETE ${at('jobTitle')}`)).toMatchObject({ status: 200, body });
    expect(listing.asked().filter((what) => what === 'batch')).toHaveLength(1);
    await bench.stage.asOwner(`update sync_runs set state = 'succeeded' where tenant_id = $1`, [tenant.id]);
    expect(await listed('Captain')).toMatchObject({ unchanged: 2, updated: 0 });
    const [creation] = await bench.stage.asOwner<{ run: string }>(
      'select created_in::text as run from employees where tenant_id = $1 and id = $2',
      [tenant.id, id],
    );
    const created = await tenant.inTransaction((tx) =>
      rebuildCreations(tenant.id, tx, creation?.run as never, [oid(1)]),
    );
    expect(created.get(oid(1))?.['jobTitle'] ?? null).toBeNull();
  });

  test('stays where Entra does not show the person', async () => {
    await two();
    await set('jobTitle', 'Queen');
    listing.people = [];
    expect(await bench.ask(`DELETE ${at('jobTitle')}`)).toMatchObject({ status: 503, body: { code: 'notLookedUp' } });
    expect(await read()).toMatchObject({ values: { jobTitle: 'Queen' }, origins: { jobTitle: 'hand' } });
  });

  test('goes with the person when they are erased', async () => {
    await two();
    await set('jobTitle', 'Queen of Naples');
    await bench.stage.asOwner(`update sync_runs set state = 'succeeded' where tenant_id = $1`, [tenant.id]);
    await removePeople(tenant, [oid(1)], NOW);
    await tenant.inTransaction((tx) => eraseRemoved(tenant.id, tx, new Date('2030-01-01'), 10));
    for (const table of ['employees', 'hand_changes', 'run_changes']) {
      const stored = await bench.stage.asOwner(`select * from ${table} where tenant_id = $1`, [tenant.id]);
      expect(JSON.stringify(stored)).not.toContain('Naples');
    }
    expect(await set('jobTitle', 'Queen')).toMatchObject({ status: 409, body: { code: 'erased' } });
  });
});

describe('refused is', () => {
  // prettier-ignore
  test.each<[string, string, string, unknown, number, string]>([
    // what                          method    field       body                          status  where
    ['the address',                  'PUT',    'email',    { value: 'x@y.example' },     422,    'value'],
    ['a value that is no text',      'PUT',    'jobTitle', { value: 7 },                 400,    'value'],
    ['a value that is too long',     'PUT',    'jobTitle', { value: 'x'.repeat(2_001) }, 422,   'value'],
    ['another key in the body',      'PUT',    'jobTitle', { value: 'x', lock: true },   400,    'lock'],
    ['no value',                     'PUT',    'jobTitle', {},                           400,    'value'],
    ['a field that is not there',    'PUT',    'salary',   { value: 'x' },               404,    ''],
    ['to give back such a field',    'DELETE', 'salary',   undefined,                    404,    ''],
    ['a key that cannot be one',     'DELETE', '1-2',      undefined,                    404,    ''],
  ])('%s', async (_what, method, key, body, status, where) => {
    await two();
    const answer = await bench.ask(`${method} ${at(key)}`, { body });
    expect(answer.status).toBe(status);
    if (where !== '') expect(answer.body.errors[0]?.path).toBe(where);
  });

  test('an employee of another tenant, or of none', async () => {
    await two();
    const key = await bench.tenantKey(await bench.stage.tenant());
    expect(await bench.ask(`PUT ${at('jobTitle')}`, { key, body: { value: 'x' } })).toMatchObject({ status: 404 });
    id = '00000000-0000-4000-8000-000000000000';
    expect(await set('jobTitle', 'x')).toMatchObject({ status: 404 });
    expect(await bench.ask(`DELETE ${at('jobTitle')}`)).toMatchObject({ status: 404 });
  });
});
