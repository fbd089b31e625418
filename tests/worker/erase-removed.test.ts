import { pino } from 'pino';
import { afterAll, beforeEach, beforeAll, describe, expect, test } from 'vitest';
import { eraseRemoved } from '../../worker/erase-removed.ts';
import { openStage, oid, persons, type Stage, type TestTenant } from '../db/stage.ts';
import { removePeople } from '../db/remove-people.ts';
import type { TenantStatus } from '../../sync/run.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
beforeEach(() => stage.asOwner('update tenants set erasure_checked_at = now()')); // those of other cases are not looked at
afterAll(() => stage.close());

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = new Date('2028-01-01T00:00:00.000Z');
const hoursLater = (hours: number): Date => new Date(NOW.getTime() + hours * HOUR);

async function removedDaysAgo(days: number, { people = 2 } = {}): Promise<TestTenant> {
  const tenant = await stage.tenant({ cleanUp: { enabled: true } });
  await tenant.page(await tenant.open(), persons(1, people));
  const gone = Array.from({ length: people - 1 }, (_, index) => oid(index + 1));
  await removePeople(tenant, gone, new Date(NOW.getTime() - days * DAY));
  return tenant;
}
const setStatus = ({ id }: TestTenant, status: TenantStatus) =>
  stage.asOwner('update tenants set status = $2 where id = $1', [id, status]);
const erasedOf = async ({ id }: TestTenant): Promise<number> =>
  (await stage.asOwner('select from employees where tenant_id = $1 and erased_at is not null', [id])).length;

const logged: string[] = [];
async function round(at: Date, db: Pick<Stage['db'], 'inTransaction'> = stage.db): Promise<readonly string[]> {
  const failed: string[] = [];
  const log = pino({ base: {} }, { write: (line) => void logged.push(line) });
  await eraseRemoved({ db: { ...stage.db, ...db }, now: () => at, log }, async (tenantId, work) => {
    await work().catch(() => failed.push(tenantId));
  });
  return failed;
}

describe('people whose time is over', () => {
  test.each(['active', 'paused', 'needsAttention', 'unlinked', 'linked'] as const)(
    'are erased though no run does it, of a tenant that is %s',
    async (status) => {
      const tenant = await removedDaysAgo(30);
      await setStatus(tenant, status);
      await round(NOW);
      expect(await erasedOf(tenant)).toBe(1);
      const line = logged.find((each) => each.includes(tenant.id)) ?? '{}';
      expect(JSON.parse(line)).toMatchObject({ event: 'erased', people: 1 });
    },
  );

  test('are left to the off-boarding of a tenant that leaves', async () => {
    const tenant = await removedDaysAgo(30);
    await setStatus(tenant, 'offboarding');
    await round(NOW);
    expect(await erasedOf(tenant)).toBe(0);
  });

  test('are erased when it is over, and not before', async () => {
    const tenant = await removedDaysAgo(29);
    await round(NOW);
    expect(await erasedOf(tenant)).toBe(0);
    await round(hoursLater(24));
    expect(await erasedOf(tenant)).toBe(1);
  });

  test('are looked for once an hour, by the next round where they were too many for one', async () => {
    const tenant = await removedDaysAgo(30, { people: 1200 });
    await round(NOW);
    expect(await erasedOf(tenant)).toBe(1000);
    await round(NOW);
    expect(await erasedOf(tenant)).toBe(1199);
    await removePeople(tenant, [oid(1200)], new Date(NOW.getTime() - 30 * DAY));
    await round(hoursLater(0.9));
    expect(await erasedOf(tenant)).toBe(1199);
    await round(hoursLater(1));
    expect(await erasedOf(tenant)).toBe(1200);
  });

  test('of one tenant that fails do not keep those of others, and are tried again', async () => {
    const [failing, other] = [await removedDaysAgo(30), await removedDaysAgo(30)];
    const failed = await round(NOW, {
      inTransaction: (id, work) =>
        id === failing.id ? Promise.reject(new Error('lost')) : stage.db.inTransaction(id, work),
    });
    expect(failed).toEqual([failing.id]);
    expect([await erasedOf(failing), await erasedOf(other)]).toEqual([0, 1]);
    await round(NOW);
    expect(await erasedOf(failing)).toBe(1);
  });
});
