import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { TenantStatus } from '../../sync/run.ts';
import { answerBatch, notFound, type PartReply } from '../entra/answer-batch.ts';
import type { Reply, SeenRequest } from '../entra/scripted-host.ts';
import { oid, person, persons, type TestTenant } from '../db/stage.ts';
import { graphError, openDirectoryBench, TENANT, type DirectoryBench } from './scripted-directory.ts';

/** Person 1 and 2 are employees; 3 is a guest and none, 4 is in the directory and none yet. */
const [EMPLOYEE, GUEST, NEW, NOBODY] = [oid(1), oid(3), oid(4), oid(99)];
const inEntra = (n: number, more: object = {}) => ({
  id: oid(n),
  userPrincipalName: `person${n}@contoso.example`,
  displayName: `Person ${n}`,
  mail: `person${n}@contoso.example`,
  userType: 'Member',
  accountEnabled: true,
  ...more,
});

let bench: DirectoryBench;
let tenant: TestTenant;
let refuse: Reply | undefined;
/** Of people, where Microsoft does answer. */
let refusePerson: PartReply | undefined;
let people: readonly { readonly id: string }[];
beforeAll(async () => {
  bench = await openDirectoryBench();
  bench.override = (request) => refuse ?? (request.method === 'POST' ? answer(request) : undefined);
});
afterAll(() => bench.close());
beforeEach(async () => {
  refuse = undefined;
  refusePerson = undefined;
  people = [inEntra(1), inEntra(2), inEntra(3, { userType: 'Guest' }), inEntra(4)];
  await bench.stage.asOwner('update tenants set entra_tenant_id = null where entra_tenant_id = $1', [TENANT]);
  tenant = await bench.stage.tenant({ cleanUp: { enabled: true } });
  await bench.stage.asOwner('update tenants set entra_tenant_id = $2 where id = $1', [tenant.id, TENANT]);
  await tenant.page(await tenant.open(), [...persons(1, 2), person(3, { userType: 'Guest' })]);
});

function answer(request: SeenRequest): Reply {
  return answerBatch(request, (url): PartReply => {
    if (url.includes('mailboxSettings') || url.startsWith('/directory')) return notFound;
    if (refusePerson !== undefined) return refusePerson;
    const body = people.find(({ id }) => url.includes(id));
    return body === undefined ? notFound : { status: 200, body };
  });
}

const route = (id: string) => `/api/tenants/${tenant.id}/people/${id}/kind`;
const put = (id: string, kind: string) => bench.ask(`PUT ${route(id)}`, { body: { kind } });
const giveBack = (id: string) => bench.ask(`DELETE ${route(id)}`);
const kinds = () =>
  bench.stage.asOwner('select entra_object_id as id, kind from kinds_by_hand where tenant_id = $1', [tenant.id]);

describe('a kind that is set by hand', () => {
  test('answers 200 with the employee that stays, however often, and holds what was said', async () => {
    for (let twice = 0; twice < 2; twice++) {
      expect(await put(EMPLOYEE, 'person')).toMatchObject({
        status: 200,
        body: { entraObjectId: EMPLOYEE, status: 'active', kind: 'person', kindEvidence: 'byHand' },
      });
      expect(await kinds()).toEqual([{ id: EMPLOYEE, kind: 'person' }]);
    }
  });

  test('answers 200 with the employee that somebody becomes by it, and the id may be in any case', async () => {
    expect(await put(GUEST.toUpperCase(), 'person')).toMatchObject({
      status: 200,
      body: { entraObjectId: GUEST, status: 'active', kind: 'person' },
    });
  });

  test('answers 204 of whoever leaves by it, and of whoever stays out', async () => {
    for (const id of [EMPLOYEE, NEW, NEW]) {
      const answered = await put(id, 'room');
      expect([answered.status, answered.text]).toEqual([204, '']);
    }
    const [row] = await bench.stage.asOwner(
      'select status, kind from employees where tenant_id = $1 and entra_object_id = $2',
      [tenant.id, EMPLOYEE],
    );
    expect(row).toEqual({ status: 'removed', kind: 'room' });
  });

  test('answers 404 of whom neither the directory nor Employees holds, and keeps nothing of the id', async () => {
    for (const answered of [await put(NOBODY, 'room'), await giveBack(NOBODY)])
      expect(answered).toMatchObject({
        status: 404,
        body: { code: 'notFound', detail: expect.stringContaining('person') },
      });
    expect((await put('adele', 'room')).status).toBe(404);
    expect(await kinds()).toEqual([]);
  });

  test.each([
    ['a kind that is none', { kind: 'robot' }, 400],
    ['a key that it does not know', { kind: 'room', why: 'x' }, 400],
    ['no kind', {}, 400],
  ])('refuses %s', async (_what, body, status) => {
    expect((await bench.ask(`PUT ${route(EMPLOYEE)}`, { body })).status).toBe(status);
    expect(await kinds()).toEqual([]);
  });

  test.each<readonly [string, Reply, number, string]>([
    ['Microsoft does not answer', graphError(503, 'ServiceUnavailable'), 503, 'directoryAway'],
    ['Microsoft asks to wait', graphError(429, '', { 'retry-after': '7' }), 503, 'directoryAway'],
    ['consent was withdrawn', graphError(403, 'Authorization_IdentityNotFound'), 422, 'connectivityFailed'],
    ['Microsoft does not understand us', graphError(400, 'Request_BadRequest'), 500, 'unknown'],
  ])('is kept of an employee while %s, and refused of anybody else', async (_what, reply, status, code) => {
    refuse = reply;
    expect(await put(EMPLOYEE, 'person')).toMatchObject({ status: 200, body: { kindEvidence: 'byHand' } });
    const refused = await put(GUEST, 'person');
    expect(refused).toMatchObject({ status, body: { code } });
    if (status === 503) expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await kinds()).toEqual([{ id: EMPLOYEE, kind: 'person' }]);
  });

  test.each([
    ['unlinked', 409, 'notLinked'],
    ['offboarding', 409, 'offboarding'],
  ] satisfies [TenantStatus, number, string][])(
    'is refused while the tenant is %s (%d)',
    async (status, answered, code) => {
      await bench.stage.asOwner('update tenants set status = $2 where id = $1', [tenant.id, status]);
      for (const each of [await put(EMPLOYEE, 'room'), await giveBack(EMPLOYEE)])
        expect(each).toMatchObject({ status: answered, body: { code } });
    },
  );

  test.each(['linked', 'paused', 'needsAttention'] satisfies TenantStatus[])(
    'acts while the tenant is %s',
    async (status) => {
      await bench.stage.asOwner('update tenants set status = $2 where id = $1', [tenant.id, status]);
      expect((await put(EMPLOYEE, 'room')).status).toBe(204);
    },
  );
});

describe('a kind that is given back', () => {
  test('answers 200 with the employee, or 204 of whoever is none by what Entra says, however often', async () => {
    await put(EMPLOYEE, 'room');
    for (let twice = 0; twice < 2; twice++)
      expect(await giveBack(EMPLOYEE)).toMatchObject({ status: 200, body: { status: 'active', kind: 'person' } });
    await put(GUEST, 'person');
    for (let twice = 0; twice < 2; twice++) expect((await giveBack(GUEST)).status).toBe(204);
    expect(await kinds()).toEqual([]);
  });

  test.each([
    ['cannot be asked', () => (refuse = graphError(503, 'ServiceUnavailable'))],
    ['does not answer about this person', () => (refusePerson = { status: 503, body: {} })],
  ])('answers 503 while Microsoft %s, of an employee too, and what was said stays', async (_what, refuses) => {
    await put(EMPLOYEE, 'person');
    refuses();
    expect(await giveBack(EMPLOYEE)).toMatchObject({ status: 503, body: { code: 'directoryAway' } });
    expect(await kinds()).toEqual([{ id: EMPLOYEE, kind: 'person' }]);
  });

  test('takes no body', async () => {
    expect((await bench.ask(`DELETE ${route(EMPLOYEE)}`, { body: { kind: 'room' } })).status).toBe(400);
  });
});
