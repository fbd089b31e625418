import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkDirectory } from '../../api/checks/check-directory.ts';
import { takeAll } from '../../api/checks/check-step.ts';
import { kindsWithoutKeeping } from '../../api/checks/kinds-without-keeping.ts';
import { measureListing } from '../../api/checks/measure-listing.ts';
import { readFields, saveFields } from '../../db/field-versions.ts';
import { readIntegration } from '../../db/integration-settings.ts';
import type { RecordedRequest } from '../../emulator/requests.ts';
import type { Directory } from '../../entra/directory.ts';
import { openEntra } from '../../entra/open-entra.ts';
import type { EntraGroupId, EntraTenantId } from '../../sync/ids.ts';
import { compileRules, type Rules } from '../../sync/rules.ts';
import { openWorkbench, people, type SyncedTenant, type Workbench } from '../scenarios/workbench.ts';

/** What these settings need, by the words of the settings and not by our own code. */
const OF_DELETED = ['displayName', 'id', 'mail', 'otherMails', 'proxyAddresses', 'userPrincipalName'];
const NEEDED = [
  // to know people by, and their kind
  ...['id', 'userPrincipalName', 'displayName', 'accountEnabled', 'userType', 'mailNickname', 'assignedLicenses'],
  'mail', // the one source of addresses
  ...['givenName', 'employeeOrgData'], // fields
  ...['department', 'city'], // filters
].toSorted();
const FIELDS = [
  { key: 'email', label: 'Email', source: 'email' },
  { key: 'firstName', label: 'First Name', source: 'givenName' },
  { key: 'costCentre', label: 'Cost Centre', source: 'employeeOrgData/costCenter' },
];

let bench: Workbench;
let requests: readonly RecordedRequest[];
let ends: readonly unknown[];
beforeAll(async () => {
  bench = await openWorkbench();
  const tenant = await bench.tenant({
    name: 'Only read',
    people: people(60),
    behaviour: { largestPage: 20, deltaPageSize: 10 },
    permissions: ['User.Read.All', 'Organization.Read.All', 'GroupMember.Read.All'],
    groups: [{ name: 'All', members: people(60).map(({ properties }) => properties.displayName) }],
  });
  await choose(tenant);
  await live(tenant);
  bench.emulator.faults.clear();
  await checkConnectivity(tenant);
  requests = bench.emulator.requests.list(({ entraTenantId }) => entraTenantId === tenant.entra.entraTenantId);
  ends = (await tenant.runs())
    .map(({ kind, state, error }) => [kind, state, error?.code].filter(Boolean).join(' '))
    .toReversed();
}, 120_000);
afterAll(() => bench.close());

async function choose(tenant: SyncedTenant): Promise<void> {
  await tenant.save((settings) => ({
    email: { sources: ['mail'] },
    filters: {
      ...settings.filters,
      odata: "startswith(department,'S') or department eq null",
      expression: '$.city == null',
      groups: [tenant.entra.groups.show('All').id as EntraGroupId], // a GUID, as the emulator made it
    },
    cleanUp: { ...settings.cleanUp, enabled: true },
  }));
  await bench.db.inTransaction(tenant.id, async (tx) => {
    await saveFields(tenant.id, tx, (await readFields(tenant.id, tx)).version, FIELDS);
  });
}

/** Every way in which a sync asks: everybody, changes, proofs, a clean-up that was approved, trouble of each kind. */
async function live({ entra, sync, send, runThat }: SyncedTenant): Promise<void> {
  await sync();
  entra.leave('Person 001');
  entra.change('Person 002', { properties: { givenName: 'Renamed' } });
  entra.groups.removeMember('All', 'Person 004');
  entra.purge('Person 003');
  await sync();
  await sync({ full: true });
  for (let n = 10; n < 30; n++) entra.leave(`Person 0${n}`);
  const held = await sync({ full: true });
  await send({ kind: 'approveCleanUp', runId: held.id });
  await runThat(({ kind, state }) => kind === 'cleanUp' && state !== 'running');
  entra.restore('Person 010');
  const { entraTenantId } = entra;
  bench.emulator.fault({ entraTenantId, answer: { kind: 'expiredDelta' } });
  await sync();
  bench.emulator.fault({ entraTenantId, path: '/v1.0/users', answer: { kind: 'expiredPageToken' } });
  bench.emulator.fault({
    entraTenantId,
    path: '/v1.0/users',
    answer: { kind: 'status', status: 429, retryAfter: '0' },
  });
  await sync({ full: true });
  bench.emulator.fault({ entraTenantId, path: '/v1.0/users', answer: { kind: 'status', status: 403 } });
  await sync({ full: true });
}

async function checkConnectivity({ id, entra }: SyncedTenant): Promise<void> {
  const { authorityHost, graphEndpoint, clientId, clientSecret } = bench.emulator;
  const credential = { kind: 'secret', secret: clientSecret } as const;
  const expectedId = entra.entraTenantId as EntraTenantId; // a GUID, as the emulator made it
  const directory = openEntra({ authorityHost, graphEndpoint, clientId, credential }).directory(expectedId, 'high');
  const rules = await bench.db.inTransaction(id, async (tx) =>
    compileRules((await readIntegration(id, tx)).settings, (await readFields(id, tx)).items),
  );
  const reached = await takeAll(checkDirectory(directory, { expectedId, select: rules.select }));
  expect(reached.found).toMatchObject({ ok: true });
  const kinds = kindsWithoutKeeping({ db: bench.db, now: () => new Date() }, { tenantId: id, directory, rules });
  const measured = await takeAll(measureListing(directory, rules, kinds, AbortSignal.timeout(20_000)));
  expect(measured.found).toMatchObject({ complete: true });
  await lookUp(directory, rules);
}

/** Whom an explanation is about: by name, by address and user principal name, and by id. */
async function lookUp(directory: Directory, { select }: Rules): Promise<void> {
  const find = (text: string) => directory.lookUpUser(text, select, AbortSignal.timeout(20_000));
  expect(await find('Person')).toMatchObject({ kind: 'several', more: true });
  const found = await find('Person 040');
  if (found.kind !== 'one') throw new Error(`Person 040 was looked up: ${found.kind}.`);
  const { id, mail, userPrincipalName } = found.user;
  for (const text of [id, mail?.toUpperCase() ?? '', userPrincipalName]) {
    expect(await find(text), text).toMatchObject({ kind: 'one', user: { id } });
  }
  expect(await find('nobody@nowhere.example')).toEqual({ kind: 'none' });
}

const shown = ({ method, path }: RecordedRequest): string => `${method} ${path}`;
const isRead = ({ method, host, path, inBatch }: RecordedRequest): boolean =>
  method === 'GET' || (method === 'POST' && !inBatch && (host === 'login' ? isToken(path) : path === '/v1.0/$batch'));
const isToken = (path: string): boolean =>
  /^\/[^/]+\/oauth2\/v2\.0\/token(\?client-request-id=[0-9a-f-]+)?$/.test(path);

describe('of all that a tenant’s syncs, its check of connectivity and explanations asked of Microsoft', () => {
  it('there is every kind, so that there is something to judge', () => {
    expect(ends).toEqual([
      'full succeeded',
      'incremental succeeded',
      'full succeeded',
      'full succeeded', // held until it was approved
      'cleanUp succeeded',
      'full succeeded', // the watermark had expired
      'full succeeded', // after an expired page token and a 429
      'full failed permissionMissing',
    ]);
    for (const kind of [
      /^POST .*token/,
      /\/organization/,
      /\/transitiveMembers\//,
      /\/transitiveMemberOf/,
      /\/users\?/,
      /\/delta\?/,
      /deltatoken=…/,
      /skiptoken=…/,
      /search=/,
      /filter=/,
    ]) {
      expect(
        requests.map(shown).some((each) => kind.test(each)),
        String(kind),
      ).toBe(true);
    }
    expect(requests.filter(({ inBatch }) => inBatch).length).toBeGreaterThan(20);
  });

  it('every request, and every part of a batch, is a read', () => {
    expect(requests.filter((each) => !isRead(each) || each.isWrite).map(shown)).toEqual([]);
  });

  it('of people nothing is selected that settings and fields do not need', () => {
    const ofPeople = requests.filter(({ path }) => /^\/v1\.0\/(users|directory|groups\/.*\/)/.test(path));
    expect(ofPeople.length).toBeGreaterThan(40);
    for (const request of ofPeople) {
      const { pathname, searchParams } = new URL(request.path, 'https://graph.example');
      const select = searchParams.get('$select');
      // A link of Graph's own goes on with what was selected first.
      const goesOn = searchParams.has('$skiptoken') || (searchParams.get('$deltatoken') ?? 'latest') !== 'latest';
      if (pathname.endsWith('/mailboxSettings/userPurpose')) continue; // one property, by its address
      if (pathname.endsWith('/$count') || (goesOn && select === null)) continue;
      // Of whoever was deleted the name is told to the one who asks why, and the addresses are read where an address was asked
      // for; of a group's members only who they are.
      const isOfDeleted = pathname.startsWith('/v1.0/directory') && select === 'id,displayName';
      const byAddress = pathname === '/v1.0/directory/deletedItems/microsoft.graph.user';
      const onlyIds = /^\/v1\.0\/(directory|groups)|\/transitiveMemberOf$/.test(pathname);
      const allowed = byAddress ? OF_DELETED : isOfDeleted ? ['displayName', 'id'] : onlyIds ? ['id'] : NEEDED;
      expect(select?.split(',').toSorted(), shown(request)).toEqual(allowed);
      expect(searchParams.has('$expand'), shown(request)).toBe(false);
    }
  });
});

it('a request that is not a read would be seen, alone and in a batch', () => {
  const [request] = requests;
  if (request === undefined) throw new Error('There is no request.');
  const graph = { ...request, host: 'graph' } as const;
  expect(isRead({ ...graph, method: 'PATCH', path: '/v1.0/users/1' })).toBe(false);
  expect(isRead({ ...graph, method: 'POST', path: '/v1.0/users' })).toBe(false);
  expect(isRead({ ...graph, method: 'DELETE', path: '/v1.0/users/1', inBatch: true })).toBe(false);
  expect(isRead({ ...graph, method: 'POST', path: '/v1.0/$batch', inBatch: true })).toBe(false);
});
