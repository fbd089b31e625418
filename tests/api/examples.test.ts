import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { DEFAULT_INTEGRATION_SETTINGS } from '../../sync/integration-settings.schema.ts';
import type { TenantStatus } from '../../sync/run.ts';
import { answerBatch, notFound, type PartReply } from '../entra/answer-batch.ts';
import { objectId } from '../entra/scripted-entra.ts';
import type { Reply, SeenRequest } from '../entra/scripted-host.ts';
import { graphError, openDirectoryBench, PEOPLE, TENANT, type DirectoryBench } from './scripted-directory.ts';

/** As scripted-directory.ts has them. */
const [ADELE, DISABLED, GUEST, SERVICE] = [objectId(1), objectId(3), objectId(4), objectId(6)];
const [DELETED, NOBODY] = [objectId(50), objectId(99)];
const SALES = 'aaaaaaaa-0000-4000-8000-000000000001';

let bench: DirectoryBench;
let id: string;
let override: ((request: SeenRequest) => Reply | undefined) | undefined;
let answerPart: ((url: string) => PartReply | undefined) | undefined;
beforeAll(async () => {
  bench = await openDirectoryBench();
  bench.override = (request) => override?.(request) ?? (request.method === 'POST' ? answer(request) : undefined);
});
afterAll(() => bench.close());
beforeEach(async () => {
  [override, answerPart] = [undefined, undefined];
  await bench.stage.asOwner('update tenants set entra_tenant_id = null where entra_tenant_id = $1', [TENANT]);
  id = (await bench.stage.tenant({ status: 'active' })).id;
  await bench.stage.asOwner('update tenants set entra_tenant_id = $2 where id = $1', [id, TENANT]);
});

/** People by id, one who was deleted, and a group that holds the first two. */
function answer(request: SeenRequest): Reply {
  return answerBatch(request, (url) => {
    const said = answerPart?.(url);
    if (said !== undefined) return said;
    if (url.startsWith('/directory')) return url.includes(DELETED) ? { status: 200, body: { id: DELETED } } : notFound;
    if (url.startsWith('/groups')) return { status: 200, body: { id: SALES, displayName: 'Sales' } };
    if (url.includes('/transitiveMemberOf')) {
      const isIn = [objectId(1), objectId(2)].some((member) => url.includes(member));
      return { status: 200, body: { value: isIn ? [{ id: SALES }] : [] } };
    }
    const body = PEOPLE.find((each) => url.includes(each.id));
    return body === undefined ? notFound : { status: 200, body };
  });
}

type Expected = 'imported' | 'notImported';
const example = (entraObjectId: string, expected: Expected) => ({ entraObjectId, expected });
const put = (items: unknown, version: string | undefined = '"1"') =>
  bench.ask(`PUT /api/tenants/${id}/examples`, {
    body: { items },
    headers: version === undefined ? {} : { 'if-match': version },
  });
const read = () => bench.ask(`GET /api/tenants/${id}/examples`);
const { filters } = DEFAULT_INTEGRATION_SETTINGS;
const withFilters = (changes: object) => ({ ...DEFAULT_INTEGRATION_SETTINGS, filters: { ...filters, ...changes } });
/** Imports whom the settings that every tenant starts with import, but for a clause that everybody fits. */
const EVERYBODY = withFilters({ odata: 'userPrincipalName ne null' });
const save = (body: unknown) =>
  bench.ask(`PUT /api/tenants/${id}/integration`, { body, headers: { 'if-match': '"2"' } });
const version = async () => (await bench.ask(`GET /api/tenants/${id}/integration`)).body['version'];

describe('examples', () => {
  test('are none at first, are saved as the next version in one spelling, and given back with their ETag', async () => {
    const first = await read();
    expect(first).toMatchObject({ status: 200, body: { version: 1, items: [] } });
    expect(first.headers.get('etag')).toBe('"1"');
    const saved = await put([example(ADELE.toUpperCase(), 'imported'), example(GUEST, 'notImported')]);
    const items = [example(ADELE, 'imported'), example(GUEST, 'notImported')];
    expect(saved).toMatchObject({ status: 200, body: { version: 2, items } });
    expect(saved.headers.get('etag')).toBe('"2"');
    expect((await read()).body).toEqual(saved.body);
    const back = await bench.ask(`PUT /api/tenants/${id}/examples`, {
      body: saved.body,
      headers: { 'if-match': '"2"' },
    });
    expect(back).toMatchObject({ status: 200, body: { version: 3 } });
  });

  test('are saved whatever today’s settings make of them, and without asking Microsoft or syncing anybody', async () => {
    override = () => graphError(503, 'ServiceUnavailable');
    const before = bench.seen().length;
    expect(await put([example(DISABLED, 'imported'), example(NOBODY, 'imported')])).toMatchObject({ status: 200 });
    expect(bench.seen()).toHaveLength(before);
    expect(await bench.signals(id)).toEqual([]);
  });

  test.each([
    [428, 'ifMatchMissing', undefined],
    [412, 'stale', '"7"'],
    [412, 'stale', 'x'],
  ])('are not saved, but answered %d (%s), with If-Match %s', async (status, code, ifMatch) => {
    const headers: Record<string, string> = ifMatch === undefined ? {} : { 'if-match': ifMatch };
    const question = { body: { items: [] }, headers };
    expect(await bench.ask(`PUT /api/tenants/${id}/examples`, question)).toMatchObject({ status, body: { code } });
    expect((await read()).body).toEqual({ version: 1, items: [] });
  });

  const many = (count: number) => Array.from({ length: count }, (_, n) => example(objectId(n), 'imported'));
  test.each<readonly [string, number, unknown, string]>([
    ['more than a hundred', 422, many(101), 'items'],
    ['somebody twice', 422, [...many(2), example(objectId(0), 'notImported')], 'items.2.entraObjectId'],
    ['an address for an id', 422, [example('adele@contoso.example', 'imported')], 'items.0.entraObjectId'],
    ['an outcome that is none', 400, [{ entraObjectId: ADELE, expected: 'maybe' }], 'items.0.expected'],
    ['a name beside the id', 400, [{ ...example(ADELE, 'imported'), name: 'Adele' }], 'items.0.name'],
    ['no list', 400, 'all', 'items'],
  ])('with %s are refused with %d', async (_what, status, items, path) => {
    expect(await put(items)).toMatchObject({ status, body: { errors: [{ path }] } });
    expect((await read()).body).toEqual({ version: 1, items: [] });
  });

  test('up to a hundred are tried by a save, twenty in a request', async () => {
    expect((await put(many(100))).status).toBe(200);
    const before = bench.seen().length;
    expect(
      await save(withFilters({ includeDisabled: true, includeGuests: true, excludeServiceAccounts: false })),
    ).toMatchObject({ status: 422, body: { errors: [{ path: 'examples.5', reason: 'noEmail' }] } });
    expect(bench.seen().length - before).toBeLessThan(15);
  });

  test.each([
    ['unlinked', 200],
    ['linked', 200],
    ['paused', 200],
    ['needsAttention', 200],
    ['offboarding', 409],
  ] satisfies [TenantStatus, number][])('of a tenant that is %s: %d', async (status, answered) => {
    await bench.stage.asOwner('update tenants set status = $2 where id = $1', [id, status]);
    expect((await put([example(ADELE, 'imported')])).status).toBe(answered);
  });
});

describe('saving settings', () => {
  test('under which all is as expected saves and syncs', async () => {
    await put([example(ADELE, 'imported'), example(DISABLED, 'notImported'), example(SERVICE, 'notImported')]);
    const saved = await save(EVERYBODY);
    expect(saved).toMatchObject({ status: 200, body: { version: 3 } });
    expect(saved.body).not.toHaveProperty('notes');
    expect(await bench.signals(id)).toHaveLength(1);
  });

  test('is refused with the difference of each example that it would break, and changes nothing', async () => {
    await put([example(ADELE, 'imported'), example(objectId(2), 'imported'), example(GUEST, 'notImported')]);
    const refused = await save(withFilters({ odata: "mail eq 'two@contoso.example'", includeGuests: true }));
    expect(refused).toMatchObject({ status: 422, body: { code: 'examplesBroken' } });
    expect(refused.body.errors).toEqual([
      {
        path: 'examples.0',
        reason: 'odata',
        message: `${ADELE} is expected to be imported, but would be left out: the OData filter does not hold, since it is false that mail eq 'two@contoso.example'.`,
      },
    ]);
    expect(await version()).toBe(2);
    expect(await bench.signals(id)).toEqual([]);
    expect(bench.logged.join('')).not.toMatch(/Person 1|one@contoso/);
  });

  test('is refused when somebody would be imported who is expected to be left out', async () => {
    await put([example(GUEST, 'notImported')]);
    expect(await save(withFilters({ includeGuests: true }))).toMatchObject({
      status: 422,
      body: {
        errors: [{ path: 'examples.0', reason: 'imported', message: expect.stringContaining('would be imported') }],
      },
    });
  });

  test('can be cured by a save of the examples', async () => {
    await put([example(DISABLED, 'imported')]);
    expect((await save(EVERYBODY)).status).toBe(422);
    await put([example(DISABLED, 'notImported')], '"2"');
    expect((await save(EVERYBODY)).status).toBe(200);
  });

  test('says of a person who is deleted, or was never there, that the example tries nothing, and saves', async () => {
    await put([example(DELETED, 'imported'), example(NOBODY, 'imported')]);
    expect((await save(EVERYBODY)).body['notes']).toEqual([
      { path: 'examples.0', reason: 'gone', message: expect.stringContaining('was deleted in Entra') },
      { path: 'examples.1', reason: 'notShown', message: expect.stringContaining('take it out') },
    ]);
    expect(await version()).toBe(3);
    expect((await bench.ask(`GET /api/tenants/${id}/integration`)).body).not.toHaveProperty('notes');
  });

  test('names what is broken and not who is dead where both are among the examples', async () => {
    await put([example(DELETED, 'imported'), example(DISABLED, 'imported')]);
    expect((await save(EVERYBODY)).body.errors).toMatchObject([{ path: 'examples.1', reason: 'disabled' }]);
  });

  test.each<readonly [string, Reply | undefined, PartReply | undefined, number, string]>([
    ['Microsoft does not answer', graphError(503, 'ServiceUnavailable'), undefined, 503, 'directoryAway'],
    ['Microsoft asks to wait', graphError(429, '', { 'retry-after': '7' }), undefined, 503, 'directoryAway'],
    ['Microsoft does not answer for one of them', undefined, { status: 503 }, 503, 'directoryAway'],
    ['consent was withdrawn', graphError(403, 'Authorization_IdentityNotFound'), undefined, 422, 'connectivityFailed'],
    [
      'one of them may not be read',
      undefined,
      { status: 403, body: { error: { code: 'Authorization_RequestDenied' } } },
      422,
      'connectivityFailed',
    ],
    ['one is shown without properties', undefined, { status: 200, body: { id: ADELE } }, 422, 'connectivityFailed'],
  ])('is refused, and changes nothing, while %s', async (_what, whole, part, status, code) => {
    await put([example(objectId(2), 'imported'), example(ADELE, 'imported')]);
    override = whole && (({ url }) => (url.includes('$batch') ? whole : undefined));
    answerPart = part && ((url) => (url.includes(ADELE) ? part : undefined));
    const refused = await save(EVERYBODY);
    expect(refused).toMatchObject({ status, body: { code } });
    if (status === 503) expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await version()).toBe(2);
  });

  test('that imports the same people as before asks nobody, so that clean-up can be switched off at any time', async () => {
    await put([example(DISABLED, 'imported')]);
    override = () => graphError(503, 'ServiceUnavailable');
    const cleanUp = { ...DEFAULT_INTEGRATION_SETTINGS.cleanUp, retentionDays: 5 };
    expect((await save({ ...DEFAULT_INTEGRATION_SETTINGS, cleanUp, photos: { enabled: true } })).status).toBe(200);
  });

  test('for the first time tries the examples, though nothing is changed', async () => {
    await bench.stage.asOwner(`update tenants set status = 'linked' where id = $1`, [id]);
    await put([example(DISABLED, 'imported')]);
    expect((await save(DEFAULT_INTEGRATION_SETTINGS)).body).toMatchObject({ code: 'examplesBroken' });
    expect((await bench.ask(`GET /api/tenants/${id}`)).body).toMatchObject({ status: 'linked' });
  });

  test('without a linked directory only saves', async () => {
    await bench.stage.asOwner(`update tenants set status = 'unlinked' where id = $1`, [id]);
    await put([example(DISABLED, 'imported')]);
    const before = bench.seen().length;
    expect((await save(EVERYBODY)).status).toBe(200);
    expect(bench.seen()).toHaveLength(before);
  });

  test('goes by the kind that a person gave, and by the answer about the mailbox', async () => {
    await put([example(GUEST, 'imported'), example(ADELE, 'notImported')]);
    await bench.stage.asOwner(`insert into kinds_by_hand values ($1, $2, 'person'), ($1, $3, 'room')`, [
      id,
      GUEST,
      ADELE,
    ]);
    expect((await save(EVERYBODY)).status).toBe(200);
    await put([example(objectId(7), 'imported')], '"2"');
    answerPart = (url) => {
      if (url.includes('mailboxSettings')) return { status: 200, body: { value: 'shared' } };
      return url.includes(objectId(7)) ? { status: 200, body: { ...PEOPLE[6], assignedLicenses: [] } } : undefined;
    };
    const other = withFilters({ odata: 'mail ne null' });
    const answered = await bench.ask(`PUT /api/tenants/${id}/integration`, {
      body: other,
      headers: { 'if-match': '"3"' },
    });
    expect(answered.body.errors).toMatchObject([{ path: 'examples.0', reason: 'sharedMailbox' }]);
  });

  test('with chosen groups asks whether each is a member, and waits where that is not said', async () => {
    const inSales = withFilters({ groups: [SALES] });
    await put([example(ADELE, 'imported'), example(objectId(7), 'imported')]);
    expect((await save(inSales)).body.errors).toMatchObject([
      { path: 'examples.1', reason: 'group', message: expect.stringContaining('is in none of the chosen groups') },
    ]);
    await put([example(ADELE, 'imported'), example(objectId(7), 'notImported')], '"2"');
    answerPart = (url) => (url.includes('transitiveMemberOf') ? { status: 503 } : undefined);
    expect((await save(inSales)).body).toMatchObject({ code: 'directoryAway' });
    answerPart = (url) =>
      url.includes('transitiveMemberOf')
        ? { status: 403, body: { error: { code: 'Authorization_RequestDenied' } } }
        : undefined;
    expect((await save(inSales)).body).toMatchObject({ code: 'groupsNotReadable' });
    answerPart = undefined;
    expect((await save(inSales)).status).toBe(200);
  });

  test('of fields tries nobody: they do not decide who is imported', async () => {
    await put([example(DISABLED, 'imported')]);
    const before = bench.seen().length;
    const fields = await bench.ask(`PUT /api/tenants/${id}/fields`, {
      body: { items: [{ key: 'a', label: 'A', source: 'email' }] },
      headers: { 'if-match': '"1"' },
    });
    expect(fields.status).toBe(200);
    expect(bench.seen()).toHaveLength(before);
  });
});

describe('Check Connectivity', () => {
  const line = async (body?: unknown) => {
    const answered = await bench.ask(`POST /api/tenants/${id}/connectivity`, { body });
    return { ok: answered.body['ok'], line: answered.body.checks.find(({ name }) => name === 'examples') };
  };

  test('says how many are as expected, under unsaved settings too, and is no worse for it', async () => {
    expect(await line()).toEqual({ ok: true, line: undefined });
    await put([example(ADELE, 'imported'), example(DISABLED, 'notImported'), example(GUEST, 'notImported')]);
    expect(await line()).toEqual({ ok: true, line: { name: 'examples', ok: true, detail: '3 of 3 as expected.' } });
    expect(await line({ settings: withFilters({ includeDisabled: true }) })).toEqual({
      ok: true,
      line: {
        name: 'examples',
        ok: false,
        detail: `2 of 3 as expected. ${DISABLED} is expected to be left out, but would be imported.`,
        remedy: expect.any(String),
      },
    });
  });

  test('names the dead, and says when nobody could be asked', async () => {
    await put([example(ADELE, 'imported'), example(DELETED, 'imported')]);
    answerPart = (url) => (url.includes('/deletedItems/') ? notFound : undefined);
    expect((await line()).line).toMatchObject({
      ok: false,
      detail: expect.stringContaining(`1 of 2 as expected. ${DELETED} was deleted`),
    });
    override = ({ url }) => (url.includes('$batch') ? graphError(503, 'ServiceUnavailable') : undefined);
    expect(await line()).toMatchObject({
      ok: true,
      line: { ok: false, detail: expect.stringContaining('could not be tried') },
    });
  });
});
