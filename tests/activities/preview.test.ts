import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listPreviewChanges } from '../../db/list-preview-changes.ts';
import { DEFAULT_FIELDS } from '../../sync/field.schema.ts';
import type { RunId } from '../../sync/ids.ts';
import type { IntegrationSettings } from '../../sync/integration-settings.schema.ts';
import type { TenantStatus } from '../../sync/run.ts';
import { openTestPreview } from '../db/open-test-preview.ts';
import { graphError } from '../entra/scripted-entra.ts';
import { nameOf } from './scripted-listing.ts';
import { type ActivityStage, emailOf, failureOf, listed, numbers, openStage, type PlayedTenant } from './stage.ts';

let stage: ActivityStage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

/** Six employees, of whom the directory has lost the sixth; the fifth has another title there, and a seventh is new. */
async function company(options: Parameters<ActivityStage['play']>[0] = {}): Promise<PlayedTenant> {
  const tenant = await stage.play({ cleanUp: { enabled: true }, ...options });
  tenant.listing.people = numbers(1, 6).map((number) => listed(number));
  const first = await tenant.open({ now: new Date(0) });
  await tenant.readAll(first);
  await tenant.perform('settle', { runId: first });
  await tenant.perform('closeRun', { runId: first, outcome: 'succeeded' });
  tenant.listing.people = [
    ...numbers(1, 4).map((number) => listed(number)),
    listed(5, { jobTitle: 'Countess' }),
    listed(7),
    listed(8, { accountEnabled: false }),
  ];
  return tenant;
}
const withoutTwo = (settings: IntegrationSettings): IntegrationSettings => ({
  ...settings,
  filters: { ...settings.filters, odata: `mail ne '${emailOf(2)}'` },
});
const changesOf = async (tenant: PlayedTenant, runId: RunId) =>
  (await tenant.inTransaction((tx) => listPreviewChanges(tenant.id, tx, runId, { limit: 100 }))).items.map(
    ({ action, reason, applied, after }) =>
      `${action} ${reason}${applied ? ' applied' : ''} ${after?.['email'] ?? ''}`.trim(),
  );
async function play(tenant: PlayedTenant, runId: RunId): Promise<void> {
  await tenant.readAll(runId);
  await tenant.perform('completePreview', { runId });
  await tenant.perform('closeRun', { runId, outcome: 'succeeded' });
}
/** What must stay as it is, whatever is previewed: all but the preview itself and the number of the tenant's runs. */
async function applied(tenant: PlayedTenant): Promise<unknown> {
  const {
    previewed: _changes,
    previewPages: _pages,
    runs,
    ...rest
  } = (await tenant.everything()) as {
    [part: string]: unknown;
    runs: readonly { kind: string }[];
  };
  const [row] = await stage.asOwner(
    `select to_jsonb(t) - 'last_run' - 'previews_due_at' as row from tenants t where id = $1`,
    [tenant.id],
  );
  return { ...rest, row, runs: runs.filter(({ kind }) => kind !== 'preview') };
}

describe('a preview', () => {
  it('stores what saving would do to each person, and changes nobody', async () => {
    const tenant = await company();
    const before = await applied(tenant);
    const runId = await openTestPreview(tenant, { change: withoutTwo });
    await play(tenant, runId);
    expect(await applied(tenant)).toEqual(before);
    expect((await changesOf(tenant, runId)).toSorted()).toEqual([
      `create matches ${emailOf(7)}`,
      'remove notProven',
      'remove odata',
      'skip disabled',
      'skip odata',
      'update changed',
    ]);
    expect(await tenant.run(runId)).toMatchObject({
      state: 'succeeded',
      kind: 'preview',
      wouldHold: null,
      counts: { read: 7, created: 1, updated: 1, unchanged: 3, removed: 2, skipped: { disabled: 1, odata: 1 } },
    });
  });

  it('asks for everybody, and for no watermark and nobody by id', async () => {
    const tenant = await company();
    const before = tenant.listing.asked().length;
    await play(tenant, await openTestPreview(tenant));
    expect(tenant.listing.asked().slice(before)).toEqual([
      'organization',
      'count',
      'page 1',
      'page 2',
      'page 3',
      'page 4',
    ]);
  });

  it('says the same after each step was done twice', async () => {
    const tenant = await company();
    const runId = await openTestPreview(tenant, { change: withoutTwo });
    await tenant.readAll(runId);
    const read = await tenant.everything();
    expect(await tenant.perform('syncPages', { runId })).toMatchObject({ next: 'done', read: 7 });
    expect(await tenant.everything()).toEqual(read);
    await tenant.perform('completePreview', { runId });
    const completed = await tenant.everything();
    await tenant.perform('completePreview', { runId });
    expect(await tenant.everything()).toEqual(completed);
    await tenant.perform('closeRun', { runId, outcome: 'succeeded' });
    const closed = await tenant.everything();
    await tenant.perform('closeRun', { runId, outcome: 'succeeded' });
    expect(await tenant.everything()).toEqual(closed);
  });

  it('lists who would become a duplicate once, however often it is completed', async () => {
    const tenant = await company();
    tenant.listing.people = [...tenant.listing.people, listed(9, { mail: emailOf(1) })];
    const runId = await openTestPreview(tenant);
    await tenant.readAll(runId);
    for (let times = 0; times < 2; times += 1) {
      await tenant.perform('completePreview', { runId });
      expect((await tenant.run(runId)).counts.duplicates).toBe(1);
      expect(await tenant.everything()).toMatchObject({ previewDuplicates: [{ email_key: emailOf(1) }] });
    }
  });

  it('whose worker was killed goes on at its page', async () => {
    const tenant = await company({ deps: { chunkTimeMs: 0 } });
    const runId = await openTestPreview(tenant);
    const before = tenant.listing.asked().length;
    await tenant.perform('syncPages', { runId });
    await tenant.readAll(runId);
    expect(
      tenant.listing
        .asked()
        .slice(before)
        .filter((what) => what.startsWith('page')),
    ).toEqual([...['page 1', 'page 2', 'page 3', 'page 4']]);
  });

  it('that has to begin its listing anew counts nobody twice', async () => {
    const tenant = await company();
    const runId = await openTestPreview(tenant, { change: withoutTwo });
    let refusals = 0;
    tenant.listing.meet = (request) =>
      nameOf(request) === 'page 3' && refusals++ < 2 ? graphError(410, 'syncStateNotFound') : undefined;
    await play(tenant, runId);
    expect(refusals).toBeGreaterThan(1);
    expect((await tenant.run(runId)).counts).toMatchObject({
      read: 7,
      created: 1,
      updated: 1,
      unchanged: 3,
      removed: 2,
    });
  });

  it('in which somebody shifted between pages counts them once', async () => {
    const tenant = await company();
    tenant.listing.people = [7, 1, 2, 3, 7, 4, 5, 6].map((number) => listed(number));
    const runId = await openTestPreview(tenant);
    await play(tenant, runId);
    expect((await tenant.run(runId)).counts).toMatchObject({ read: 7, created: 1, unchanged: 6, removed: 0 });
  });

  it('lists the absent as missing while clean-up is off', async () => {
    const tenant = await company({ cleanUp: { enabled: false } });
    const runId = await openTestPreview(tenant);
    await play(tenant, runId);
    expect(await changesOf(tenant, runId)).toContain('missing notProven');
    expect((await tenant.run(runId)).counts).toMatchObject({ missing: 1, removed: 0 });
  });

  it('leaves out whom a person keeps', async () => {
    const tenant = await company();
    await stage.asOwner('update employees set pinned = true where tenant_id = $1', [tenant.id]);
    const runId = await openTestPreview(tenant, { change: withoutTwo });
    await play(tenant, runId);
    expect((await tenant.run(runId)).counts).toMatchObject({ removed: 0, missing: 0 });
  });

  it('says when the clean-up would wait for a decision, by the unsaved limits', async () => {
    const tenant = await company();
    const runId = await openTestPreview(tenant, {
      change: (saved) => ({ ...withoutTwo(saved), cleanUp: { ...saved.cleanUp, maxRemovals: 1 } }),
    });
    await play(tenant, runId);
    expect((await tenant.run(runId)).wouldHold).toEqual({ removals: 2, limit: 1 });
  });

  it('by fields that need the manager reads changes from their start, and keeps no place of them', async () => {
    const tenant = await company();
    const before = await applied(tenant);
    const fields = [...DEFAULT_FIELDS, { key: 'boss', label: 'Boss', source: 'manager/displayName' }];
    const runId = await openTestPreview(tenant, { fields });
    const asked = tenant.listing.asked().length;
    await tenant.readAll(runId);
    expect(tenant.listing.asked().slice(asked)).toEqual(['organization', 'count', 'changes']);
    const failure = await failureOf(tenant.perform('completePreview', { runId })); // the changes hold nobody
    expect(failure.type).toBe('listingIncomplete');
    await tenant.perform('closeRun', { runId, outcome: 'failed', code: 'listingIncomplete' });
    expect(await applied(tenant)).toEqual(before);
  });
});

describe('a preview of a tenant', () => {
  const setStatus = (tenant: PlayedTenant, status: TenantStatus) =>
    stage.asOwner('update tenants set status = $2 where id = $1', [tenant.id, status]);

  it.each(['paused', 'linked', 'needsAttention'] as const)('that is %s goes on', async (status) => {
    const tenant = await company();
    const runId = await openTestPreview(tenant);
    await setStatus(tenant, status);
    await play(tenant, runId);
    expect((await tenant.run(runId)).state).toBe('succeeded');
    expect((await tenant.row()).status).toBe(status);
  });

  it.each([
    ['offboarding', 'tenantOffboarding'],
    ['unlinked', 'tenantNotLinked'],
  ] as const)('that is %s meanwhile ends', async (status, code) => {
    const tenant = await company();
    const runId = await openTestPreview(tenant);
    await setStatus(tenant, status);
    expect((await failureOf(tenant.perform('syncPages', { runId }))).type).toBe(code);
  });

  it('that is erased meanwhile ends, and leaves nothing', async () => {
    const tenant = await company({ deps: { chunkTimeMs: 0 } });
    const runId = await openTestPreview(tenant);
    await tenant.perform('syncPages', { runId });
    while ((await tenant.perform('eraseTenant', {})).next === 'more');
    expect((await failureOf(tenant.perform('syncPages', { runId }))).type).toBe('interrupted');
    expect(await stage.asOwner('select from preview_changes where tenant_id = $1', [tenant.id])).toEqual([]);
  });
});

describe('a preview that fails', () => {
  it.each(['consentWithdrawn', 'unknown'])('of %s is told by itself alone: the tenant stays as it is', async (code) => {
    const tenant = await company();
    const before = await applied(tenant);
    const runId = await openTestPreview(tenant, { change: withoutTwo });
    await tenant.readAll(runId);
    await tenant.perform('closeRun', { runId, outcome: 'failed', code });
    expect(await applied(tenant)).toEqual(before);
    expect(await tenant.run(runId)).toMatchObject({ state: 'failed', error: { code } });
    expect(await changesOf(tenant, runId)).toEqual([]);
  });

  it('for a listing that somebody is missing from, told of without an id, is not believed', async () => {
    const tenant = await company();
    tenant.listing.people = [listed(1), { ...listed(2), id: 'none' }];
    const runId = await openTestPreview(tenant);
    await tenant.readAll(runId);
    expect((await failureOf(tenant.perform('completePreview', { runId }))).type).toBe('personWithoutId');
  });

  it('for a listing without anybody is not believed', async () => {
    const tenant = await company();
    tenant.listing.people = [];
    const runId = await openTestPreview(tenant);
    await tenant.readAll(runId);
    expect((await failureOf(tenant.perform('completePreview', { runId }))).type).toBe('listingIncomplete');
  });
});
