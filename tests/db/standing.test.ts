import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BadCursorError } from '../../db/cursor.ts';
import { changeByHand } from '../../api/by-hand/change-by-hand.ts';
import { applyKindByHand } from '../../db/apply-kind-by-hand.ts';
import { closeRun } from '../../db/close-run.ts';
import { countEmployees } from '../../db/count-employees.ts';
import { setKindByHand } from '../../db/kinds-by-hand.ts';
import { listNotImported } from '../../db/list-not-imported.ts';
import { listPlannedRemovals } from '../../db/list-planned-removals.ts';
import { noteStanding } from '../../db/note-standing.ts';
import { readDays } from '../../db/read-days.ts';
import { readNotImported } from '../../db/read-not-imported.ts';
import type { EntraUser } from '../../sync/entra-user.ts';
import type { HandWish } from '../../sync/decide-by-hand.ts';
import type { EmployeeId, RunId } from '../../sync/ids.ts';
import type { SkipReason } from '../../sync/skip-reason.ts';
import { NOW, oid, openStage, person, persons, type Stage, type TestTenant } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const disabled = (n: number) => person(n, { accountEnabled: false });
const guest = (n: number) => person(n, { userType: 'Guest' });

/** A run that was told of these people on pages of three, and ended so. */
async function told(
  tenant: TestTenant,
  kind: 'full' | 'incremental',
  people: readonly EntraUser[],
  outcome: 'succeeded' | 'held' | 'cancelled' = 'succeeded',
): Promise<RunId> {
  const runId = await tenant.open();
  await stage.asOwner('update sync_runs set kind = $3 where tenant_id = $1 and id = $2', [tenant.id, runId, kind]);
  for (let from = 0; from < people.length; from += 3) {
    await tenant.page(runId, people.slice(from, from + 3), { last: from + 3 >= people.length });
  }
  await tenant.inTransaction((tx) => closeRun(tenant.id, tx, runId, { outcome, now: NOW }));
  return runId;
}

const leftOut = (tenant: TestTenant) => tenant.inTransaction((tx) => readNotImported(tenant.id, tx));

async function listed(tenant: TestTenant, reason: SkipReason, limit = 2): Promise<number[]> {
  const people: number[] = [];
  let cursor: string | undefined;
  do {
    const page = await tenant.inTransaction((tx) => listNotImported(tenant.id, tx, { reason, cursor, limit }));
    people.push(...page.items.map((id) => Number.parseInt(id.slice(-12), 16)));
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return people.sort((a, b) => a - b);
}

describe('who is left out', () => {
  test('is what the full run counted, with what was told since laid over it', async () => {
    const tenant = await stage.tenant();
    expect(await leftOut(tenant)).toBeUndefined();
    await told(tenant, 'full', [...persons(1, 4), disabled(11), disabled(12), disabled(13), guest(21)]);
    expect(await leftOut(tenant)).toEqual({ runId: '1', people: { disabled: 3, guest: 1 } });
    // One is enabled, one becomes disabled, a guest too, another is told twice, and somebody new is disabled.
    const changes = [person(11), disabled(1), disabled(21), guest(2), disabled(2), disabled(14)];
    const runId = await told(tenant, 'incremental', changes);
    expect(await leftOut(tenant)).toEqual({ runId, people: { disabled: 6 } });
    expect(await listed(tenant, 'disabled')).toEqual([1, 2, 12, 13, 14, 21]);
    expect(await listed(tenant, 'guest')).toEqual([]);
    await told(tenant, 'incremental', [person(14), person(2)]);
    expect(await leftOut(tenant)).toMatchObject({ people: { disabled: 4 } });
    expect(await listed(tenant, 'disabled')).toEqual([1, 12, 13, 21]);
    await tenant.inTransaction((tx) => noteStanding(tenant.id, tx, '3' as RunId, { kind: 'incremental', told: true })); // the run above
    expect(await leftOut(tenant)).toMatchObject({ people: { disabled: 4 } });
  });

  test('stays as it was while a run is going, after one that was cut off, and where nothing was told', async () => {
    const tenant = await stage.tenant();
    await told(tenant, 'full', [person(1), disabled(2)]);
    const before = await leftOut(tenant);
    await told(tenant, 'incremental', [person(2)], 'cancelled');
    const going = await tenant.open();
    await tenant.page(going, [person(2)], { last: false });
    expect(await leftOut(tenant)).toEqual(before);
    expect(await listed(tenant, 'disabled')).toEqual([2]);
    await tenant.inTransaction((tx) => closeRun(tenant.id, tx, going, { outcome: 'cancelled', now: NOW }));
    const quiet = await told(tenant, 'incremental', []);
    expect(await leftOut(tenant)).toEqual({ runId: quiet, people: { disabled: 1 } });
  });

  test('is told of people again whom a run that was cut off brought in', async () => {
    const tenant = await stage.tenant();
    await told(tenant, 'full', [person(1), disabled(5), disabled(6)]);
    await told(tenant, 'incremental', [person(5)], 'cancelled');
    await told(tenant, 'incremental', [person(5), person(1)]);
    expect(await leftOut(tenant)).toMatchObject({ people: { disabled: 1 } });
  });

  test.each(['while they are kept', 'once they are left to Entra again'])(
    'has people no more who were pinned, left out, and match again %s',
    async (when) => {
      const tenant = await stage.tenant();
      await told(tenant, 'full', [person(1), person(2), disabled(3)]);
      const wish = async (what: HandWish) => {
        const sql = 'select id from employees where tenant_id = $1 and entra_object_id = $2';
        const [row] = await stage.asOwner<{ id: EmployeeId }>(sql, [tenant.id, oid(1)]);
        if (row === undefined) throw new Error('There is no such employee.');
        await tenant.inTransaction((tx) => changeByHand(tenant.id, tx, row.id, what));
      };
      await wish('pin');
      await told(tenant, 'incremental', [disabled(1)]);
      expect(await leftOut(tenant)).toMatchObject({ people: { disabled: 2 } });
      if (when !== 'while they are kept') await wish('unpin');
      await told(tenant, 'incremental', [person(1), person(2)]);
      expect(await leftOut(tenant)).toMatchObject({ people: { disabled: 1 } });
    },
  );

  test('has people no more whom a kind by hand took off the list of a run, and who match again', async () => {
    const tenant = await stage.tenant();
    await told(tenant, 'full', [person(1), guest(2)]);
    const going = await tenant.open();
    await stage.asOwner(`update sync_runs set kind = 'incremental' where tenant_id = $1 and id = $2`, [
      tenant.id,
      going,
    ]);
    await tenant.page(going, [guest(1)]);
    await tenant.inTransaction(async (tx) => {
      await setKindByHand(tenant.id, tx, oid(1), 'person');
      await applyKindByHand(tenant.id, tx, oid(1), 'unchanged');
      await closeRun(tenant.id, tx, going, { outcome: 'succeeded', now: NOW });
    });
    await told(tenant, 'incremental', [guest(1)]);
    expect(await leftOut(tenant)).toMatchObject({ people: { guest: 1 } });
  });

  test('is listed whole, however many pages of the listing hold nobody else', async () => {
    const tenant = await stage.tenant();
    const people = Array.from({ length: 69 }, (_, n) => disabled(n + 1));
    await told(tenant, 'full', people);
    // The people of the first twenty-one pages and more have been enabled since.
    await told(tenant, 'incremental', persons(1, 65));
    expect(await listed(tenant, 'disabled')).toEqual([66, 67, 68, 69]);
  });

  test('a cursor of another reason is refused', async () => {
    const tenant = await stage.tenant();
    await told(tenant, 'full', [disabled(1), disabled(2), disabled(3)]);
    const { next } = await tenant.inTransaction((tx) =>
      listNotImported(tenant.id, tx, { reason: 'disabled', limit: 1 }),
    );
    await expect(
      tenant.inTransaction((tx) => listNotImported(tenant.id, tx, { reason: 'guest', cursor: next ?? '', limit: 1 })),
    ).rejects.toThrow(BadCursorError);
  });
});

describe('employees by status', () => {
  test('are counted as they are, also while the first run is going', async () => {
    const tenant = await stage.tenant();
    const runId = await tenant.open();
    await tenant.page(runId, persons(1, 9), { last: false });
    const counts = () => tenant.inTransaction((tx) => countEmployees(tenant.id, tx));
    expect((await counts()).active).toEqual({ people: 9, atLeast: false });
    await tenant.inTransaction((tx) => closeRun(tenant.id, tx, runId, { outcome: 'cancelled', now: NOW }));
    const become = (status: string, from: number, to: number) =>
      stage.asOwner(`update employees set status = $1 where tenant_id = $2 and entra_object_id between $3 and $4`, [
        ...[status, tenant.id, oid(from), oid(to)],
      ]);
    await become('duplicate', 1, 1);
    await become('missing', 2, 3);
    await become('removed', 4, 4);
    await stage.asOwner('update tenants set employees = 8 where id = $1', [tenant.id]);
    const of = (people: number) => ({ people, atLeast: false });
    expect(await counts()).toEqual({ active: of(5), duplicate: of(1), missing: of(2), removed: of(1) });
  });

  test('beyond ten thousand it is said that there are more, and nobody counts how many', async () => {
    const tenant = await stage.tenant();
    await stage.asOwner(
      `insert into employees (tenant_id, entra_object_id, email, email_key, sort_name, status, kind, values, hash, held_since, created_in)
       select $1, gen_random_uuid(), '', '', '', 'removed', 'person', '{}', '', 1, 1 from generate_series(1, 10001)`,
      [tenant.id],
    );
    const { removed } = await tenant.inTransaction((tx) => countEmployees(tenant.id, tx));
    expect(removed).toEqual({ people: 10_000, atLeast: true });
  });
});

test('the list of who would leave is searched and paged by name, and holds only who was proven gone', async () => {
  const tenant = await stage.tenant();
  await told(tenant, 'full', [person(1, { displayName: 'Zoë' }), person(2, { displayName: 'Älf' }), ...persons(3, 5)]);
  const runId = await tenant.open();
  for (const [n, proof] of [
    [1, 1],
    [2, 1],
    [3, 1],
    [4, 0],
    [5, 2],
  ] as const) {
    // prettier-ignore
    await stage.asOwner(
      `insert into planned_removals (tenant_id, run_id, entra_object_id, employee_id, reason, proof)
       select $1, $2, entra_object_id, id, 4, $4 from employees where tenant_id = $1 and entra_object_id = $3`,
      [tenant.id, runId, oid(n), proof],
    );
  }
  const list = (wanted: { query?: string; cursor?: string; limit: number }) =>
    tenant.inTransaction((tx) => listPlannedRemovals(tenant.id, tx, runId, wanted));
  const names = ({ items }: Awaited<ReturnType<typeof list>>) =>
    items.map(({ employee }) => employee.values['displayName']);
  const first = await list({ limit: 2 });
  expect(names(first)).toEqual(['Älf', 'Person 3']);
  expect(first.items[0]?.reason).toBe('deleted');
  expect(names(await list({ limit: 2, cursor: first.next ?? '' }))).toEqual(['Zoë']);
  expect(names(await list({ limit: 9, query: ' ZOË ' }))).toEqual(['Zoë']);
  expect(names(await list({ limit: 9, query: 'PERSON2@' }))).toEqual(['Älf']);
  expect(names(await list({ limit: 9, query: '%' }))).toEqual([]);
  await expect(list({ limit: 2, query: 'o', cursor: first.next ?? '' })).rejects.toThrow(BadCursorError);
});

test('days add up what their runs did, and know how many people there were at their end', async () => {
  const tenant = await stage.tenant();
  await told(tenant, 'full', persons(1, 3));
  await told(tenant, 'full', [...persons(1, 5)]);
  const days = () => tenant.inTransaction((tx) => readDays(tenant.id, tx, new Date('2026-05-04T00:00:00Z')));
  expect(await days()).toEqual([
    { date: '2026-05-04', people: 5, created: 5, updated: 0, restored: 0, removed: 0, missing: 0 },
  ]);
  await stage.asOwner(`update sync_runs set finished_at = '2026-05-03T23:59:59Z' where tenant_id = $1 and id = 1`, [
    tenant.id,
  ]);
  expect(await days()).toMatchObject([{ created: 2, people: 5 }]);
});
