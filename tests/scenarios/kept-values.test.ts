import { afterAll, beforeAll, expect, it } from 'vitest';
import { changeValue } from '../../api/by-hand/change-value.ts';
import { readFields, saveFields } from '../../db/field-versions.ts';
import type { Field } from '../../sync/field.schema.ts';
import { apiOver } from './api-over.ts';
import { openWorkbench, people, type SyncedTenant, type Workbench } from './workbench.ts';

let bench: Workbench;
beforeAll(async () => {
  bench = await openWorkbench();
}, 120_000);
afterAll(() => bench.close());

const saveAs = (tenant: SyncedTenant, change: (field: Field) => Field) =>
  bench.db.inTransaction(tenant.id, async (tx) => {
    const { version, items } = await readFields(tenant.id, tx);
    await saveFields(tenant.id, tx, version, items.map(change));
  });

const CHANGES: Readonly<Record<string, Partial<Field>>> = {
  jobTitle: { policy: 'onlyWhenNew' },
  department: { policy: 'neverClear' },
  company: { source: '= Coalesce([companyName], Join("/", ToUpper([city]), [st]))' },
};

it('policies, expressions and values by hand hold alike in full and incremental runs, and a run that finds the same writes nobody', async () => {
  const tenant = await bench.tenant({ name: 'Kept', people: people(4) });
  await saveAs(tenant, (field) => ({ ...field, ...CHANGES[field.key] }));
  tenant.entra.change('Person 001', {
    properties: { jobTitle: 'Pilot', department: 'Air', city: 'Oslo', state: 'O', mobilePhone: '1' },
  });
  await tenant.sync();
  const first = async () => (await tenant.employee('Person 001'))?.values;
  expect(await first()).toMatchObject({ jobTitle: 'Pilot', department: 'Air', company: 'OSLO/O', mobile: '1' });

  const { id = '' as never } = (await tenant.employee('Person 001')) ?? {};
  await bench.db.inTransaction(tenant.id, (tx) =>
    changeValue(tenant.id, tx, id, 'mobile', { kind: 'set', value: '007' }),
  );
  tenant.entra.change('Person 001', {
    properties: { jobTitle: 'Captain', department: null, city: 'Bergen', mobilePhone: '2' },
  });
  const kept = { jobTitle: 'Pilot', department: 'Air', company: 'BERGEN/O', mobile: '007' };
  for (const full of [false, true, false]) {
    const run = await tenant.sync({ full });
    expect(run.counts).toMatchObject({ updated: run.kind === 'incremental' && run.counts.read > 0 ? 1 : 0 });
    expect(await first()).toMatchObject(kept);
  }
  const before = await tenant.employees();
  expect((await tenant.sync({ full: true })).counts).toMatchObject({ updated: 0, unchanged: 4 });
  expect(await tenant.employees()).toEqual(before);

  tenant.entra.change('Person 001', { properties: { department: 'Sea', mobilePhone: '3' } });
  await tenant.sync();
  expect(await first()).toMatchObject({ ...kept, department: 'Sea' });

  // Without the policy the field follows again, from the next full run on.
  await saveAs(tenant, ({ policy: _gone, ...field }) => field);
  await tenant.sync({ full: true });
  expect(await first()).toMatchObject({ ...kept, department: 'Sea', jobTitle: 'Captain' });
});

it('a policy that is saved over the API, and nothing else with it, is followed by a full run that is asked for at once', async () => {
  const ask = apiOver(bench);
  const tenant = await bench.tenant({ name: 'Policies', people: people(2) });
  tenant.entra.change('Person 001', { properties: { jobTitle: 'Pilot', department: 'Air' } });
  await tenant.sync();
  const route = `/api/tenants/${tenant.id}/fields`;
  const put = async (change: (field: Readonly<Record<string, unknown>>) => object) => {
    const { version, items } = (await ask(`GET ${route}`)).body;
    expect((await ask(`PUT ${route}`, { items: items.map(change) }, version)).status).toBe(200);
  };
  const runs = async () => (await tenant.runs()).filter(({ trigger }) => trigger === 'settings');
  const ended = (count: number) => tenant.runThat(({ id, state }) => Number(id) === count && state === 'succeeded'); // the first run was Sync Now
  const values = async () => (await tenant.employee('Person 001'))?.values;

  await put((field) => ({ ...field, ...(field['key'] === 'jobTitle' && { policy: 'neverClear' }) }));
  expect(await ended(2)).toMatchObject({ kind: 'full', trigger: 'settings' });
  tenant.entra.change('Person 001', { properties: { jobTitle: null, department: null } });
  await tenant.sync();
  expect(await values()).toMatchObject({ jobTitle: 'Pilot', department: null });

  // Order alone is saved and asks for nothing; the policy given up lets the field follow again, with nothing changed in Entra.
  await put((field) => ({ ...field, label: `${String(field['label'])}.` }));
  expect(await runs()).toHaveLength(1);
  await put(({ policy: _gone, ...field }) => field);
  expect(await ended(4)).toMatchObject({ kind: 'full', trigger: 'settings', counts: { updated: 1 } });
  expect(await values()).toMatchObject({ jobTitle: null });
});
