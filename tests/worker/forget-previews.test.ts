import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { closeRun } from '../../db/close-run.ts';
import { listRuns } from '../../db/list-runs.ts';
import { forgetPreviews } from '../../worker/forget-previews.ts';
import { openTestPreview, previewAll } from '../db/open-test-preview.ts';
import { NOW, openStage, person, persons, type Stage, type TestTenant } from '../db/stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const HOUR = 3_600_000;
const later = (hours: number): Date => new Date(NOW.getTime() + hours * HOUR);
const logged: string[] = [];
async function round(at: Date): Promise<void> {
  const log = pino({ base: {} }, { write: (line) => void logged.push(line) });
  await forgetPreviews({ db: stage.db, now: () => at, log }, (_tenantId, work) => work());
}
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
    expect(logged.filter((line) => line.includes(tenant.id)).map((line) => JSON.parse(line))).toMatchObject([
      { event: 'previewForgotten', runId: '1' },
    ]);
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
