import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { deadTemporal } from './bench.ts';
import { graphError, openDirectoryBench, TENANT, type DirectoryBench } from './scripted-directory.ts';

let bench: DirectoryBench;
beforeEach(async () => {
  bench = await openDirectoryBench();
});
afterEach(() => bench.close());

const onboard = (body: object = {}) =>
  bench.ask('POST /api/tenants', { body: { name: 'Contoso', entraTenantId: TENANT, ...body } });
const tenants = async () => (await bench.ask('GET /api/tenants')).body.items;

test('a directory that can be read is onboarded active, and its workflow starts', async () => {
  const answer = await onboard();
  expect(answer).toMatchObject({ status: 201, body: { name: 'Contoso', entraTenantId: TENANT, status: 'active' } });
  const description = await bench.workflow(answer.body.id).describe();
  expect(description.status.name).toBe('RUNNING');
});

test('with activate: false it is linked, and nothing is started before its settings are saved', async () => {
  const { body } = await onboard({ activate: false });
  expect(body).toMatchObject({ status: 'linked' });
  await expect(bench.workflow(body.id).describe()).rejects.toThrow(/not found/);
});

test('a directory id in capitals is the same directory', async () => {
  expect((await onboard({ entraTenantId: TENANT.toUpperCase() })).body).toMatchObject({ entraTenantId: TENANT });
});

test('the same directory is not onboarded twice: 409 names its tenant, and Microsoft is not asked', async () => {
  const { body } = await onboard();
  const asked = bench.seen().length;
  const again = await onboard({ name: 'Contoso again' });
  expect(again).toMatchObject({ status: 409, body: { code: 'directoryTaken', tenantId: body.id } });
  expect(bench.seen()).toHaveLength(asked);
  expect(await tenants()).toHaveLength(1);
});

test('of two who onboard the same directory at the same time, one is refused', async () => {
  const answers = await Promise.all([onboard(), onboard()]);
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409]);
  expect(await tenants()).toHaveLength(1);
});

describe('nothing is onboarded, and the checks say why', () => {
  test('when sign-in is refused', async () => {
    bench.scripted.refuseTokens = () => ({
      status: 400,
      json: { error: 'unauthorized_client', error_description: 'AADSTS700016: secret words', error_codes: [700016] },
    });
    const answer = await onboard();
    expect(answer).toMatchObject({
      status: 422,
      body: { code: 'connectivityFailed', checks: [{ name: 'signIn', ok: false, remedy: expect.any(String) }] },
    });
    expect(answer.text).not.toContain('secret words');
    expect(await tenants()).toEqual([]);
  });

  test('when a permission is missing', async () => {
    bench.override = ({ url }) =>
      url.startsWith('/v1.0/users') ? graphError(403, 'Authorization_RequestDenied') : undefined;
    const answer = await onboard();
    expect(answer.status).toBe(422);
    expect(answer.body.checks.map(({ name, ok }) => `${name} ${ok}`)).toEqual([
      'signIn true',
      'directory true',
      'people false',
    ]);
    expect(answer.text).not.toContain('Lovelace');
    expect(await tenants()).toEqual([]);
  });

  test('when another directory answers', async () => {
    bench.override = ({ url }) =>
      url.startsWith('/v1.0/organization')
        ? { json: { value: [{ id: '0badf00d-0000-4000-8000-000000000000', displayName: 'Other' }] } }
        : undefined;
    expect((await onboard()).status).toBe(422);
    expect(bench.seen().filter((url) => url.startsWith('/v1.0/users'))).toEqual([]);
  });
});

test.each([
  ['no name', { name: undefined }, 'name'],
  ['a name of blanks', { name: '  ' }, 'name'],
  ['a directory id that is none', { entraTenantId: 'contoso.example' }, 'entraTenantId'],
  ['a word for a switch', { activate: 'no' }, 'activate'],
  ['a key that is not known', { domain: 'contoso.example' }, 'domain'],
])('%s is refused, and Microsoft is not asked', async (_what, body, path) => {
  expect(await onboard(body)).toMatchObject({ status: 400, body: { errors: [{ path }] } });
  expect(bench.seen()).toEqual([]);
});

test('while Temporal is away a tenant is onboarded all the same, and the reconciler finds it', async () => {
  const temporal = deadTemporal();
  const body = { name: 'Contoso', entraTenantId: TENANT };
  const answer = await bench.with({ sync: temporal.sync }).ask('POST /api/tenants', { body });
  await temporal.close();
  expect(answer).toMatchObject({ status: 201, body: { status: 'active' } });
  expect(bench.logged.join('')).toContain('startWaits');
});
