import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { answerBatch, notFound } from '../entra/answer-batch.ts';
import { objectId } from '../entra/scripted-entra.ts';
import type { Reply, SeenRequest } from '../entra/scripted-host.ts';
import { graphError, openDirectoryBench, PEOPLE, TENANT, type DirectoryBench } from './scripted-directory.ts';

const DELETED = objectId(50);

let bench: DirectoryBench;
let id: string;
let found: readonly unknown[];
let deleted: readonly unknown[] | 'refused';
/** The second page of those deleted; undefined: there is one page. */
let later: readonly unknown[] | undefined;
let refuse: Reply | undefined;
beforeEach(async () => {
  bench = await openDirectoryBench();
  [found, deleted, later, refuse] = [[], [], undefined, undefined];
  bench.override = (request) => refuse ?? answer(request);
  id = (await bench.stage.tenant({ status: 'linked' })).id;
  await bench.stage.asOwner('update tenants set entra_tenant_id = $2 where id = $1', [id, TENANT]);
});
afterEach(() => bench.close());

/** People by id, one who was deleted, and for every search what the test says. */
function answer(request: SeenRequest): Reply {
  if (request.url.startsWith('/v1.0/directory/deletedItems/microsoft.graph.user?')) {
    if (deleted === 'refused') return graphError(400, 'Request_UnsupportedQuery');
    if (request.url.endsWith('skiptoken=2')) return { json: { value: later } };
    const [path = ''] = request.url.split('?');
    const next = later && { '@odata.nextLink': `${bench.scripted.graph.origin}${path}?$skiptoken=2` };
    return { json: { value: deleted, ...next } };
  }
  if (request.method !== 'POST') return { json: { value: found } };
  return answerBatch(request, (url) => {
    if (url.startsWith('/directory')) return url.includes(DELETED) ? { status: 200, body: { id: DELETED } } : notFound;
    const body = PEOPLE.find((each) => url.includes(each.id));
    return body === undefined ? notFound : { status: 200, body };
  });
}

const explain = (user: string) => bench.ask(`POST /api/tenants/${id}/explanations`, { body: { user } });
const asked = () => decodeURIComponent(bench.scripted.graph.seen.at(-1)?.url ?? '');

test('somebody is explained by object id, step by step, and nothing of it is stored or logged', async () => {
  const rows = () =>
    bench.stage.asOwner('select (select count(*) from employees) e, (select count(*) from sync_runs) r');
  const before = await rows();
  const first = await explain(objectId(3));
  expect(first).toMatchObject({
    status: 200,
    body: {
      found: 'one',
      person: { entraObjectId: objectId(3), name: 'Person 3' },
      outcome: { kind: 'notImported', reason: 'disabled', remedy: expect.stringContaining('leave out disabled') },
    },
  });
  expect(first.body['steps']).toContainEqual({
    step: 'clause',
    passed: 'false',
    reason: 'disabled',
    text: 'Disabled accounts are left out: this one is disabled in Entra, so this person does not pass.',
    employeeId: null,
  });
  expect((await explain(objectId(3))).body).toEqual(first.body);
  expect(await rows()).toEqual(before);
  expect(bench.logged.join('')).not.toMatch(/Person 3|three@|person3@/);
});

test('an employee is shown with its status, and whoever holds the address is named', async () => {
  const [holder] = await bench.stage.asOwner<{ id: string }>(
    `insert into employees (tenant_id, entra_object_id, email, email_key, sort_name, kind, values, hash, held_since, created_in)
     values ($1, $2, 'One@contoso.example', 'one@contoso.example', 'A', 'person', '{}', '', 1, 1) returning id`,
    [id, objectId(40)],
  );
  const { body } = await explain(objectId(1));
  expect(body).toMatchObject({ outcome: { kind: 'duplicate', text: expect.stringContaining('A holds the address') } });
  expect(body['steps']).toContainEqual(
    expect.objectContaining({ step: 'address', passed: 'false', employeeId: holder?.id }),
  );
});

test('an address and a user principal name are looked up whole, and a quote ends no text', async () => {
  found = [PEOPLE[0]];
  expect((await explain("o'neil@x.example")).body).toMatchObject({ found: 'one', outcome: { kind: 'imported' } });
  expect(asked()).toContain("mail eq 'o''neil@x.example'");
  expect(asked()).toContain("proxyAddresses/any(a:a eq 'smtp:o''neil@x.example')");
});

test.each(['\ud800@x.example', 'ada\udfff', 'a\u0000b@x.example', ' '])(
  'what cannot be anybody’s name or address is refused, and nobody is asked: %j',
  async (user) => {
    const before = bench.seen().length;
    expect(await explain(user)).toMatchObject({ status: 400, body: { errors: [{ path: 'user' }] } });
    expect(bench.seen()).toHaveLength(before);
  },
);

test('of several who fit, the candidates are given to choose from', async () => {
  found = PEOPLE.slice(0, 2);
  expect((await explain('Per "son')).body).toMatchObject({
    found: 'several',
    person: null,
    candidates: [
      { entraObjectId: objectId(1), name: 'Person 1' },
      { entraObjectId: objectId(2), name: 'Person 2' },
    ],
    outcome: { kind: 'ambiguous' },
    steps: [],
  });
  expect(asked()).toContain('$search="displayName:Per" AND "displayName:son"');
});

test('who was deleted, or is not there, is said to be so', async () => {
  expect((await explain(DELETED)).body).toMatchObject({ found: 'deleted', person: { entraObjectId: DELETED } });
  expect((await explain(objectId(99))).body).toMatchObject({ found: 'none', outcome: { kind: 'notFound' } });
  expect((await explain('nobody')).body).toMatchObject({ found: 'none' });
});

/** Deleted by Entra's way: the object id stands in front of the user principal name. */
const gone = (n: number, name: string, more: object = {}) => ({
  ...{ id: objectId(n), displayName: `Person ${n}` },
  ...{ userPrincipalName: objectId(n).replaceAll('-', '') + name, mail: null, otherMails: [], proxyAddresses: [] },
  ...more,
});

describe('among those who were deleted', () => {
  test('somebody is found by address too, and chosen where several had it', async () => {
    deleted = [gone(50, "O'Neil@x.example")];
    expect((await explain("o'neil@x.example")).body).toMatchObject({
      found: 'deleted',
      person: { entraObjectId: DELETED, name: 'Person 50' },
      steps: [
        { step: 'entra', passed: 'false' },
        { step: 'lastRun', text: 'No run has read the directory yet.' },
      ],
    });
    expect(asked()).toContain("endsWith(userPrincipalName,'o''neil@x.example') or mail eq 'o''neil@x.example'");
    deleted = [gone(50, 'neil@x.example'), gone(51, 'other@x.example', { displayName: null, mail: 'Neil@x.example' })];
    expect((await explain('neil@x.example')).body).toMatchObject({
      found: 'several',
      candidates: [{ entraObjectId: DELETED }, { entraObjectId: objectId(51), name: null }],
    });
    deleted = 'refused';
    expect((await explain('neil@x.example')).body).toMatchObject({ found: 'none' });
  });

  test.each([
    ['whose name only ends so', 'li@x.example', gone(50, 'natali@x.example')],
    [
      'of whose addresses none is this one',
      'li@x.example',
      gone(50, 'a@x.example', { otherMails: ['b.li@x.example'] }),
    ],
    ['whose domain alone is written', '@x.example', gone(50, 'natali@x.example')],
    ['whose name and a part of whose id are written', '0natali@x.example', gone(50, 'natali@x.example')],
  ])('nobody is named %s', async (_who, text, person) => {
    deleted = [person];
    expect((await explain(text)).body).toMatchObject({ found: 'none', person: null, candidates: [] });
  });

  test.each([
    ['another mail', { otherMails: ['LI@x.example'] }],
    ['a proxy address', { proxyAddresses: ['x500:/o=li', 'SMTP:Li@x.example'] }],
  ])('somebody is found by %s', async (_what, more) => {
    deleted = [gone(49, 'natali@x.example'), gone(50, 'a@x.example', more)];
    expect((await explain('li@x.example')).body).toMatchObject({
      found: 'deleted',
      person: { entraObjectId: DELETED },
    });
  });

  test('of more than 20 who had the address it is said that there are more, and somebody of a later page is found', async () => {
    const sharers = Array.from({ length: 21 }, (_, n) =>
      gone(100 + n, `p${n}@x.example`, { otherMails: ['li@x.example'] }),
    );
    deleted = sharers;
    const { body } = await explain('li@x.example');
    expect(body).toMatchObject({ found: 'several', outcome: { text: expect.stringContaining('More than 20') } });
    expect(body['candidates']).toHaveLength(20);
    deleted = [gone(49, 'natali@x.example')];
    later = [gone(50, 'li@x.example')];
    expect((await explain('li@x.example')).body).toMatchObject({
      found: 'deleted',
      person: { entraObjectId: DELETED },
    });
  });
});

test('the last step says what the last run made of somebody who is no employee', async () => {
  await bench.stage.asOwner(
    `insert into sync_runs (tenant_id, id, kind, kind_reason, trigger, state, opened_by, settings_version, fields_version,
       started_at, finished_at, not_imported)
     values ($1, 1, 'full', 'first', 'link', 'succeeded', 'a test', 1, 1, now(), now(), '{}')`,
    [id],
  );
  await bench.stage.asOwner(
    `insert into listing_pages (tenant_id, run_id, page, ids, outcomes) values ($1, 1, 0, array[$2, $3]::uuid[], '\\x00010a00')`,
    [id, objectId(1), objectId(3)],
  );
  const lastStep = async (n: number) => ((await explain(objectId(n))).body['steps'] as readonly unknown[]).at(-1);
  expect(await lastStep(3)).toMatchObject({
    passed: 'false',
    text: 'Run 1 left this person out: the account is disabled.',
  });
  expect(await lastStep(1)).toMatchObject({ passed: 'true', text: 'Run 1 found that this person passed every rule.' });
  expect(await lastStep(2)).toMatchObject({
    passed: null,
    text: 'Run 1, the last one that read everybody, did not meet this person, nor has any since.',
  });
});

test.each<readonly [string, () => Reply, number, string]>([
  ['a permission is missing', () => graphError(403, 'Authorization_RequestDenied'), 422, 'connectivityFailed'],
  ['a person may not be read', () => ({ json: { value: [{ id: objectId(1) }] } }), 422, 'connectivityFailed'],
  ['Microsoft asks to wait', () => graphError(429, '', { 'retry-after': '7' }), 503, 'directoryAway'],
])('says what to do when %s', async (_what, reply, status, code) => {
  refuse = reply();
  expect(await explain('ada')).toMatchObject({ status, body: { code } });
});

test('nobody can be asked before a directory is linked', async () => {
  await bench.stage.asOwner(`update tenants set status = 'unlinked' where id = $1`, [id]);
  expect(await explain('ada')).toMatchObject({ status: 409, body: { code: 'notLinked' } });
});
