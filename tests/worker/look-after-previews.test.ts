import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { closeRun } from '../../db/close-run.ts';
import { listRuns } from '../../db/list-runs.ts';
import { markMessageSent, storeMessage } from '../../db/outbox.ts';
import type { RunId } from '../../sync/ids.ts';
import type { PreviewEnd, SyncClient } from '../../temporal/sync-client.ts';
import { lookAfterPreviews } from '../../worker/look-after-previews.ts';
import { completeTestPreview, openTestPreview, previewAll, previewPage } from '../db/open-test-preview.ts';
import { NOW, openStage, person, persons, type Stage, type TestTenant } from '../db/stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const HOUR = 3_600_000;
const later = (hours: number): Date => new Date(NOW.getTime() + hours * HOUR);
const logged: string[] = [];
/** @param previewEnd what Temporal says of a preview's workflow */
async function round(at: Date, previewEnd: SyncClient['previewEnd'] = async () => 'going'): Promise<void> {
  const log = pino({ base: {} }, { write: (line) => void logged.push(line) });
  const deps = { db: stage.db, sync: { previewEnd }, now: () => at, log };
  await lookAfterPreviews(deps, (_tenantId, work) => work());
}
const logOf = ({ id }: TestTenant): readonly object[] =>
  logged.filter((line) => line.includes(id)).map((line): object => JSON.parse(line));
const previews = async (tenant: TestTenant) =>
  (await tenant.inTransaction((tx) => listRuns(tenant.id, tx, { kind: 'preview', limit: 10 }))).items.map(
    ({ id }) => id,
  );
const rowsLeft = async ({ id }: TestTenant): Promise<number> => {
  const [row] = await stage.asOwner<{ n: number }>(
    `select (select count(*) from previews where tenant_id = $1)::int + (select count(*) from preview_pages where tenant_id = $1)::int
       + (select count(*) from preview_changes where tenant_id = $1)::int
       + (select count(*) from preview_duplicates where tenant_id = $1)::int as n`,
    [id],
  );
  return row?.n ?? 0;
};

describe('a preview', () => {
  test('is forgotten after a day with all that it had planned, and not before', async () => {
    const tenant = await stage.tenant();
    await previewAll(tenant, [...persons(1, 5), person(6, { mail: 'person5@contoso.example' })]);
    await round(later(23));
    expect(await previews(tenant)).toEqual(['1']);
    await round(later(24));
    await round(later(24));
    expect([await previews(tenant), await rowsLeft(tenant)]).toEqual([[], 0]);
    expect(logOf(tenant)).toMatchObject([{ event: 'previewForgotten', runId: '1' }]);
  });

  test('makes way when five newer ones are there', async () => {
    const tenant = await stage.tenant();
    for (let n = 0; n < 6; n++) await previewAll(tenant, persons(1, 2), { now: later(n) });
    await round(later(6));
    expect(await previews(tenant)).toEqual(['6', '5', '4', '3', '2']);
  });

  test('that seems to be going after a day is forgotten too, and writes nothing any more', async () => {
    const tenant = await stage.tenant();
    const runId = await openTestPreview(tenant);
    await round(later(25));
    expect(await previews(tenant)).toEqual([]);
    await tenant.inTransaction((tx) => closeRun(tenant.id, tx, runId, { outcome: 'succeeded', now: later(25) }));
    expect(await rowsLeft(tenant)).toBe(0);
  });

  test('is left to the off-boarding of a tenant that leaves', async () => {
    const tenant = await stage.tenant();
    await previewAll(tenant, persons(1, 2));
    await stage.asOwner(`update tenants set status = 'offboarding' where id = $1`, [tenant.id]);
    await round(later(25));
    expect(await rowsLeft(tenant)).toBeGreaterThan(0);
  });
});

describe('a preview that counts as going', () => {
  const inMinutes = (minutes: number): Date => new Date(NOW.getTime() + minutes * 60_000);
  async function going() {
    const tenant = await stage.tenant();
    const runId = await openTestPreview(tenant);
    await previewPage(tenant, runId, persons(1, 3), { last: false });
    return { tenant, runId };
  }

  // prettier-ignore
  test.each<[string, PreviewEnd, object]>([
    ['stays so while its workflow goes on',             'going',     { state: 'running', error: null }],
    ['has failed once its workflow has ended',          'ended',     { state: 'failed', error: { code: 'previewEnded' } }],
    ['was cancelled once its workflow was',             'cancelled', { state: 'cancelled', error: null }],
  ])('%s, in however many rounds', async (_guarantee, end, expected) => {
    const { tenant, runId } = await going();
    for (const minute of [1, 2, 3]) await round(inMinutes(minute), async () => end);
    expect(await tenant.run(runId)).toMatchObject(expected);
    expect(logOf(tenant)).toHaveLength(end === 'going' ? 0 : 1);
    if (end !== 'going') expect(await rowsLeft(tenant)).toBe(1); // its rules, until it is forgotten
  });

  test('is asked about once a minute, and not after its end', async () => {
    const { tenant, runId } = await going();
    const asked = { times: 0 };
    const answer: SyncClient['previewEnd'] = async (id) => (id !== tenant.id || ++asked.times < 3 ? 'going' : 'ended');
    for (const minute of [1, 2, 3, 4, 5]) await round(inMinutes(minute), answer);
    expect(asked.times).toBe(3);
    expect((await tenant.run(runId)).state).toBe('failed');
  });

  test('is not asked about before Temporal has been told of it', async () => {
    const { tenant, runId } = await going();
    const id = randomUUID();
    await tenant.inTransaction((tx) => storeMessage(tenant.id, tx, { id, message: { kind: 'preview', runId } }));
    const other = { kind: 'preview', runId: '7' as RunId } as const; // a run's number
    await tenant.inTransaction((tx) => storeMessage(tenant.id, tx, { id: randomUUID(), message: other }));
    await round(inMinutes(1), async () => 'ended');
    expect((await tenant.run(runId)).state).toBe('running');
    await tenant.inTransaction((tx) => markMessageSent(tenant.id, tx, id));
    await round(inMinutes(2), async () => 'ended');
    expect((await tenant.run(runId)).state).toBe('failed');
  });

  test('that ended well while Temporal was asked keeps its plan', async () => {
    const { tenant, runId } = await going();
    await round(inMinutes(1), async () => {
      await previewPage(tenant, runId, persons(4, 6));
      await completeTestPreview(tenant, runId);
      return 'ended';
    });
    expect((await tenant.run(runId)).state).toBe('succeeded');
    expect(await rowsLeft(tenant)).toBeGreaterThan(1);
  });

  test('keeps no other from being forgotten while Temporal is away', async () => {
    const tenant = await stage.tenant();
    await previewAll(tenant, persons(1, 2));
    const second = await openTestPreview(tenant, { now: later(23) });
    await expect(round(later(24), () => Promise.reject(new Error('14 UNAVAILABLE')))).rejects.toThrow('UNAVAILABLE');
    expect(await previews(tenant)).toEqual([second]);
  });
});
