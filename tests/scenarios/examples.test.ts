import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ApiDeps } from '../../api/api-deps.ts';
import { createApp } from '../../api/create-app.ts';
import { openEntra } from '../../entra/open-entra.ts';
import { createSignIn } from '../../entra/sign-in.ts';
import { openWorkbench, people, type SyncedTenant, type Workbench } from './workbench.ts';

const KEY = 'operator-key-of-the-scenario';

let bench: Workbench;
let ask: (route: string, body?: unknown, version?: number) => Promise<{ status: number; body: Answer }>;
type Answer = { readonly version: number; readonly errors?: readonly { readonly message: string }[] };

beforeAll(async () => {
  bench = await openWorkbench();
  const { authorityHost, graphEndpoint, clientId, clientSecret: secret } = bench.emulator;
  const settings = { authorityHost, graphEndpoint, clientId, credential: { kind: 'secret', secret } } as const;
  const entra = openEntra(settings);
  const deps: ApiDeps = {
    db: bench.db,
    sync: bench.sync,
    directoryOf: (id) => entra.directory(id),
    signIn: createSignIn(settings, () => new Date()),
    now: () => new Date(),
    newId: randomUUID,
    newKey: randomUUID,
    log: pino({ level: 'silent' }),
    version: '0.0.0-test',
    publicUrl: 'http://rollcall.test',
    temporal: { uiUrl: 'http://temporal.test', namespace: 'default' },
    operatorKey: KEY,
    sessionSecret: 'a-session-secret-of-the-scenario',
  };
  const app = createApp(deps);
  ask = async (route, body, version) => {
    const [method = '', path = ''] = route.split(' ');
    const headers = { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' };
    const response = await app.fetch(
      new Request(`http://rollcall.test${path}`, {
        method,
        headers: { ...headers, ...(version !== undefined && { 'if-match': `"${version}"` }) },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
    );
    return { status: response.status, body: (await response.json()) as Answer }; // as much of it as is looked at
  };
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

  const { version, ...settings } = (await ask(`GET ${route}/integration`)).body as Answer & {
    readonly filters: Readonly<Record<string, unknown>>;
  };
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
