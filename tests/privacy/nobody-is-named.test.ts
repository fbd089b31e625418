import { Client, Connection } from '@temporalio/client';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Directory } from '../../emulator/directory/directory.ts';
import { sampleCompany } from '../../emulator/people/sample-company.ts';
import { openOwnSystem, type OwnSystem } from '../kill/own-system.ts';
import type { SyncRun } from '../../cli/responses.schema.ts';
import { patientClient } from '../kill/patient-client.ts';
import { findIn, needlesOf, type Needle } from './needles.ts';
import { temporalTexts } from './temporal-texts.ts';
import { watchApi, type WatchedApi } from './watched-api.ts';

const SOMEBODY = 'Sukarno';
const SPOKEN = `${SOMEBODY} <sukarno@fernhill.example> https://graph.example/v1.0/users?$skiptoken=1 Bearer eyJhbGciOiJub25lIn0`;

let system: OwnSystem;
let api: WatchedApi;
const tenantIds: string[] = [];
let needles: readonly Needle[];
const runs: SyncRun[] = [];
/** What was said, by where. */
let said: ReadonlyMap<string, string>;

beforeAll(async () => {
  system = await openOwnSystem({ disposable: true, environment: { LOG_LEVEL: 'trace' } });
  api = watchApi(system);
  needles = [...peoplesNeedles(), ...secrets()];
  await live();
  await signInInVain();
  said = await whatWasSaid();
}, 240_000);
afterAll(() => system.close());

/** Syncs of the sample company, good ones and each kind of bad one; whoever refuses says a person's name and a token. */
async function live(): Promise<void> {
  const entra = system.emulator.addDirectory({ name: 'Fernhill', domain: 'fernhill.example', people: 'sample' });
  const refuseListing = (status: number, code: string, more: { readonly retryAfter?: string } = {}) =>
    system.emulator.fault({ path: '/v1.0/users', answer: { kind: 'status', status, code, message: SPOKEN, ...more } });
  const tenantId = await begin(entra);
  entra.leave('Emoji 🎉 Enthusiast 👩‍🔬');
  entra.change(SOMEBODY, { properties: { jobTitle: 'Somebody Else' } });
  runs.push(await api.sync(tenantId));
  runs.push(await api.preview(tenantId, { fields: [{ key: 'name', label: SOMEBODY, source: 'displayName' }] }));

  refuseListing(429, SOMEBODY, { retryAfter: '1' });
  refuseListing(403, 'Authorization_RequestDenied');
  runs.push(await api.sync(tenantId, true));
  refuseListing(400, SOMEBODY);
  runs.push(await api.sync(tenantId, true));
  await api.ask('POST', `tenants/${tenantId}/connectivity`);
  await meetBug(tenantId, entra);
  await refuseCalls(tenantId);
}

/** Another directory of the same people, for which the worker has no token yet: sign-in is refused for two causes. */
async function signInInVain(): Promise<void> {
  const entra = system.emulator.addDirectory({ name: 'Harbour', domain: 'fernhill.example', people: 'sample' });
  const refuseSignIn = (aadsts: number) =>
    system.emulator.fault({ entraTenantId: entra.entraTenantId, times: null, answer: { kind: 'signIn', aadsts } });
  const tenantId = await begin(entra, () => refuseSignIn(7_000_222));
  system.emulator.faults.clear();
  refuseSignIn(90_002);
  runs.push(await api.sync(tenantId, true));
  system.emulator.faults.clear();
}

/** Onboards and activates, and waits for the end of the first run. */
async function begin({ name, entraTenantId }: Directory, beforeRun = (): unknown => undefined): Promise<string> {
  const client = patientClient(system);
  const tenantId = await client.onboard(name, entraTenantId);
  beforeRun();
  await client.activate(tenantId);
  const first = await vi.waitFor(
    async () => {
      const [run] = await client.runs(tenantId);
      if (run === undefined || run.state === 'running') throw new Error('The first run has not ended.');
      return run;
    },
    { timeout: 60_000, interval: 25 },
  );
  runs.push(first);
  tenantIds.push(tenantId);
  return tenantId;
}

/** A constraint that nobody foresaw: PostgreSQL's words hold the whole row. It is dropped once an activity met it. */
async function meetBug(tenantId: string, entra: Directory): Promise<void> {
  await system.ask(`alter table employees add constraint unforeseen check (sort_name <> 'Unforeseen ${SOMEBODY}')`);
  entra.change(SOMEBODY, { properties: { displayName: `Unforeseen ${SOMEBODY}` } });
  const run = api.sync(tenantId);
  await vi.waitFor(async () => expect(await logOf('worker')).toContain('unknownError'), { timeout: 30_000 });
  await system.ask('alter table employees drop constraint unforeseen');
  runs.push(await run);
}

/** Requests that fail, with a name wherever a caller can write one. */
async function refuseCalls(tenantId: string): Promise<void> {
  const name = encodeURIComponent(SOMEBODY);
  await system.ask('revoke select on search_blocks from rollcall_app');
  await api.ask('GET', `tenants/${tenantId}/employees?query=${name}`);
  await system.ask('grant select on search_blocks to rollcall_app');
  await api.ask('GET', `tenants/${tenantId}/employees?query=${name}&limit=0`);
  await api.ask('GET', `tenants/${tenantId}/employees/${name}`);
  await api.ask('GET', `${name}`);
  await api.ask('POST', `tenants/${tenantId}/sync`, { full: SPOKEN });
}

const logOf = (part: string): Promise<string> => readFile(join(system.folder, `${part}.log`), 'utf8');

async function whatWasSaid(): Promise<ReadonlyMap<string, string>> {
  const metricsOf = async (url: string): Promise<string> => (await fetch(url)).text();
  return new Map([
    ...(await temporalTexts(system.temporalAddress, tenantIds)),
    ['the worker’s log', await logOf('worker')],
    ['the API’s log', await logOf('api')],
    ['the worker’s metrics', await metricsOf(system.workerMetricsUrl)],
    ['the API’s metrics', await metricsOf(`${system.apiUrl}/metrics`)],
    ['problems of the API', api.problems().join('\n')],
    ['errors of runs', JSON.stringify(runs)],
  ]);
}

function peoplesNeedles(): readonly Needle[] {
  const { people, left } = sampleCompany();
  return [...Array.from({ length: people.count }, (_, n) => people.personAt(n)), ...left].flatMap(needlesOf);
}

const secrets = (): readonly Needle[] => [
  { what: 'the application’s secret', text: system.emulator.clientSecret },
  { what: 'the operator’s key', text: system.operatorKey },
];

describe('of the sample company', () => {
  it('the runs ended as each trouble makes them end, so that there is something to look at', () => {
    const ends = runs.map(({ kind, state, error }) => [kind, state, error?.code ?? null]);
    expect(ends).toEqual([
      ['full', 'succeeded', null],
      ['incremental', 'succeeded', null],
      ['preview', 'succeeded', null],
      ['full', 'failed', 'permissionMissing'],
      ['full', 'failed', 'requestRefused'],
      ['incremental', 'succeeded', null], // after the bug
      ['full', 'failed', 'ownCredential'],
      ['full', 'failed', 'directoryGone'],
    ]);
    expect(needles.length).toBeGreaterThan(2_000);
    expect(said.get('the worker’s log')).toContain('unknownError');
    expect(said.get('problems of the API')).toMatch(/^500 /m);
  });

  it('nobody’s name, address or number, no token, secret or link stands in histories, logs, metrics or problems', () => {
    const found = [...said].map(([where, text]) => ({ where, found: findIn(text, needles) }));
    expect(found.filter(({ found: those }) => those.length > 0)).toEqual([]);
  });
});

describe('what was planted is found', () => {
  it('in each of the texts that were searched', () => {
    for (const text of said.values()) expect(findIn(`${text} ${SPOKEN}`, needles).length).toBeGreaterThan(4);
  });

  it('in what a workflow was told, though Temporal keeps it in bytes', async () => {
    const [tenantId = ''] = tenantIds;
    const connection = await Connection.connect({ address: system.temporalAddress });
    const tenantSync = new Client({ connection }).workflow.getHandle(`tenant-sync/${tenantId}`);
    await tenantSync.signal('syncNow', { requestId: SOMEBODY });
    await connection.close();
    const texts = await temporalTexts(system.temporalAddress, [tenantId]);
    expect(findIn(texts.get(`tenant-sync/${tenantId}`) ?? '', needles)).toContain(`displayName: ${SOMEBODY}`);
  });
});
