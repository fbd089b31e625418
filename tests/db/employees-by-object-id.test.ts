import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { employeesByObjectId } from '../../db/employees-by-object-id.ts';
import { openStage, type Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

describe('people of a page', () => {
  test('are looked up by the unique index in a tenant of whom no statistics are known', async () => {
    const tenant = randomUUID();
    // Statistics are of another tenant's few people.
    for (const [id, people] of [
      [randomUUID(), 5],
      [tenant, 3_000],
    ] as const) {
      await stage.asOwner(
        `insert into employees (tenant_id, entra_object_id, email, email_key, sort_name, kind, values, hash, held_since, created_in)
         select $1, gen_random_uuid(), 'x', 'x', 'x', 'person', '{}', '', 1, 1 from generate_series(1, $2::int)`,
        [id, people],
      );
      if (people === 5) await stage.asOwner('analyze employees');
    }
    const ids = await stage.asOwner<{ id: string }>(
      'select entra_object_id as id from employees where tenant_id = $1 limit 999',
      [tenant],
    );
    const asked = [tenant, `{${ids.map(({ id }) => id).join(',')}}`];
    await stage.asOwner(`select set_config('enable_sort', 'off', false)`); // as lookUpEach does
    const plan = await stage.asOwner<{ 'QUERY PLAN': string }>(
      `explain (analyze, timing off) select e.id from ${employeesByObjectId('$2')}`,
      asked,
    );
    const text = plan.map((line) => line['QUERY PLAN']).join('\n');
    expect(text).toMatch(/Index Cond: .*entra_object_id >= /);
    expect(text).not.toContain('Removed by Filter');
    await stage.asOwner(`select set_config('enable_sort', 'on', false)`);
    // What it replaces is planned as a walk through everybody: without this the test would show nothing.
    const walk = await stage.asOwner<{ 'QUERY PLAN': string }>(
      `explain (analyze, timing off) select id from employees where tenant_id = $1 and entra_object_id = any($2::uuid[])`,
      asked,
    );
    expect(walk.map((line) => line['QUERY PLAN']).join('\n')).toContain('Rows Removed by Filter: 2001');
  });

  test('are found once each, whoever is asked for twice', async () => {
    const [one] = await stage.asOwner<{ tenant: string; id: string }>(
      'select tenant_id as tenant, entra_object_id as id from employees limit 1',
    );
    const found = await stage.asOwner(`select e.id from ${employeesByObjectId('$2')}`, [
      one?.tenant,
      `{${one?.id},${one?.id},${randomUUID()}}`,
    ]);
    expect(found).toHaveLength(1);
  });
});
