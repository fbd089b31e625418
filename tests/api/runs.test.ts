import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { closeRun } from '../../db/close-run.ts';
import type { RunId } from '../../sync/ids.ts';
import type { TenantStatus } from '../../sync/run.ts';
import { NOW, person, type TestTenant } from '../db/stage.ts';
import { openBench, type Bench } from './bench.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

const close = (tenant: TestTenant, runId: RunId, ending: Parameters<typeof closeRun>[3]) =>
  tenant.inTransaction((tx) => closeRun(tenant.id, tx, runId, ending));

async function failedRun(status: TenantStatus = 'active') {
  const tenant = await bench.stage.tenant();
  const runId = await tenant.open({ requestIds: ['request-1'] });
  await close(tenant, runId, { outcome: 'failed', code: 'listingKeepsRestarting', now: NOW });
  await bench.stage.asOwner('update tenants set status = $2 where id = $1', [tenant.id, status]);
  return { tenant, runId, route: `/api/tenants/${tenant.id}/runs/${runId}` };
}

test('a run is told with its progress, and where the Temporal UI shows it', async () => {
  const tenant = await bench.stage.tenant();
  const runId = await tenant.open({ trigger: 'manual', requestIds: ['request-1'] });
  await tenant.page(runId, [person(1), person(2)], { last: false });
  const answer = await bench.ask(`GET /api/tenants/${tenant.id}/runs/${runId}`);
  expect(answer).toMatchObject({
    status: 200,
    body: {
      id: runId,
      kind: 'full',
      state: 'running',
      requestIds: ['request-1'],
      finishedAt: null,
      counts: { read: 2, created: 2, skipped: {} },
      progress: { read: 2, expected: null },
      temporalUrl: `http://temporal.test/namespaces/default/workflows/sync-run%2F${tenant.id}%2F${runId}`,
    },
  });
});

test('a failed run says what happened and what to do', async () => {
  const { route } = await failedRun();
  const { body } = await bench.ask(`GET ${route}`);
  expect(body).toMatchObject({
    state: 'failed',
    error: { code: 'listingKeepsRestarting', remedy: expect.stringContaining('Microsoft support') },
  });
});

test('runs are listed newest first, by pages, and by the request that they answer', async () => {
  const tenant = await bench.stage.tenant();
  for (const requestId of ['a', 'b', 'c']) {
    const runId = await tenant.open({ requestIds: [requestId] });
    await close(tenant, runId, { outcome: 'cancelled', now: NOW });
  }
  const list = (query: string) => bench.ask(`GET /api/tenants/${tenant.id}/runs?${query}`);
  const first = await list('limit=2');
  expect(first.body.items).toMatchObject([{ id: '3' }, { id: '2' }]);
  const second = await list(`limit=2&cursor=${first.body.next}`);
  expect(second.body).toMatchObject({ items: [{ id: '1' }], next: null });
  expect((await list('requestId=b')).body).toMatchObject({ items: [{ id: '2' }], next: null });
  expect((await list('requestId=d')).body).toEqual({ items: [], next: null });
});

test.each([
  'limit=0',
  'limit=1001',
  'limit=ten',
  'limit=1&limit=2',
  'cursor=',
  'cursor=none-of-ours',
  'requestId=a%00b',
])('a list refuses ?%s', async (query) => {
  const tenant = await bench.stage.tenant();
  const answer = await bench.ask(`GET /api/tenants/${tenant.id}/runs?${query}`);
  expect(answer).toMatchObject({ status: 400, body: { errors: [{ path: query.split('=')[0] }] } });
});

test('what a run did is told person by person, of one action where that is asked', async () => {
  const tenant = await bench.stage.tenant();
  const runId = await tenant.open();
  await tenant.page(runId, [person(1), person(2, { accountEnabled: false })]);
  await close(tenant, runId, { outcome: 'succeeded', now: NOW });
  const list = (query: string) => bench.ask(`GET /api/tenants/${tenant.id}/runs/${runId}/changes${query}`);
  const { body } = await list('');
  expect(body.items).toMatchObject([
    { action: 'create', reason: 'matches', applied: true, before: null, after: { displayName: 'Person 1' } },
    { action: 'skip', reason: 'disabled', applied: false, before: null, after: null },
  ]);
  expect((await list('?action=skip')).body.items).toHaveLength(1);
  expect((await list('?action=erase')).status).toBe(400);
});

describe('a retry', () => {
  test('of a failed run asks for a new one', async () => {
    const { tenant, route } = await failedRun();
    const answer = await bench.ask(`POST ${route}/retry`);
    expect(answer.status).toBe(202);
    const input = { requestId: answer.body.requestId, trigger: 'retry', full: true };
    expect(await bench.signals(tenant.id)).toEqual([{ name: 'syncNow', input }]);
  });

  test('of an incremental run asks for one of the same kind', async () => {
    const { tenant, route } = await failedRun();
    await bench.stage.asOwner(`update sync_runs set kind = 'incremental' where tenant_id = $1`, [tenant.id]);
    const answer = await bench.ask(`POST ${route}/retry`);
    expect(answer.status).toBe(202);
    const input = { requestId: answer.body.requestId, trigger: 'retry' };
    expect(await bench.signals(tenant.id)).toMatchObject([{ name: 'syncNow', input }]);
    expect((await bench.signals(tenant.id))[0]?.input).not.toMatchObject({ full: true });
  });

  test('of a run that goes well is refused', async () => {
    const tenant = await bench.stage.tenant();
    const runId = await tenant.open();
    const answer = await bench.ask(`POST /api/tenants/${tenant.id}/runs/${runId}/retry`);
    expect(answer).toMatchObject({ status: 409, body: { code: 'notRetryable' } });
    expect(await bench.signals(tenant.id)).toEqual([]);
  });

  test('of a clean-up that failed is refused: it is approved again, or planned anew', async () => {
    const { tenant, route } = await failedRun();
    await bench.stage.asOwner(`update sync_runs set kind = 'cleanUp' where tenant_id = $1`, [tenant.id]);
    expect(await bench.ask(`POST ${route}/retry`)).toMatchObject({ status: 409, body: { code: 'notRetryable' } });
  });

  test.each([
    ['paused', 'paused'],
    ['unlinked', 'notLinked'],
    ['linked', 'notActivated'],
    ['offboarding', 'offboarding'],
  ] as const)('of a tenant that is %s is refused', async (status, code) => {
    const { tenant, route } = await failedRun(status);
    expect(await bench.ask(`POST ${route}/retry`)).toMatchObject({ status: 409, body: { code } });
    expect(await bench.signals(tenant.id)).toEqual([]);
  });

  test.each(['9', '0', 'x', '1e3'])('of run %s, which is not there, is answered 404', async (runId) => {
    const tenant = await bench.stage.tenant();
    expect((await bench.ask(`POST /api/tenants/${tenant.id}/runs/${runId}/retry`)).status).toBe(404);
  });
});

describe('a decision', () => {
  /** A held run, and others beside it, as the rows say. */
  async function heldRun(others: readonly string[] = [], status: TenantStatus = 'active') {
    const tenant = await bench.stage.tenant();
    await tenant.open();
    await bench.stage.asOwner(
      `update sync_runs set state = 'held', finished_at = now() where tenant_id = $1 and id = 1`,
      [tenant.id],
    );
    for (const change of others) {
      const runId = await tenant.open();
      await bench.stage.asOwner(`update sync_runs set ${change} where tenant_id = $1 and id = $2`, [tenant.id, runId]);
    }
    await bench.stage.asOwner('update tenants set status = $2 where id = $1', [tenant.id, status]);
    const decide = (runId: string, decision: string) =>
      bench.ask(`POST /api/tenants/${tenant.id}/runs/${runId}/approval`, { body: { decision } });
    return { tenant, decide };
  }

  test('to approve decides the run, and tells the workflow', async () => {
    const { tenant, decide } = await heldRun();
    const answer = await decide('1', 'approve');
    expect(answer).toMatchObject({ status: 202, body: { id: '1', state: 'succeeded', decision: 'approved' } });
    expect(await bench.signals(tenant.id)).toEqual([{ name: 'approveCleanUp', input: { runId: '1' } }]);
  });

  test('to reject decides the run, and nobody else has to know', async () => {
    const { tenant, decide } = await heldRun();
    expect(await decide('1', 'reject')).toMatchObject({ status: 202, body: { decision: 'rejected' } });
    expect(await bench.signals(tenant.id)).toEqual([]);
  });

  test.each([
    ['approve', 'reject'],
    ['reject', 'approve'],
  ])('to %s may be said again, and turned round by nobody', async (decision, opposite) => {
    const { tenant, decide } = await heldRun();
    const said = [await decide('1', decision), await decide('1', decision)];
    expect(said.map(({ status }) => status)).toEqual([202, 202]);
    expect(await bench.signals(tenant.id)).toHaveLength(decision === 'approve' ? 1 : 0);
    expect(await decide('1', opposite)).toMatchObject({ status: 409, body: { code: 'decidedOtherwise' } });
    expect((await tenant.run('1' as RunId)).decision).toBe(said[0]?.body['decision']);
  });

  test('of two that are said at once, one holds and the other is refused', async () => {
    const { decide } = await heldRun();
    const answers = await Promise.all([decide('1', 'approve'), decide('1', 'reject')]);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([202, 409]);
  });

  test.each(['approve', 'reject'])('to %s a run that names another one is refused, and names it', async (decision) => {
    const { tenant, decide } = await heldRun([`state = 'held', waiting_run = 1`]);
    const answer = await decide('2', decision);
    expect(answer).toMatchObject({ status: 409, body: { code: 'anotherRunWaits', runId: '1' } });
    expect((await tenant.run('1' as RunId)).state).toBe('held');
  });

  test('of a superseded list is refused, and names the run that took its place, or the one that waits now', async () => {
    const superseded = `state = 'succeeded', decision = 'superseded', superseded_by = 3`;
    const nothingWaits = await heldRun([superseded, `state = 'succeeded'`]);
    await nothingWaits.decide('1', 'reject');
    const expected = { status: 409, body: { code: 'anotherRunWaits', runId: '3' } };
    expect(await nothingWaits.decide('2', 'approve')).toMatchObject(expected);
    const another = await heldRun([superseded, `state = 'succeeded', decision = 'rejected'`, `state = 'held'`]);
    expect((await another.decide('2', 'approve')).body).toMatchObject({ runId: '4' });
  });

  test('of a run that holds nothing is refused', async () => {
    const { decide } = await heldRun([`state = 'succeeded'`]);
    expect(await decide('2', 'approve')).toMatchObject({ status: 409, body: { code: 'notHeld' } });
  });

  test('to approve waits until a paused tenant is resumed; to reject does not', async () => {
    const { tenant, decide } = await heldRun([], 'paused');
    expect(await decide('1', 'approve')).toMatchObject({ status: 409, body: { code: 'paused' } });
    expect((await tenant.run('1' as RunId)).state).toBe('held');
    expect((await decide('1', 'reject')).status).toBe(202);
  });

  test('that is neither to approve nor to reject is refused', async () => {
    const { decide } = await heldRun();
    expect(await decide('1', 'maybe')).toMatchObject({ status: 400, body: { errors: [{ path: 'decision' }] } });
  });
});
