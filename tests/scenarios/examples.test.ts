import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Ask, apiOver } from './api-over.ts';
import { openWorkbench, people, type SyncedTenant, type Workbench } from './workbench.ts';

let bench: Workbench;
let ask: Ask;
beforeAll(async () => {
  bench = await openWorkbench();
  ask = apiOver(bench);
}, 120_000);
afterAll(() => bench.close());

const names = async (tenant: SyncedTenant) => (await tenant.employees()).map(({ values }) => values['displayName']);

it('a mistyped filter is refused with the name of the broken example: nothing is saved, nobody synced, nobody removed', async () => {
  const tenant = await bench.tenant({ name: 'Examples', people: people(4) });
  for (const [name, department] of [
    ['Person 001', 'Sales'],
    ['Person 002', 'Sales'],
    ['Person 003', 'Legal'],
  ] as const)
    tenant.entra.change(name, { properties: { department } });
  await tenant.save((settings) => ({ ...settings, cleanUp: { ...settings.cleanUp, enabled: true } }));
  await tenant.sync();
  const [adele, other] = ['Person 001', 'Person 003'].map((name) => tenant.entra.show(name).id);
  const items = [
    { entraObjectId: adele, expected: 'imported' },
    { entraObjectId: other, expected: 'notImported' },
  ];
  const route = `/api/tenants/${tenant.id}`;
  // What is expected comes before the filter that brings it about.
  expect((await ask(`PUT ${route}/examples`, { items }, 1)).status).toBe(200);

  const { version, ...settings } = (await ask(`GET ${route}/integration`)).body;
  const save = (odata: string) =>
    ask(`PUT ${route}/integration`, { ...settings, filters: { ...settings.filters, odata } }, version);
  const [runs, employees] = [await tenant.runs(), await tenant.employees()];
  const refused = await save("department eq 'Slaes'");
  expect(refused.status).toBe(422);
  expect(refused.body.errors?.map(({ message }) => message)).toEqual([
    `${adele} is expected to be imported, but would be left out: the OData filter does not hold, since it is false that department eq 'Slaes'.`,
  ]);
  expect((await ask(`GET ${route}/integration`)).body.version).toBe(version);
  expect(await tenant.runs()).toEqual(runs);
  expect(await tenant.employees()).toEqual(employees);

  expect((await save("department eq 'Sales'")).status).toBe(200);
  await tenant.runThat(({ trigger, state }) => trigger === 'settings' && state === 'succeeded');
  expect(await names(tenant)).toEqual(['Person 001', 'Person 002']);
}, 120_000);
