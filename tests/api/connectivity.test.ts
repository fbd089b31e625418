import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { DEFAULT_FIELDS } from '../../sync/field.schema.ts';
import { DEFAULT_INTEGRATION_SETTINGS } from '../../sync/integration-settings.schema.ts';
import type { TenantStatus } from '../../sync/run.ts';
import { graphError, openDirectoryBench, PEOPLE, TENANT, type DirectoryBench } from './scripted-directory.ts';

let bench: DirectoryBench;
let id: string;
beforeEach(async () => {
  bench = await openDirectoryBench();
  const tenant = await bench.stage.tenant({ status: 'linked' });
  id = tenant.id;
  await bench.stage.asOwner('update tenants set entra_tenant_id = $2 where id = $1', [id, TENANT]);
});
afterEach(() => bench.close());

const check = (body?: unknown) => bench.ask(`POST /api/tenants/${id}/connectivity`, { body });
const { filters } = DEFAULT_INTEGRATION_SETTINGS;

test('everybody is counted by the rules that a run would go by, and nothing is stored', async () => {
  expect(await check()).toMatchObject({
    status: 200,
    body: {
      ok: true,
      tenantName: 'Contoso Ltd',
      checks: [{ name: 'signIn' }, { name: 'directory' }, { name: 'people' }],
      usersTotal: PEOPLE.length,
      usersCounted: PEOPLE.length,
      usersMatching: 3,
      byKind: { person: 5, guest: 1, serviceAccount: 1, sharedMailbox: 0, room: 0, equipment: 0 },
    },
  });
  expect((await bench.ask(`GET /api/tenants/${id}/employees`)).body).toEqual({ items: [], next: null });
  expect((await bench.ask(`GET /api/tenants/${id}`)).body).toMatchObject({ status: 'linked' });
});

test('unsaved settings are tried instead of the saved ones', async () => {
  const open = { ...filters, includeDisabled: true, includeGuests: true, excludeServiceAccounts: false };
  const { body } = await check({ settings: { ...DEFAULT_INTEGRATION_SETTINGS, filters: open } });
  expect(body).toMatchObject({ usersMatching: 6 });
  expect((await check({})).body).toMatchObject({ usersMatching: 3 });
});

describe('with a field of the manager', () => {
  const fields = [{ key: 'boss', label: 'Boss', source: 'manager/displayName' }];
  const line = (body: { readonly checks: readonly { readonly name: string }[] }) =>
    body.checks.find(({ name }) => name === 'managers');

  test('the listing is tried as it can be asked for, and the changes that tell of managers', async () => {
    const end = { '@odata.deltaLink': `${bench.scripted.graph.origin}/v1.0/users/delta?$deltatoken=x` };
    bench.override = ({ url }) => (url.startsWith('/v1.0/users/delta') ? { json: { value: [], ...end } } : undefined);
    const { body } = await check({ fields });
    expect(body).toMatchObject({ ok: true, usersCounted: PEOPLE.length });
    expect(line(body)).toMatchObject({ ok: true });
    const listings = bench.seen().filter((url) => !url.includes('/delta'));
    for (const url of listings) expect(decodeURIComponent(url)).not.toContain('manager');
  });

  test('a directory that offers no changes is told of, with what to do, and without such a field it is no matter', async () => {
    bench.override = ({ url }) =>
      url.startsWith('/v1.0/users/delta') ? graphError(400, 'Request_UnsupportedQuery') : undefined;
    const { body } = await check({ fields });
    expect(body).toMatchObject({ ok: false });
    expect(line(body)).toMatchObject({
      ok: false,
      remedy: expect.stringContaining('take the fields of the manager out'),
    });
    const without = await check();
    expect(without.body).toMatchObject({ ok: true });
    expect(line(without.body)).toBeUndefined();
  });

  test('that the directory cannot be asked is told as it is', async () => {
    bench.override = ({ url }) =>
      url.startsWith('/v1.0/users/delta') ? graphError(503, 'ServiceUnavailable') : undefined;
    expect(line((await check({ fields })).body)).toMatchObject({
      ok: false,
      detail: expect.stringContaining('could not be reached'),
    });
  });
});

test('whoever only looks like a mailbox or a room is counted, where they would be imported', async () => {
  const lookAlike = [
    { ...PEOPLE[0], displayName: 'Boardroom 4' },
    { ...PEOPLE[1], userPrincipalName: 'info@contoso.example' },
    { ...PEOPLE[6], displayName: 'Shared Archive' },
    { ...PEOPLE[2], displayName: 'Printer' },
  ];
  bench.override = ({ url }) => (url.startsWith('/v1.0/users?') ? { json: { value: lookAlike } } : undefined);
  const { body } = await check();
  expect(body).toMatchObject({ ok: true, usersMatching: 3, byKind: { sharedMailbox: 0, room: 0 } });
  expect(body.checks.find(({ name }) => name === 'looksLike')).toMatchObject({
    ok: true,
    detail: expect.stringMatching(
      /^Of those who match, 2 look like shared mailboxes and 1 looks like a room\. .*MailboxSettings\.Read/,
    ),
  });
});

test('photos are spoken of where they are wanted: whether they could be read the last time', async () => {
  const wanted = { settings: { ...DEFAULT_INTEGRATION_SETTINGS, photos: { enabled: true } } };
  const photos = async () => (await check(wanted)).body.checks.at(-1);
  expect(await photos()).toMatchObject({ name: 'photos', ok: true });
  await bench.stage.asOwner(`update tenants set photos_error = 'permissionMissing' where id = $1`, [id]);
  expect(await photos()).toMatchObject({ name: 'photos', ok: false, remedy: expect.stringContaining('User.Read.All') });
  expect((await check(wanted)).body).toMatchObject({ ok: true });
  expect((await check()).body.checks.map(({ name }) => name)).not.toContain('photos');
});

test('whom unsaved filters take is counted, and said in words', async () => {
  const odata = "startswith(mail,'one') or mail eq 'two@CONTOSO.example'";
  const expression = "$.mail != 'two@contoso.example'";
  const { body } = await check({
    settings: { ...DEFAULT_INTEGRATION_SETTINGS, filters: { ...filters, odata, expression } },
  });
  expect(body).toMatchObject({ usersCounted: PEOPLE.length, usersMatching: 1 });
  expect(body.checks.slice(3)).toEqual([
    {
      name: 'odata',
      ok: true,
      detail: 'Imported is who fits: Mail address starts with one, or mail address is two@CONTOSO.example.',
    },
    { name: 'expression', ok: true, detail: 'Imported is who fits: Mail address is not two@contoso.example.' },
  ]);
});

test('unsaved fields are asked for as they would be', async () => {
  await check({ fields: [{ key: 'office', label: 'Office', source: 'physicalDeliveryOfficeName' }] });
  const listing = bench.seen().find((url) => url.includes('$top=999')) ?? '';
  expect(listing).toContain('officeLocation');
  expect(listing).not.toContain('jobTitle');
});

test('what cannot be used is refused before Microsoft is asked', async () => {
  const { cleanUp } = DEFAULT_INTEGRATION_SETTINGS;
  for (const [status, path, body] of [
    [422, 'fields.0.source', { fields: [{ key: 'a', label: 'A', source: 'jobTitel' }] }],
    [
      422,
      'settings.cleanUp.maxRemovals',
      { settings: { ...DEFAULT_INTEGRATION_SETTINGS, cleanUp: { ...cleanUp, maxRemovals: -1 } } },
    ],
    [
      422,
      'settings.filters.expression',
      { settings: { ...DEFAULT_INTEGRATION_SETTINGS, filters: { ...filters, expression: '$.mail.lenght > 0' } } },
    ],
    [400, 'settings.email', { settings: { filters, cleanUp } }],
    [400, 'settings.version', { settings: { ...DEFAULT_INTEGRATION_SETTINGS, version: 1 } }],
    [400, 'employees', { employees: [] }],
  ] as const) {
    expect(await check(body)).toMatchObject({ status, body: { errors: [{ path }] } });
  }
  expect(bench.seen()).toEqual([]);
});

test('checks that fail are an answer and no error, and nobody is counted', async () => {
  bench.override = ({ url }) =>
    url.startsWith('/v1.0/users') ? graphError(403, 'Authorization_RequestDenied') : undefined;
  expect(await check({ fields: DEFAULT_FIELDS })).toMatchObject({
    status: 200,
    body: { ok: false, tenantName: 'Contoso Ltd', usersTotal: null, usersCounted: 0, usersMatching: 0 },
  });
});

test('when Microsoft does not answer in time, what it had answered is told all the same', async () => {
  const time = new AbortController();
  const timeout = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(time.signal);
  bench.override = ({ url }) => {
    if (url.startsWith('/v1.0/users')) time.abort();
    return undefined;
  };
  const { body } = await check();
  timeout.mockRestore();
  expect(body).toMatchObject({ ok: false, usersCounted: 0 });
  expect(body.checks).toMatchObject([
    { name: 'signIn', ok: true },
    { name: 'directory', ok: true },
    { name: 'answer', ok: false, detail: 'Microsoft did not answer within 20 seconds.' },
  ]);
});

test('a listing that is cut short is said to be a part of the whole', async () => {
  bench.override = ({ url }) => (url.includes('skiptoken') ? graphError(503, 'ServiceUnavailable') : undefined);
  expect((await check()).body).toMatchObject({
    ok: true,
    usersTotal: PEOPLE.length,
    usersCounted: 3,
    usersMatching: 2,
  });
});

test('somebody who stands on two pages counts once', async () => {
  let shifted = false;
  bench.override = ({ url }) => {
    if (shifted || !url.includes('skiptoken=3')) return undefined;
    shifted = true;
    return { json: { value: PEOPLE.slice(1) } };
  };
  expect((await check()).body).toMatchObject({ usersTotal: 7, usersCounted: 7, usersMatching: 3 });
});

describe('of a tenant that is', () => {
  test.each(['unlinked', 'offboarding', 'paused', 'needsAttention'] satisfies TenantStatus[])('%s', async (status) => {
    await bench.stage.asOwner('update tenants set status = $2 where id = $1', [id, status]);
    const answer = await check();
    const expected = {
      unlinked: { status: 200, body: { ok: false, checks: [{ name: 'link', ok: false }], usersCounted: 0 } },
      offboarding: { status: 409, body: { code: 'offboarding' } },
      paused: { status: 200, body: { ok: true, usersCounted: 7 } },
      needsAttention: { status: 200, body: { ok: true, usersCounted: 7 } },
    };
    expect(answer).toMatchObject(expected[status]);
  });
});
