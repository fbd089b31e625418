import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyPeople } from '../../db/apply-people.ts';
import { listEmployees } from '../../db/list-employees.ts';
import { AlreadyStoredError } from '../../db/errors.ts';
import { fingerprint } from '../../db/fingerprint.ts';
import { lockRun } from '../../db/lock-run.ts';
import { readRunWork } from '../../db/read-run-work.ts';
import type { RunId } from '../../sync/ids.ts';
import { judgeBy } from '../../sync/judge.ts';
import { planPage } from '../../sync/plan-page.ts';
import { rulesWith } from '../sync/entra-people.ts';
import { oid, openStage, person, persons, type Stage, type TestTenant } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

/** xmin and ctid change with every version of a row: equal ones mean that nothing was written. */
const versionsOf = (tenant: TestTenant) =>
  stage.asOwner('select id, xmin::text, ctid::text from employees where tenant_id = $1 order by id', [tenant.id]);

const employeesOf = async (tenant: TestTenant) =>
  (await tenant.inTransaction((tx) => listEmployees(tenant.id, tx, { sort: 'email', limit: 1000 }))).items;

const changesOf = (runId: RunId, tenant: TestTenant) =>
  stage.asOwner(
    'select seq, entra_object_id as oid, action, reason, before, after from run_changes where tenant_id = $1 and run_id = $2 order by seq',
    [tenant.id, runId],
  );

const plannedOf = (tenant: TestTenant) =>
  stage.asOwner(
    'select run_id, entra_object_id as oid, reason, proof from planned_removals where tenant_id = $1 order by oid',
    [tenant.id],
  );

/** A tenant whose first run read these people. */
async function withPeople(...people: Parameters<TestTenant['page']>[1]): Promise<TestTenant> {
  const tenant = await stage.tenant();
  await tenant.page(await tenant.open(), people);
  return tenant;
}

describe('people of a page', () => {
  it('who are new become employees, active, with their values', async () => {
    const tenant = await withPeople(person(1));
    expect(await employeesOf(tenant)).toMatchObject([
      {
        entraObjectId: oid(1),
        email: 'person1@contoso.example',
        status: 'active',
        duplicateOf: null,
        kind: 'person',
        values: { displayName: 'Person 1', jobTitle: null },
      },
    ]);
    expect((await tenant.run('1' as RunId)).counts).toMatchObject({
      read: 1,
      created: 1,
      updated: 0,
      unchanged: 0,
    });
    expect(await changesOf('1' as RunId, tenant)).toEqual([
      { seq: 1, oid: oid(1), action: 1, reason: 1, before: null, after: null },
    ]);
  });

  it('who changed are updated, keep their id, and leave only what differs', async () => {
    const tenant = await withPeople(person(1), person(2));
    const [before] = await employeesOf(tenant);
    const run = await tenant.open();
    await tenant.page(run, [person(1, { properties: { jobTitle: 'Pilot' } }), person(2)]);
    const [after] = await employeesOf(tenant);
    expect(after).toMatchObject({ id: before?.id, createdAt: before?.createdAt, values: { jobTitle: 'Pilot' } });
    expect(after?.updatedAt.getTime()).toBeGreaterThan(before?.updatedAt.getTime() ?? 0);
    expect(await changesOf(run, tenant)).toEqual([
      { seq: 1, oid: oid(1), action: 2, reason: 2, before: { jobTitle: null }, after: { jobTitle: 'Pilot' } },
    ]);
    expect((await tenant.run(run)).counts).toMatchObject({ read: 2, created: 0, updated: 1, unchanged: 1 });
  });

  it('who did not change write no employee’s row', async () => {
    const tenant = await withPeople(...persons(1, 50));
    const before = await versionsOf(tenant);
    const run = await tenant.open();
    await tenant.page(run, persons(1, 50));
    expect(await versionsOf(tenant)).toEqual(before);
    expect(await changesOf(run, tenant)).toEqual([]);
    expect((await tenant.run(run)).counts).toMatchObject({ read: 50, unchanged: 50, updated: 0 });
  });

  it('who changed do not touch those beside them', async () => {
    const tenant = await withPeople(...persons(1, 3));
    const before = await versionsOf(tenant);
    await tenant.page(await tenant.open(), [person(1), person(2, { properties: { city: 'Oslo' } }), person(3)]);
    const after = await versionsOf(tenant);
    expect([after[0], after[2]]).toEqual([before[0], before[2]]);
    expect(after[1]).not.toEqual(before[1]);
  });

  it.each(['missing', 'removed'] as const)(
    'who were %s come back with the same id, and hold their address anew',
    async (status) => {
      const tenant = await withPeople(person(1));
      const [before] = await employeesOf(tenant);
      await stage.asOwner('update employees set status = $2, removed_at = now() where tenant_id = $1', [
        tenant.id,
        status,
      ]);
      const run = await tenant.open();
      await tenant.page(run, [person(1)]);
      expect(await employeesOf(tenant)).toMatchObject([{ id: before?.id, status: 'active' }]);
      expect(
        await stage.asOwner('select removed_at, held_since, created_in from employees where tenant_id = $1', [
          tenant.id,
        ]),
      ).toEqual([{ removed_at: null, held_since: run, created_in: '1' }]);
      expect((await tenant.run(run)).counts).toMatchObject({ restored: 1, updated: 0, created: 0 });
      expect(await changesOf(run, tenant)).toMatchObject([{ action: 5, reason: 3 }]);
    },
  );

  it('who are duplicates stay so when something else of them changes', async () => {
    const tenant = await withPeople(person(1), person(2));
    const [one] = await employeesOf(tenant);
    await stage.asOwner(
      `update employees set status = 'duplicate', duplicate_of = $2 where tenant_id = $1 and id <> $2`,
      [tenant.id, one?.id],
    );
    await tenant.page(await tenant.open(), [person(1), person(2, { properties: { city: 'Oslo' } })]);
    expect((await employeesOf(tenant))[1]).toMatchObject({
      status: 'duplicate',
      duplicateOf: one?.id,
      values: { city: 'Oslo' },
    });
  });

  it('hold an address since the run that gave it; a change of case alone gives none', async () => {
    const tenant = await withPeople(person(1), person(2));
    const run = await tenant.open();
    await tenant.page(run, [
      person(1, { mail: 'PERSON1@contoso.example' }),
      person(2, { mail: 'other@contoso.example' }),
    ]);
    expect(
      await stage.asOwner('select email, held_since from employees where tenant_id = $1 order by email_key', [
        tenant.id,
      ]),
    ).toEqual([
      { email: 'other@contoso.example', held_since: run },
      { email: 'PERSON1@contoso.example', held_since: '1' },
    ]);
  });

  it('mark the tenant’s addresses as unsettled, since the first run that has not settled them', async () => {
    const tenant = await withPeople(person(1));
    const second = await tenant.open();
    await tenant.page(second, [person(1), person(2)]);
    const sinceOf = () => stage.asOwner('select unsettled_since as since from tenants where id = $1', [tenant.id]);
    expect(await sinceOf()).toEqual([{ since: '1' }]);
    await stage.asOwner('update tenants set unsettled_since = null where id = $1', [tenant.id]);
    const third = await tenant.open();
    await tenant.page(third, [person(1, { properties: { city: 'Oslo' } }), person(2)], { last: false });
    expect(await sinceOf()).toEqual([{ since: null }]);
    await tenant.page(third, [person(3)]);
    expect(await sinceOf()).toEqual([{ since: third }]);
  });
});

describe('people who do not match', () => {
  it('are counted by reason, over all pages, and nothing but id and reason is kept of them', async () => {
    const tenant = await stage.tenant();
    const run = await tenant.open();
    await tenant.page(run, [person(1, { accountEnabled: false }), person(2, { userType: 'Guest' }), person(3)], {
      last: false,
    });
    await tenant.page(run, [person(4, { accountEnabled: false }), person(5, { mail: null, userPrincipalName: 'x' })]);
    expect((await tenant.run(run)).counts).toMatchObject({
      read: 5,
      created: 1,
      skipped: { disabled: 2, guest: 1, noEmail: 1 },
    });
    const pages = await stage.asOwner(
      'select page, ids, encode(outcomes, $2) as outcomes from listing_pages where tenant_id = $1 order by page',
      [tenant.id, 'hex'],
    );
    expect(pages).toEqual([
      { page: 0, ids: [1, 2, 3].map(oid), outcomes: '0a020b020002' },
      { page: 1, ids: [4, 5].map(oid), outcomes: '0a021000' },
    ]);
  });

  it('and are employees are planned to leave, on the evidence of their own properties', async () => {
    const tenant = await withPeople(person(1), person(2));
    const run = await tenant.open();
    await tenant.page(run, [person(1, { accountEnabled: false }), person(2)]);
    expect(await plannedOf(tenant)).toEqual([{ run_id: run, oid: oid(1), reason: 10, proof: 1 }]);
    expect(await employeesOf(tenant)).toMatchObject([{ status: 'active' }, { status: 'active' }]);
  });

  it('on one page and do on a later one stay; the other way round they leave, for the later reason', async () => {
    const tenant = await withPeople(person(1), person(2));
    const run = await tenant.open();
    await tenant.page(run, [person(1, { accountEnabled: false }), person(2)], { last: false });
    await tenant.page(run, [person(1), person(2, { userType: 'Guest' })]);
    expect(await plannedOf(tenant)).toEqual([{ run_id: run, oid: oid(2), reason: 11, proof: 1 }]);
  });
});

describe('people who do not match on two pages', () => {
  it('leave, for the reason that was read last', async () => {
    const tenant = await withPeople(person(1));
    const run = await tenant.open();
    await tenant.page(run, [person(1, { accountEnabled: false })], { last: false });
    await tenant.page(run, [person(1, { userType: 'Guest' })]);
    expect(await plannedOf(tenant)).toEqual([{ run_id: run, oid: oid(1), reason: 11, proof: 1 }]);
  });
});

describe('a page', () => {
  it('moves the cursor in the transaction of its people: both are written, or neither', async () => {
    const tenant = await stage.tenant();
    const run = await tenant.open();
    const standing = () => tenant.inTransaction((tx) => readRunWork(tenant.id, tx, run));
    await tenant.page(run, [person(1)], { last: false });
    expect(await standing()).toMatchObject({ page: 1, cursor: 'next-1', listingDone: false, read: 1 });
    const attempt = tenant.inTransaction(async (tx) => {
      const empty = { changes: [], removals: [], outcomes: [], managers: [], unchanged: 0 };
      await applyPeople(tenant.id, tx, run, 1, empty, {
        cursor: 'next-2',
        fetchedBy: 'next-1',
        expected: 7,
        complete: true,
      });
      throw new Error('killed');
    });
    await expect(attempt).rejects.toThrow('killed');
    expect(await standing()).toMatchObject({ page: 1, cursor: 'next-1' });
    await tenant.page(run, [person(2)]);
    expect(await standing()).toMatchObject({ page: 2, cursor: undefined, listingDone: true, read: 2 });
  });

  it('without people is a page all the same', async () => {
    const tenant = await stage.tenant();
    const run = await tenant.open();
    await tenant.page(run, [], { last: false });
    await tenant.page(run, [person(1)]);
    expect(await tenant.inTransaction((tx) => lockRun(tenant.id, tx, run))).toMatchObject({
      page: 2,
      read: 1,
      previousLink: 'next-1',
    });
  });

  it('read again after a restart changes nobody, and counts what was written once', async () => {
    const tenant = await withPeople(...persons(1, 5));
    const before = await versionsOf(tenant);
    await tenant.page('1' as RunId, persons(1, 5));
    expect(await versionsOf(tenant)).toEqual(before);
    expect((await tenant.run('1' as RunId)).counts).toMatchObject({ created: 5, updated: 0, unchanged: 5 });
  });

  it('of two workers that fetched the same one is written once', async () => {
    const tenant = await stage.tenant();
    const run = await tenant.open();
    // What an activity does: it holds the run's lock, and looks whether the page is still the next.
    const worker = () =>
      tenant.inTransaction(async (tx) => {
        const locked = await lockRun(tenant.id, tx, run);
        if (locked?.page !== 0) return 'outOfPlace';
        const outcomes = [{ entraObjectId: oid(1), outcome: 'disabled', emailSource: undefined }] as const;
        await applyPeople(
          tenant.id,
          tx,
          run,
          0,
          { changes: [], removals: [], outcomes, managers: [], unchanged: 0 },
          { cursor: 'x', fetchedBy: null, expected: null, complete: true },
        );
        return 'written';
      });
    expect((await Promise.all([worker(), worker(), worker()])).sort()).toEqual(['outOfPlace', 'outOfPlace', 'written']);
    expect((await tenant.run(run)).counts).toMatchObject({ read: 1, skipped: { disabled: 1 } });
  });

  it.each([
    [
      'waits for no disk where another follows',
      { cursor: 'x', fetchedBy: null, expected: null, complete: true },
      'off',
    ],
    [
      'waits for the disk as the last, and all before it with it',
      { cursor: null, fetchedBy: 'x', expected: null, complete: true },
      'on',
    ],
    ['waits for the disk where it is none of a listing', undefined, 'on'],
  ])('%s', async (_, step, waits) => {
    const tenant = await stage.tenant();
    const run = await tenant.open();
    const [setting] = await tenant.inTransaction(async (tx) => {
      await tx.query(`select set_config('synchronous_commit', 'on', true)`, []); // a server of tests never waits
      await applyPeople(tenant.id, tx, run, 0, await tenant.plan(tx, run, [person(1)]), step);
      return tx.query(`select current_setting('synchronous_commit') as waits`, []);
    });
    expect(setting).toEqual({ waits });
  });

  it('whose people are taken for new is refused whole where one of them is stored', async () => {
    const tenant = await withPeople(person(2));
    const run = await tenant.open();
    const before = await versionsOf(tenant);
    const attempt = tenant.inTransaction(async (tx) => {
      const planned = planPage(persons(1, 3), new Map(), rulesWith(), judgeBy(rulesWith(), fingerprint));
      const changes = planned.changes.map((change) => ({ ...change, before: null, after: null }));
      await applyPeople(tenant.id, tx, run, 0, { ...planned, changes }, undefined, { allNew: true });
    });
    await expect(attempt).rejects.toThrow(AlreadyStoredError);
    expect(await versionsOf(tenant)).toEqual(before);
  });

  it('of a run that is not there is an error, and writes nobody', async () => {
    const tenant = await stage.tenant();
    const attempt = tenant.inTransaction((tx) =>
      applyPeople(tenant.id, tx, '9' as RunId, 0, {
        changes: [],
        removals: [],
        outcomes: [],
        managers: [],
        unchanged: 0,
      }),
    );
    await expect(attempt).rejects.toThrow('a run that is not there');
  });

  it('keeps names that sort or store oddly', async () => {
    const names = ['Ünal', '李小龙', 'O’Neil', '😀', 'A"B\\C', 'a\tb'];
    const tenant = await withPeople(...names.map((displayName, index) => person(index + 1, { displayName })));
    expect((await employeesOf(tenant)).map(({ values }) => values['displayName'])).toEqual(names);
  });
});
