import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { readRun } from '../../db/read-run.ts';
import { closeRun } from '../../db/close-run.ts';
import { listPreviewChanges } from '../../db/list-preview-changes.ts';
import { listPreviewDuplicates, type PreviewedDuplicate } from '../../db/list-preview-duplicates.ts';
import { openPreview } from '../../db/open-preview.ts';
import type { RunId } from '../../sync/ids.ts';
import type { IntegrationSettings } from '../../sync/integration-settings.schema.ts';
import { openWorkbench, people, type SyncedTenant, type Workbench } from './workbench.ts';

let bench: Workbench;
beforeAll(async () => {
  bench = await openWorkbench();
}, 120_000);
afterAll(() => bench.close());

type Change = (settings: IntegrationSettings) => IntegrationSettings;
const withFilter =
  (odata: string): Change =>
  (settings) => ({
    ...settings,
    filters: { ...settings.filters, odata },
    cleanUp: { ...settings.cleanUp, enabled: true },
  });

const plannedBy = async ({ id }: SyncedTenant, runId: RunId) =>
  (await bench.db.inTransaction(id, (tx) => listPreviewChanges(id, tx, runId, { limit: 1000 }))).items;
const duplicatesOf = async ({ id }: SyncedTenant, runId: RunId) =>
  (await bench.db.inTransaction(id, (tx) => listPreviewDuplicates(id, tx, runId, { limit: 1000 }))).items;
/** All who are duplicates now, and whose. */
async function duplicatesIn(tenant: SyncedTenant): Promise<readonly string[]> {
  const employees = await tenant.employees();
  const nameOf = (id: string | null) => employees.find((each) => each.id === id)?.values['displayName'];
  return employees.flatMap(({ id, duplicateOf }) =>
    duplicateOf === null ? [] : [`${nameOf(id)} of ${nameOf(duplicateOf)}`],
  );
}
const namesOf = ({ name, heldBy }: PreviewedDuplicate) => `${name} of ${heldBy.name}`;
const withoutSkips = (changes: readonly { action: string; entraObjectId: string }[]) =>
  changes
    .filter(({ action }) => action !== 'skip')
    .map(({ action, entraObjectId }) => `${action} ${entraObjectId}`)
    .sort();

const company = [
  ...people(12).map(({ properties }, n) => ({
    properties: { ...properties, department: n < 10 ? 'Sales' : 'Finance' },
  })),
  { properties: { displayName: 'Guest', mail: 'guest@other.example', userType: 'Guest' } },
];

describe('a preview', () => {
  it('of a mistyped filter shows that everybody would go, and changes nothing', async () => {
    const tenant = await bench.tenant({ name: 'Mistyped', people: company });
    await tenant.sync();
    await vi.waitFor(async () => expect((await tenant.row())?.nextSyncAt).not.toBeNull(), { timeout: 60_000 });
    const before = [await tenant.employees(), await tenant.row(), await tenant.runs()];
    const run = await tenant.preview(withFilter(`department eq 'Slaes'`));
    expect(run).toMatchObject({
      state: 'succeeded',
      counts: { read: 13, created: 0, updated: 0, removed: 12, skipped: { odata: 12, guest: 1 } },
      wouldHold: { removals: 12, limit: 5 },
    });
    expect([await tenant.employees(), await tenant.row(), await tenant.runs()]).toEqual(before);
  });

  it('is followed, once it is saved, by a sync that does what it said, person by person', async () => {
    const tenant = await bench.tenant({ name: 'Saved', people: company });
    await tenant.sync();
    tenant.entra.change('Person 003', { properties: { jobTitle: 'Countess' } });
    tenant.entra.leave('Person 004');
    tenant.entra.join({ properties: { displayName: 'New', mail: 'new@contoso.example', department: 'Sales' } });
    const change = withFilter(`department eq 'Sales'`);
    const previewed = await tenant.preview(change);
    const planned = await plannedBy(tenant, previewed.id);
    await tenant.save(change);
    const run = await tenant.sync({ full: true });
    expect(previewed.wouldHold).toBeNull();
    expect(run).toMatchObject({ state: 'succeeded', kind: 'full', kindReason: 'asked' });
    expect(run.counts).toEqual(previewed.counts);
    expect(run.counts).toMatchObject({ created: 1, updated: 1, removed: 3 });
    expect(withoutSkips(await tenant.changes(run.id))).toEqual(withoutSkips(planned));
  });

  it('lists who would share an address with somebody who had it before, and with whom, as the sync then finds', async () => {
    const at = (name: string): string => `${name}@contoso.example`;
    const named = (displayName: string, mail: string, other: string) => ({
      properties: { displayName, userPrincipalName: at(displayName), mail: at(mail), otherMails: [at(other)] },
    });
    const people = [named('Ada', 'ada', 'bob'), named('Bob', 'bob', 'bob')];
    people.push(named('Cleo', 'cleo', 'cleo'), named('Cleo2', 'cleo', 'ada'));
    const tenant = await bench.tenant({ name: 'Equal addresses', people });
    const first = await tenant.preview();
    expect(first.counts).toMatchObject({ created: 4, duplicates: 1 });
    const told = await duplicatesOf(tenant, first.id);
    expect((await tenant.sync()).counts).toEqual(first.counts);
    expect(told).toMatchObject([{ email: at('cleo') }]);
    expect(await duplicatesIn(tenant)).toEqual(told.map(namesOf));
    expect((await tenant.preview()).counts.duplicates).toBe(0); // whoever is one already does not become one

    const otherFirst: Change = (settings) => ({
      ...settings,
      email: { ...settings.email, sources: ['otherMails', 'mail'] },
    });
    tenant.entra.leave('Cleo');
    const second = await tenant.preview(otherFirst);
    const [next] = await duplicatesOf(tenant, second.id);
    await tenant.save(otherFirst);
    const run = await tenant.sync({ full: true });
    expect(run.counts).toMatchObject({ updated: 2, duplicates: 1 }); // Ada has Bob's, who had it first
    expect(next).toMatchObject({ email: at('bob') });
    expect(await duplicatesIn(tenant)).toContain(next && namesOf(next));
    expect({ ...second.counts, missing: 0, unproven: 0 }).toEqual({ ...run.counts, missing: 0, unproven: 0 });
  });

  it('of a hold says so, and the sync after it waits for the same decision', async () => {
    const tenant = await bench.tenant({ name: 'Held', people: company });
    await tenant.sync();
    const change = withFilter(`department eq 'Finance'`);
    const previewed = await tenant.preview(change);
    await tenant.save(change);
    const run = await tenant.sync({ full: true });
    expect(previewed.wouldHold).toEqual({ removals: 10, limit: 5 });
    expect(run.state).toBe('held');
  });

  it('of a tenant that was never synced shows everybody who would come, and the first sync brings them', async () => {
    const tenant = await bench.tenant({ name: 'First', people: company });
    const previewed = await tenant.preview();
    expect(previewed.counts).toMatchObject({ read: 13, created: 12, skipped: { guest: 1 } });
    expect((await tenant.row())?.lastSyncedAt).toBeNull();
    const run = await tenant.sync();
    expect(run).toMatchObject({ trigger: 'link', counts: previewed.counts });
  });

  it('that is asked for again after its end stays as it is', async () => {
    const tenant = await bench.tenant({ name: 'Twice', people: company });
    await tenant.sync();
    const previewed = await tenant.preview(withFilter(`department eq 'Sales'`));
    const planned = await plannedBy(tenant, previewed.id);
    await tenant.send({ kind: 'preview', runId: previewed.id });
    const workflow = bench.temporal.client.workflow.getHandle(`sync-run/${tenant.id}/${previewed.id}`);
    await workflow.result().catch(() => undefined); // it finds that nothing is left to do
    expect(await bench.db.inTransaction(tenant.id, (tx) => readRun(tenant.id, tx, previewed.id))).toEqual(previewed);
    expect(await plannedBy(tenant, previewed.id)).toEqual(planned);
  });

  it('goes on while its tenant is paused, beside a run, and ends when its tenant leaves', async () => {
    const tenant = await bench.tenant({ name: 'Leaving', people: company });
    await tenant.sync();
    await tenant.send({ kind: 'pause' });
    expect((await tenant.preview()).state).toBe('succeeded');
    await bench.db.inTransaction(tenant.id, async (tx) => {
      const run = await openPreview(tenant.id, tx, {
        settings: undefined,
        fields: undefined,
        openedBy: 'x',
        now: new Date(),
      });
      await closeRun(tenant.id, tx, run, { outcome: 'cancelled', now: new Date() });
    });
    await tenant.send({ kind: 'offboard' });
    await vi.waitFor(async () => expect(await tenant.row()).toBeUndefined(), { timeout: 30_000 });
  });
});
