import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TRIGGERS } from '../../sync/run.ts';
import { people } from '../scenarios/workbench.ts';
import { type FaultStage, type FaultTenant, openFaultStage } from './stage.ts';

let stage: FaultStage;
beforeAll(async () => {
  stage = await openFaultStage();
});
afterAll(() => stage.close());

const tenantOf = (name: string): Promise<FaultTenant> =>
  stage.tenant({ name, people: people(3), behaviour: { throttling: false } });
const graphRequestsOf = ({ entra: { entraTenantId } }: FaultTenant) =>
  stage.emulator.requests.list((request) => request.host === 'graph' && request.entraTenantId === entraTenantId);

describe('a limit that all tenants share', () => {
  it('keeps every tenant of the process waiting once Microsoft has said that it is used up', async () => {
    const pauses: number[] = [];
    const entra = stage.entra({ sleep: async (ms) => void pauses.push(ms) });
    const [one, other] = await Promise.all([tenantOf('The one'), tenantOf('The other')]);
    stage.emulator.fault({
      entraTenantId: one.entra.entraTenantId,
      path: '/v1.0/users',
      answer: {
        kind: 'status',
        status: 429,
        retryAfter: '20',
        headers: { 'x-ms-throttle-scope': 'Application/ReadWrite/6b0fbd9c-2b4a-4a86-8f0d-3f8d2a1f6f5e' },
      },
    });
    expect((await one.run({ entra })).failures.map(({ type }) => type)).toEqual(['graphThrottled']);
    pauses.length = 0;
    expect((await other.run({ entra })).row.state).toBe('succeeded');
    expect(pauses.length).toBe(graphRequestsOf(other).filter(({ inBatch }) => !inBatch).length);
    for (const ms of pauses) expect(ms).toBeGreaterThan(10_000);
  });

  it('keeps nobody waiting whose neighbour alone is throttled', async () => {
    const pauses: number[] = [];
    const entra = stage.entra({ sleep: async (ms) => void pauses.push(ms) });
    const [one, other] = await Promise.all([tenantOf('Throttled alone'), tenantOf('Its neighbour')]);
    const { entraTenantId } = one.entra;
    stage.emulator.fault({
      entraTenantId,
      path: '/v1.0/users',
      answer: {
        kind: 'status',
        status: 429,
        retryAfter: '20',
        headers: { 'x-ms-throttle-scope': `Tenant_Application/ReadWrite/6b0fbd9c/${entraTenantId}` },
      },
    });
    expect((await one.run({ entra })).failures).toHaveLength(1);
    await other.run({ entra });
    expect(pauses).toEqual([]);
  });
});

describe('requests of a run', () => {
  it.each(TRIGGERS.filter((trigger) => trigger !== 'approval').map((trigger) => [trigger] as const))(
    'say how urgent they are: asked for by %s',
    async (trigger) => {
      const tenant = await tenantOf(`Asked for by ${trigger}`);
      await tenant.run({ trigger });
      tenant.entra.leave('Person 001');
      stage.emulator.requests.clear();
      await tenant.run({ trigger, full: true });
      const asked = graphRequestsOf(tenant);
      expect(asked.some(({ inBatch }) => inBatch)).toBe(true); // the proof of who left
      const priorities = new Set(asked.map(({ headers }) => headers['x-ms-throttle-priority']));
      expect([...priorities]).toEqual([trigger === 'schedule' ? 'low' : 'high']);
    },
  );
});

it('resource units are counted as Graph names them', async () => {
  let units = 0;
  const tenant = await stage.tenant({ name: 'Counted', people: people(3), behaviour: { deltaResourceUnits: 5 } });
  await tenant.run({ entra: stage.entra({ onUnits: (more) => (units += more) }) });
  expect(units).toBe(graphRequestsOf(tenant).length + 4); // one of them reads changes
});
