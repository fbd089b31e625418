import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { reconcile } from '../../worker/reconcile.ts';
import { deadTemporal, openBench, type Bench } from './bench.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

const STATES = ['unlinked', 'linked', 'active', 'needsAttention', 'paused', 'offboarding'] as const;
/** Status after, and what the workflow was told; or the code of the refusal. */
const TABLE = {
  //        unlinked     linked          active               needsAttention       paused               offboarding
  sync: ['notLinked', 'notActivated', ['active', 'syncNow'], ['needsAttention', 'syncNow'], 'paused', 'offboarding'],
  pause: ['notLinked', 'notActivated', ['paused', 'pause'], ['paused', 'pause'], ['paused', 'pause'], 'offboarding'],
  resume: [
    'notLinked',
    'notActivated',
    ['active', 'resume'],
    ['needsAttention', 'resume'],
    ['active', 'resume'],
    'offboarding',
  ],
} as const;

describe.each(Object.entries(TABLE))('POST /%s', (verb, cells) => {
  test.each(STATES.map((status, index) => [status, cells[index]] as const))(
    'of a tenant that is %s',
    async (status, cell) => {
      const tenant = await bench.stage.tenant({ status });
      const answer = await bench.ask(`POST /api/tenants/${tenant.id}/${verb}`);
      const signals = (await bench.signals(tenant.id)).map(({ name }) => name);
      if (typeof cell === 'string') {
        expect(answer).toMatchObject({ status: 409, body: { code: cell, remedy: expect.stringMatching(/./) } });
        expect(signals).toEqual([]);
        expect((await tenant.row()).status).toBe(status);
      } else {
        expect(answer.status, answer.text).toBe(202);
        expect(signals).toEqual([cell?.[1]]);
        expect((await tenant.row()).status).toBe(cell?.[0]);
        expect(await bench.unsent(tenant.id)).toEqual([]);
      }
    },
  );

  test('may be repeated', async () => {
    const tenant = await bench.stage.tenant();
    const answers = [1, 2].map(() => bench.ask(`POST /api/tenants/${tenant.id}/${verb}`, { body: {} }));
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([202, 202]);
  });
});

test('Sync Now tells the workflow under the request id that it answers with', async () => {
  const tenant = await bench.stage.tenant();
  const answer = await bench.ask(`POST /api/tenants/${tenant.id}/sync`, { body: { full: true } });
  const { requestId } = answer.body;
  expect(await bench.signals(tenant.id)).toEqual([
    { name: 'syncNow', input: { requestId, trigger: 'manual', full: true } },
  ]);
});

test.each([
  ['a word for a switch', { full: 'yes' }],
  ['a list', []],
  ['a key that is not known', { kind: 'full' }],
])('Sync Now with %s is refused, and asks for nothing', async (_what, body) => {
  const tenant = await bench.stage.tenant();
  expect((await bench.ask(`POST /api/tenants/${tenant.id}/sync`, { body })).status).toBe(400);
  expect(await bench.signals(tenant.id)).toEqual([]);
});

test('an empty body is no body, whatever type it is said to have', async () => {
  const tenant = await bench.stage.tenant();
  for (const type of ['application/json', 'application/x-www-form-urlencoded']) {
    const headers = { 'content-type': type, 'content-length': '0' };
    expect((await bench.ask(`POST /api/tenants/${tenant.id}/sync`, { headers })).status).toBe(202);
  }
});

describe('while Temporal is away', () => {
  test('what was asked for is promised, kept, and sent later by the reconciler', async () => {
    const tenant = await bench.stage.tenant();
    const temporal = deadTemporal();
    const { ask } = bench.with({ sync: temporal.sync });
    const answer = await ask(`POST /api/tenants/${tenant.id}/sync`);
    await temporal.close();
    expect(answer.status).toBe(202);
    expect(await bench.signals(tenant.id)).toEqual([]);
    expect(await bench.unsent(tenant.id)).toEqual([{ kind: 'syncNow' }]);

    await bench.stage.asOwner(`update outbox set created_at = now() - interval '1 minute' where tenant_id = $1`, [
      tenant.id,
    ]);
    for (const _twice of [1, 2]) await reconcile(bench.deps);
    const [signal, ...others] = await bench.signals(tenant.id);
    expect(signal).toMatchObject({ name: 'syncNow', input: { requestId: answer.body.requestId } });
    expect(others).toEqual([]);
    expect(await bench.unsent(tenant.id)).toEqual([]);
  });

  test('a pause that a resume overtook is never sent after it', async () => {
    const tenant = await bench.stage.tenant();
    const temporal = deadTemporal();
    await bench.with({ sync: temporal.sync }).ask(`POST /api/tenants/${tenant.id}/pause`);
    await temporal.close();
    expect(await bench.unsent(tenant.id)).toEqual([{ kind: 'pause' }]);
    expect((await bench.ask(`POST /api/tenants/${tenant.id}/resume`)).status).toBe(202);
    expect(await bench.unsent(tenant.id)).toEqual([]);
    expect((await bench.signals(tenant.id)).map(({ name }) => name)).toEqual(['resume']);
  });
});

test.each(['sync', 'pause', 'resume'])('/%s is refused once the workflow has ended for good', async (verb) => {
  const tenant = await bench.stage.tenant();
  const ended = { ...bench.deps.sync, send: () => Promise.resolve('offboarded' as const) };
  const answer = await bench.with({ sync: ended }).ask(`POST /api/tenants/${tenant.id}/${verb}`);
  expect(answer).toMatchObject({ status: 409, body: { code: 'offboarding' } });
  expect(await bench.unsent(tenant.id)).toEqual([]);
});
