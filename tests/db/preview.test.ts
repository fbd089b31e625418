import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeRun } from '../../db/close-run.ts';
import { eraseRemoved } from '../../db/erase-removed.ts';
import { findEmployeeOfPerson } from '../../db/find-employee-of-person.ts';
import { forgetPreview } from '../../db/forget-previews.ts';
import { listPreviewChanges } from '../../db/list-preview-changes.ts';
import { listPreviewDuplicates } from '../../db/list-preview-duplicates.ts';
import { listPreviewedPeople, type PreviewList } from '../../db/list-previewed-people.ts';
import { listRuns } from '../../db/list-runs.ts';
import { lockTenant } from '../../db/lock-tenant.ts';
import { readDays } from '../../db/read-days.ts';
import { readCleanUp } from '../../db/read-clean-up.ts';
import { readPreview } from '../../db/read-preview.ts';
import { DEFAULT_FIELDS } from '../../sync/field.schema.ts';
import type { RunId } from '../../sync/ids.ts';
import { openTestPreview, previewAll, previewPage } from './open-test-preview.ts';
import { removePeople } from './remove-people.ts';
import { NOW, oid, openStage, person, persons, type Stage, type TestTenant } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

async function company(people = 3): Promise<TestTenant> {
  const tenant = await stage.tenant({ cleanUp: { enabled: true } });
  const runId = await tenant.open();
  await tenant.page(runId, persons(1, people));
  await tenant.inTransaction((tx) => closeRun(tenant.id, tx, runId, { outcome: 'succeeded', now: NOW }));
  return tenant;
}
const listOf = (tenant: TestTenant, runId: RunId, list: PreviewList, more: Asked = {}) =>
  tenant.inTransaction((tx) => listPreviewedPeople(tenant.id, tx, runId, { list, limit: 100, ...more }));
type Asked = { query?: string; cursor?: string; limit?: number };
const duplicatesOf = (tenant: TestTenant, runId: RunId, more: Asked = {}) =>
  tenant.inTransaction((tx) => listPreviewDuplicates(tenant.id, tx, runId, { limit: 100, ...more }));
const runsOf = async (tenant: TestTenant, kind?: 'preview') =>
  (await tenant.inTransaction((tx) => listRuns(tenant.id, tx, { kind, limit: 100 }))).items.map(({ id }) => id);

describe('a preview beside runs', () => {
  it('has a number of the tenant’s runs, and is listed only where previews are asked for', async () => {
    const tenant = await company();
    const preview = await openTestPreview(tenant);
    const run = await tenant.open();
    expect([preview, run]).toEqual(['2', '3']);
    expect(await runsOf(tenant)).toEqual(['3', '1']);
    expect(await runsOf(tenant, 'preview')).toEqual(['2']);
  });

  it('takes no lease: a run and another preview go on beside it, and it beside them', async () => {
    const tenant = await company();
    const run = await tenant.open();
    const [first, second] = [await openTestPreview(tenant), await openTestPreview(tenant)];
    await previewPage(tenant, first, persons(1, 2));
    await tenant.page(run, persons(1, 3));
    await previewPage(tenant, second, persons(1, 2));
    await tenant.open();
    expect((await tenant.run(run)).error?.code).toBe('interrupted');
    expect([(await tenant.run(first)).state, (await tenant.run(second)).state]).toEqual(['running', 'running']);
  });

  it('does not make the first sync any other than the first', async () => {
    const tenant = await stage.tenant();
    await openTestPreview(tenant);
    expect(await tenant.run(await tenant.open({ trigger: 'settings' }))).toMatchObject({ trigger: 'link' });
  });

  it('counts for no day, and none of its removals for the guard', async () => {
    const tenant = await company();
    await previewAll(tenant, persons(1, 1));
    const days = await tenant.inTransaction((tx) => readDays(tenant.id, tx, new Date(0)));
    expect(days).toMatchObject([{ created: 3, removed: 0, people: 3 }]);
    const runId = await tenant.open();
    const { facts } = await tenant.inTransaction((tx) => readCleanUp(tenant.id, tx, runId, NOW));
    expect(facts.removedLast24h).toBe(0);
  });

  it('keeps the members of the groups that the last run read, and its own while that one closes', async () => {
    const tenant = await company();
    const members = (runId: RunId) =>
      stage.asOwner('insert into scope_pages values ($1, $2, 0, array[$3::uuid])', [tenant.id, runId, oid(1)]);
    const kept = async () =>
      (
        await stage.asOwner<{ run_id: string }>('select run_id from scope_pages where tenant_id = $1 order by 1', [
          tenant.id,
        ])
      ).map(({ run_id }) => run_id);
    await members('1' as RunId);
    const preview = await openTestPreview(tenant);
    await members(preview);
    const run = await tenant.open();
    await members(run);
    await tenant.page(run, persons(1, 3));
    await tenant.inTransaction((tx) => closeRun(tenant.id, tx, run, { outcome: 'succeeded', now: NOW }));
    expect(await kept()).toEqual([preview, run]);
    await tenant.inTransaction((tx) => closeRun(tenant.id, tx, preview, { outcome: 'succeeded', now: NOW }));
    expect(await kept()).toEqual([run]);
  });
});

describe('the rules of a preview', () => {
  it('are those that were given, else those that were saved when it began', async () => {
    const tenant = await company();
    const runId = await openTestPreview(tenant, {
      change: (saved) => ({ ...saved, filters: { ...saved.filters, includeGuests: true } }),
    });
    await tenant.save({ retentionDays: 1 });
    const preview = await tenant.inTransaction((tx) => readPreview(tenant.id, tx, runId));
    expect(preview).toMatchObject({
      run: { id: runId, state: 'running', kind: 'preview', kindReason: 'unsaved', trigger: 'manual' },
      unsaved: { settings: { filters: { includeGuests: true }, cleanUp: { retentionDays: 30 } }, fields: undefined },
      settings: { filters: { includeGuests: true } },
      fields: DEFAULT_FIELDS,
    });
    expect(await tenant.inTransaction((tx) => readPreview(tenant.id, tx, '1' as RunId))).toBeUndefined();
  });
});

describe('the lists of a preview', () => {
  const titled = (n: number, displayName: string) => person(n, { displayName, properties: { jobTitle: 'Countess' } });

  it('are by name, a page at a time, searchable by name and address', async () => {
    const tenant = await company();
    const newcomers = ['Zoë', 'Ada', 'Émile', 'Bo'].map((name, n) => person(10 + n, { displayName: name }));
    const runId = await previewAll(tenant, [...persons(1, 3), ...newcomers]);
    const first = await listOf(tenant, runId, 'create', { limit: 3 });
    expect(first.items.map(({ name }) => name)).toEqual(['Ada', 'Bo', 'Émile']);
    const rest = await listOf(tenant, runId, 'create', { limit: 3, cursor: first.next ?? '' });
    expect(rest).toMatchObject({ items: [{ name: 'Zoë', employeeId: null, action: 'create' }], next: null });
    expect((await listOf(tenant, runId, 'create', { query: 'ÉM' })).items.map(({ name }) => name)).toEqual(['Émile']);
    expect((await listOf(tenant, runId, 'create', { query: 'person10@' })).items.map(({ name }) => name)).toEqual([
      'Zoë',
    ]);
    expect((await listOf(tenant, runId, 'create', { query: 'nobody' })).items).toEqual([]);
  });

  it('hold who would change with before and after, and who would go by the name that the employee has', async () => {
    const tenant = await company();
    const runId = await previewAll(tenant, [titled(1, 'Person 1'), person(2, { accountEnabled: false })]);
    expect((await listOf(tenant, runId, 'update')).items).toMatchObject([
      { name: 'Person 1', before: { jobTitle: null }, after: { jobTitle: 'Countess' }, applied: false },
    ]);
    expect((await listOf(tenant, runId, 'remove')).items).toMatchObject([
      { name: 'Person 2', action: 'remove', reason: 'disabled', before: null, after: null },
      { name: 'Person 3', action: 'remove', reason: 'notProven' },
    ]);
    expect((await listOf(tenant, runId, 'remove', { query: 'person3@' })).items).toMatchObject([{ name: 'Person 3' }]);
  });

  it('take no cursor of another list', async () => {
    const tenant = await company();
    const runId = await previewAll(tenant, [...persons(1, 3), person(10), person(11)]);
    const { next } = await listOf(tenant, runId, 'create', { limit: 1 });
    await expect(listOf(tenant, runId, 'update', { cursor: next ?? '' })).rejects.toThrow(
      'not one that this list gave',
    );
  });

  it('are given to the API whole, changes first and then who would stay out, however small its pages', async () => {
    const tenant = await company();
    const people = [
      titled(1, 'Ada'),
      ...persons(2, 3),
      person(10),
      person(11, { userType: 'Guest' }),
      person(12, { mail: null, userPrincipalName: 'x' }),
    ];
    const runId = await previewAll(tenant, people);
    const seen: string[] = [];
    for (let cursor: string | undefined; ;) {
      const page = await tenant.inTransaction((tx) => listPreviewChanges(tenant.id, tx, runId, { cursor, limit: 1 }));
      seen.push(...page.items.map(({ action, reason }) => `${action} ${reason}`));
      if (page.next === null) break;
      cursor = page.next;
    }
    expect(seen).toEqual(['update changed', 'create matches', 'skip guest', 'skip noEmail']);
    const onlySkipped = await tenant.inTransaction((tx) =>
      listPreviewChanges(tenant.id, tx, runId, { action: 'skip', limit: 9 }),
    );
    expect(onlySkipped.items.map(({ entraObjectId }) => entraObjectId)).toEqual([oid(11), oid(12)]);
  });
});

describe('who would become a duplicate', () => {
  const idOf = (tenant: TestTenant, n: number) =>
    tenant.inTransaction((tx) => findEmployeeOfPerson(tenant.id, tx, oid(n)));
  const named = (n: number, displayName: string, mail: string) =>
    person(n, { displayName, mail: `${mail}@contoso.example` });
  const sharing = [
    ...persons(1, 3),
    named(10, 'Zoë', 'PERSON1'),
    named(11, 'Ada', 'person2'),
    named(20, 'Bo', 'new'),
    named(21, 'Émile', 'new'),
  ];

  it('is listed by name with the address and with who would hold it, an employee or somebody new', async () => {
    const tenant = await company();
    const { items } = await duplicatesOf(tenant, await previewAll(tenant, sharing));
    const [first, second] = [await idOf(tenant, 1), await idOf(tenant, 2)];
    expect(items).toEqual([
      {
        ...{ entraObjectId: oid(11), employeeId: null, name: 'Ada', email: 'person2@contoso.example' },
        heldBy: { entraObjectId: oid(2), employeeId: second, name: 'Person 2' },
      },
      {
        ...{ entraObjectId: oid(21), employeeId: null, name: 'Émile', email: 'new@contoso.example' },
        heldBy: { entraObjectId: oid(20), employeeId: null, name: 'Bo' },
      },
      {
        ...{ entraObjectId: oid(10), employeeId: null, name: 'Zoë', email: 'person1@contoso.example' },
        heldBy: { entraObjectId: oid(1), employeeId: first, name: 'Person 1' },
      },
    ]);
  });

  it('is listed a page at a time, searchable by name and address, and takes no cursor of another list', async () => {
    const tenant = await company();
    const runId = await previewAll(tenant, sharing);
    const names = async (asked: Asked) => (await duplicatesOf(tenant, runId, asked)).items.map(({ name }) => name);
    const { items, next } = await duplicatesOf(tenant, runId, { limit: 2 });
    expect(items.map(({ name }) => name)).toEqual(['Ada', 'Émile']);
    expect(await names({ limit: 2, cursor: next ?? '' })).toEqual(['Zoë']);
    expect(await names({ query: 'ÉM' })).toEqual(['Émile']);
    expect(await names({ query: 'Person1@' })).toEqual(['Zoë']);
    expect(await names({ query: 'nobody' })).toEqual([]);
    await expect(names({ query: 'x', cursor: next ?? '' })).rejects.toThrow('not one that this list gave');
  });

  it('may be an employee who stays unchanged, or comes back, and is listed with the id of the employee', async () => {
    const tenant = await company();
    await removePeople(tenant, [oid(3)], NOW);
    const people = [named(0, 'Zero', 'person2'), ...persons(1, 2), named(3, 'Person 3', 'person2')];
    const runId = await previewAll(tenant, people);
    expect((await tenant.run(runId)).counts).toMatchObject({ created: 1, unchanged: 2, restored: 1, duplicates: 2 });
    const { items } = await duplicatesOf(tenant, runId);
    expect(items.map(({ employeeId, heldBy }) => [employeeId, heldBy.name])).toEqual([
      [await idOf(tenant, 2), 'Zero'],
      [await idOf(tenant, 3), 'Zero'],
    ]);
  });

  it('is listed as it was at the time of the preview', async () => {
    const tenant = await company();
    const runId = await previewAll(tenant, sharing);
    const before = await duplicatesOf(tenant, runId);
    await tenant.page(await tenant.open(), [named(1, 'Renamed', 'renamed'), named(11, 'Eve', 'eve')]);
    expect(await duplicatesOf(tenant, runId)).toEqual(before);
  });

  it('is forgotten with the preview, at most so many people at a time', async () => {
    const tenant = await company();
    const runId = await previewAll(tenant, sharing);
    const rows = async () =>
      (
        await stage.asOwner(
          `select 1 from preview_changes where tenant_id = $1
           union all select 1 from preview_duplicates where tenant_id = $1`,
          [tenant.id],
        )
      ).length;
    const left = [await rows()];
    const forget = () => tenant.inTransaction((tx) => forgetPreview(tenant.id, tx, runId, 2));
    while ((await forget()) === 'more') left.push(await rows());
    expect(left).toEqual([7, 5, 3, 1]);
    expect(await rows()).toBe(0);
    expect(await forget()).toBe('done');
  });
});

describe('whom Graph calls removed while a preview reads', () => {
  it('would go, unless a later page holds them', async () => {
    const tenant = await company();
    const runId = await openTestPreview(tenant);
    await previewPage(tenant, runId, [...persons(1, 2), person(10)], { last: false });
    await previewPage(tenant, runId, [], { removed: [oid(1), oid(2), oid(10)], last: false });
    await previewPage(tenant, runId, [person(2), person(3)]);
    expect((await listOf(tenant, runId, 'remove')).items).toMatchObject([{ name: 'Person 1', reason: 'notProven' }]);
    expect((await listOf(tenant, runId, 'create')).items).toEqual([]);
  });
});

describe('what a preview keeps', () => {
  const dumpOf = async ({ id }: TestTenant): Promise<string> =>
    (
      await stage.asOwner<{ row: string }>(
        `select t::text as row from preview_changes t where tenant_id = $1
         union all select t::text from preview_pages t where tenant_id = $1
         union all select t::text from preview_duplicates t where tenant_id = $1`,
        [id],
      )
    )
      .map(({ row }) => row)
      .join('\n');

  it('is nothing of whoever would stay out or go but ids and the reason', async () => {
    const tenant = await company();
    await previewAll(tenant, [
      person(1, { displayName: 'Gone', accountEnabled: false }),
      person(9, { displayName: 'Out', userType: 'Guest' }),
    ]);
    expect(await dumpOf(tenant)).not.toMatch(/Gone|Out|Person|@/);
  });

  it('goes with the erasure of the person', async () => {
    const tenant = await company();
    await removePeople(tenant, [oid(1)], NOW);
    await previewAll(tenant, [
      person(1, { displayName: 'Ada Back', properties: { jobTitle: 'Countess' } }),
      ...persons(2, 3),
    ]);
    expect(await dumpOf(tenant)).toContain('Ada Back');
    await tenant.inTransaction(async (tx) => {
      await lockTenant(tenant.id, tx);
      await eraseRemoved(tenant.id, tx, new Date(NOW.getTime() + 30 * 86_400_000), 10);
    });
    expect(await dumpOf(tenant)).not.toMatch(/Ada|person1@|Countess/);
    expect(await dumpOf(tenant)).toContain(oid(1));
  });

  it('goes with the erasure of a duplicate, and of whoever would hold the address', async () => {
    const tenant = await company();
    await removePeople(tenant, [oid(1), oid(3)], NOW);
    const sharing = (n: number, displayName: string) => person(n, { displayName, mail: 'shared@contoso.example' });
    const runId = await previewAll(tenant, [sharing(1, 'Ada Back'), person(2), sharing(3, 'Cleo'), sharing(10, 'Zoë')]);
    const told = async () =>
      (await duplicatesOf(tenant, runId)).items.map(({ name, email, heldBy }) => [name, email, heldBy.name]);
    expect(await told()).toEqual([
      ['Cleo', 'shared@contoso.example', 'Ada Back'],
      ['Zoë', 'shared@contoso.example', 'Ada Back'],
    ]);
    await tenant.inTransaction(async (tx) => {
      await lockTenant(tenant.id, tx);
      await eraseRemoved(tenant.id, tx, new Date(NOW.getTime() + 30 * 86_400_000), 10);
    });
    expect(await told()).toEqual([
      ['', '', ''],
      ['Zoë', 'shared@contoso.example', ''],
    ]);
  });
});
