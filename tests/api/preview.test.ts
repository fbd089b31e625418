import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { closeRun } from '../../db/close-run.ts';
import { FAILURES } from '../../sync/failure.ts';
import { DEFAULT_FIELDS } from '../../sync/field.schema.ts';
import { DEFAULT_INTEGRATION_SETTINGS } from '../../sync/integration-settings.schema.ts';
import type { RunId } from '../../sync/ids.ts';
import { syncRunId } from '../../temporal/contract.ts';
import { lookAfterPreviews } from '../../worker/look-after-previews.ts';
import { previewAll } from '../db/open-test-preview.ts';
import { oid, person, persons, type TestTenant } from '../db/stage.ts';
import { testTemporal } from '../set-up/test-temporal.ts';
import { deadTemporal, openBench, type Bench, type Question } from './bench.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

const preview = ({ id }: Pick<TestTenant, 'id'>, question: Question = {}) =>
  bench.ask(`POST /api/tenants/${id}/preview`, question);
const settings = DEFAULT_INTEGRATION_SETTINGS;
const odata = (text: string) => ({ settings: { ...settings, filters: { ...settings.filters, odata: text } } });
const workflowOf = async ({ id }: TestTenant, runId: string) =>
  (await testTemporal()).client.workflow.getHandle(syncRunId(id, runId as RunId));

describe('a preview that is asked for', () => {
  test('is a run by unsaved rules, started at once and beside all others', async () => {
    const tenant = await bench.stage.tenant();
    const run = await tenant.open();
    const { status, body } = await preview(tenant, {
      body: { ...odata(`department eq 'Sales'`), fields: DEFAULT_FIELDS },
    });
    expect([status, body]).toEqual([202, { runId: '2' }]);
    expect((await bench.ask(`GET /api/tenants/${tenant.id}/runs/2`)).body).toMatchObject({
      kind: 'preview',
      kindReason: 'unsaved',
      state: 'running',
      counts: { read: 0 },
    });
    expect((await tenant.run(run)).state).toBe('running');
    const handle = await workflowOf(tenant, '2');
    expect((await handle.describe()).type).toBe('syncRun');
    const { events } = await handle.fetchHistory();
    const [input] = events?.[0]?.workflowExecutionStartedEventAttributes?.input?.payloads ?? [];
    expect(JSON.parse(Buffer.from(input?.data ?? '').toString())).toEqual({
      ...{ v: 1, tenantId: tenant.id, runId: '2', kind: 'preview', heartbeatMs: 60_000, chunks: 0 },
    });
    expect(await bench.signals(tenant.id)).toEqual([]);
    await handle.terminate();
  });

  test('needs no body: then it goes by what is saved', async () => {
    const tenant = await bench.stage.tenant();
    expect((await preview(tenant)).status).toBe(202);
    expect((await preview(tenant, { body: {} })).status).toBe(202);
  });

  test('may be asked for with the tenant’s own key', async () => {
    const tenant = await bench.stage.tenant();
    expect((await preview(tenant, { key: await bench.tenantKey(tenant) })).status).toBe(202);
  });

  test('is promised though Temporal is away, and sent later', async () => {
    const tenant = await bench.stage.tenant();
    const dead = deadTemporal();
    const away = bench.with({ sync: dead.sync });
    expect((await away.ask(`POST /api/tenants/${tenant.id}/preview`)).status).toBe(202);
    expect(await bench.unsent(tenant.id)).toEqual([{ kind: 'preview' }]);
    await dead.close();
  });

  test.each(['linked', 'active', 'paused', 'needsAttention'] as const)(
    'works while the tenant is %s',
    async (status) => {
      expect((await preview(await bench.stage.tenant({ status }))).status).toBe(202);
    },
  );

  test.each([
    ['unlinked', 'notLinked'],
    ['offboarding', 'offboarding'],
  ] as const)('is refused while the tenant is %s', async (status, code) => {
    expect(await preview(await bench.stage.tenant({ status }))).toMatchObject({ status: 409, body: { code } });
  });

  test('is refused while two are going, and not after', async () => {
    const tenant = await bench.stage.tenant();
    const [first] = [await preview(tenant), await preview(tenant)];
    expect(await preview(tenant)).toMatchObject({ status: 409, body: { code: 'previewsGoing' } });
    const runId = String(first?.body['runId']) as RunId; // as the API gave it
    await tenant.inTransaction((tx) => closeRun(tenant.id, tx, runId, { outcome: 'cancelled', now: new Date() }));
    expect((await preview(tenant)).status).toBe(202);
  });

  test('whose workflow was terminated by hand has failed within a minute, says what to do, and makes way for another', async () => {
    const tenant = await bench.stage.tenant();
    const [first] = [await preview(tenant), await preview(tenant)];
    const runId = String(first?.body['runId']);
    await (await workflowOf(tenant, runId)).terminate('by an operator');
    const inAMinute = () => new Date(Date.now() + 60_000);
    await lookAfterPreviews({ ...bench.deps, now: inAMinute }, (_tenantId, work) => work());
    expect((await bench.ask(`GET /api/tenants/${tenant.id}/runs/${runId}`)).body).toMatchObject({
      state: 'failed',
      error: { code: 'previewEnded', message: FAILURES.previewEnded.message, remedy: FAILURES.previewEnded.remedy },
    });
    expect((await preview(tenant)).status).toBe(202);
    expect((await preview(tenant)).status).toBe(409); // the second one of before is going still
  });

  test.each([
    ['a filter that is not understood', odata('departmnt eq 1'), 'settings.filters.odata'],
    [
      'a field that cannot be read',
      { fields: [{ key: 'x', label: 'X', source: 'passwordProfile' }] },
      'fields.0.source',
    ],
  ])('is refused with the place of %s', async (_what, body, path) => {
    expect(await preview(await bench.stage.tenant(), { body })).toMatchObject({
      status: 422,
      body: { code: 'notAcceptable', errors: [{ path }] },
    });
  });
});

describe('a preview that has ended', () => {
  async function previewed() {
    const tenant = await bench.stage.tenant({ cleanUp: { enabled: true } });
    await tenant.page(await tenant.open(), persons(1, 8));
    const people = [
      person(1, { properties: { jobTitle: 'Countess' } }),
      person(9),
      person(10, { accountEnabled: false }),
    ];
    return { tenant, runId: await previewAll(tenant, people), path: `/api/tenants/${tenant.id}/runs` };
  }

  test('tells what would happen, and whether the clean-up would wait', async () => {
    const { runId, path } = await previewed();
    expect((await bench.ask(`GET ${path}/${runId}`)).body).toMatchObject({
      state: 'succeeded',
      counts: { read: 3, created: 1, updated: 1, removed: 7, skipped: { disabled: 1 } },
      wouldHold: { removals: 7, limit: 5 },
    });
  });

  test('is listed where previews are asked for, and nowhere else', async () => {
    const { runId, path } = await previewed();
    const ids = async (query: string) => (await bench.ask(`GET ${path}${query}`)).body.items.map(({ id }) => id);
    expect(await ids('')).toEqual(['1']);
    expect(await ids('?kind=preview')).toEqual([runId]);
    expect(await ids('?kind=incremental')).toEqual([]);
  });

  test('lists people by what would become of them', async () => {
    const { runId, path } = await previewed();
    const changes = async (action: string) =>
      (await bench.ask(`GET ${path}/${runId}/changes?action=${action}`)).body.items;
    expect(await changes('create')).toMatchObject([{ entraObjectId: oid(9), applied: false, before: null }]);
    expect(await changes('update')).toMatchObject([{ before: { jobTitle: null }, after: { jobTitle: 'Countess' } }]);
    expect(await changes('remove')).toHaveLength(7);
    expect(await changes('skip')).toMatchObject([{ entraObjectId: oid(10), reason: 'disabled' }]);
  });

  test('lists who would become a duplicate with the address and whoever would hold it, a page at a time', async () => {
    const tenant = await bench.stage.tenant();
    await tenant.page(await tenant.open(), persons(1, 1));
    const sharing = [9, 10].map((n) => person(n, { mail: 'Person1@contoso.example' }));
    const runId = await previewAll(tenant, [...persons(1, 1), ...sharing]);
    const path = `GET /api/tenants/${tenant.id}/runs/${runId}/duplicates`;
    const { body } = await bench.ask(`${path}?limit=1`);
    const heldBy = { entraObjectId: oid(1), employeeId: expect.any(String), name: 'Person 1' };
    expect(body.items).toEqual([
      { entraObjectId: oid(10), name: 'Person 10', email: 'person1@contoso.example', heldBy },
    ]);
    const rest = await bench.ask(`${path}?limit=1&cursor=${String(body.next)}`);
    expect(rest.body).toMatchObject({ items: [{ entraObjectId: oid(9) }], next: null });
    const other = await bench.ask(`GET /api/tenants/${tenant.id}/runs/1/duplicates`);
    expect([other.status, other.text]).toEqual([404, expect.stringContaining('employees?status=duplicate')]);
    const key = await bench.tenantKey(await bench.stage.tenant());
    expect((await bench.ask(path, { key })).status).toBe(404);
  });

  test('can be neither decided nor retried', async () => {
    const { runId, path } = await previewed();
    const approval = await bench.ask(`POST ${path}/${runId}/approval`, { body: { decision: 'approve' } });
    expect(approval).toMatchObject({ status: 409, body: { code: 'notHeld' } });
    expect(approval.text).toContain('it only plans');
    expect(await bench.ask(`POST ${path}/${runId}/retry`)).toMatchObject({
      status: 409,
      body: { code: 'notRetryable' },
    });
  });

  test('has changed nobody', async () => {
    const { tenant } = await previewed();
    expect((await bench.ask(`GET /api/tenants/${tenant.id}/employees`)).body.items).toHaveLength(8);
    expect((await tenant.row()).lastSyncedAt).toBeNull();
  });
});
