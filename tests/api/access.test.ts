import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '../../api/create-app.ts';
import type { ApiDeps } from '../../api/api-deps.ts';
import type { TestTenant } from '../db/stage.ts';
import { operationsOf, type Operation } from './answer-check.ts';
import { openBench, type Bench } from './bench.ts';

/** Who may do what, for every route there is: the table is the OpenAPI document, so that a new route stands in it too. */
// Describing routes needs nothing of what answering them does.
const operations = operationsOf(createApp({ log: { debug: () => undefined }, publicUrl: '' } as unknown as ApiDeps));
const guarded = operations.filter(({ path }) => path.startsWith('/api/'));
const ofTenants = guarded.filter(({ path }) => path.startsWith('/api/tenants/{id}'));
const operatorsOnly = ['onboardTenant', 'offboardTenant', 'listOperatorKeys', 'makeOperatorKey', 'removeOperatorKey'];

let bench: Bench;
let own: TestTenant;
let other: TestTenant;
let key: string;
let otherRun: string;
let otherEmployee: string;
let otherKey: string;
beforeAll(async () => {
  bench = await openBench();
  [own, other] = [await bench.stage.tenant(), await bench.stage.tenant()];
  key = await bench.tenantKey(own);
  otherRun = await other.open();
  [{ id: otherEmployee } = { id: '' }] = await bench.stage.asOwner<{ id: string }>(
    `insert into employees (tenant_id, entra_object_id, email, email_key, sort_name, kind, values, hash, held_since, created_in)
     values ($1, gen_random_uuid(), 'a@x.example', 'a@x.example', 'A', 'person', '{}', '', 1, 1) returning id`,
    [other.id],
  );
  const made = await bench.ask(`POST /api/tenants/${other.id}/keys`, { body: { name: 'theirs' } });
  otherKey = made.body.id;
});
afterAll(() => bench.close());

const routeTo = (tenantId: string, { method, path }: Operation): string =>
  `${method} ${path
    .replace('{id}', tenantId)
    .replace('{entraObjectId}', other.id)
    .replace('{runId}', otherRun)
    .replace('{employeeId}', otherEmployee)
    .replace('{fieldKey}', 'jobTitle')
    .replace('{keyId}', otherKey)}`;

/** A body that fits, so that nothing but the key can be at fault. */
const BODIES: Readonly<Record<string, unknown>> = {
  onboardTenant: { name: 'Contoso' },
  makeTenantKey: { name: 'x' },
  makeOperatorKey: { name: 'x' },
  explainPerson: { user: 'x' },
  decideRun: { decision: 'reject' },
  setValue: { value: 'x' },
};
const bodyOf = ({ operationId }: Operation) => ({ body: BODIES[operationId] });

const name = (operation: Operation): [string, Operation] => [`${operation.method} ${operation.path}`, operation];

describe.each(guarded.map(name))('%s', (_name, operation) => {
  test.each([
    ['no key', null, 'keyMissing'],
    ['a key that nobody gave', 'rollcall_nobody-gave-this', 'keyUnknown'],
  ])('is closed to %s', async (_what, wrong, code) => {
    const answer = await bench.ask(routeTo(own.id, operation), { key: wrong, ...bodyOf(operation) });
    expect(answer).toMatchObject({ status: 401, body: { code } });
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer /);
  });

  test('refuses a query that it does not know', async () => {
    const answer = await bench.ask(`${routeTo(other.id, operation)}?nonsense=1`, bodyOf(operation));
    expect(answer).toMatchObject({ status: 400, body: { code: 'malformed', errors: [{ path: 'nonsense' }] } });
  });

  test('refuses a body that it does not know', async () => {
    if (operation.method === 'GET') return;
    const answer = await bench.ask(routeTo(other.id, operation), { body: { nonsense: 1 } });
    expect(answer).toMatchObject({ status: 400, body: { code: 'malformed' } });
  });

  test('is never stored by anybody on the way', async () => {
    const answer = await bench.ask(routeTo(own.id, operation), { key: null });
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });
});

describe.each(ofTenants.map(name))('%s', (_name, operation) => {
  test('knows nothing of another tenant, and changes nothing of it', async () => {
    const before = await rowsOf(other);
    const answer = await bench.ask(routeTo(other.id, operation), { key, ...bodyOf(operation) });
    expect(answer).toMatchObject({
      status: 404,
      body: { code: 'notFound', detail: 'There is no tenant with this id.' },
    });
    expect(await rowsOf(other)).toEqual(before);
  });

  test('answers alike for a tenant that never was, to a tenant and to an operator', async () => {
    const route = routeTo(randomUUID(), operation);
    for (const asked of [{ key }, {}]) {
      const answer = await bench.ask(route, { ...asked, ...validBody(operation) });
      expect(answer.status, answer.text).toBe(404);
    }
  });

  test('answers 404 for what cannot be the id of a tenant', async () => {
    expect((await bench.ask(routeTo('contoso', operation), validBody(operation))).status).toBe(404);
  });

  test('finds nothing of another tenant under its own', async () => {
    if (!/\{(runId|employeeId|keyId)\}/.test(operation.path)) return;
    expect((await bench.ask(routeTo(own.id, operation), { key, ...bodyOf(operation) })).status).toBe(404);
  });
});

describe('routes of operators', () => {
  test.each(operatorsOnly.map((id) => [id]))('%s is not for a tenant’s key', async (id) => {
    const operation = operations.find(({ operationId }) => operationId === id);
    if (operation === undefined) throw new Error(`There is no ${id}.`);
    const answer = await bench.ask(routeTo(own.id, operation), { key, ...bodyOf(operation) });
    expect(answer).toMatchObject({ status: 403, body: { code: 'operatorOnly' } });
  });

  test('are just these: every other one is open to a tenant’s key for its own tenant', async () => {
    const refused: string[] = [];
    for (const operation of guarded) {
      const { status } = await bench.ask(routeTo(own.id, operation), { key, ...bodyOf(operation) });
      if (status === 403) refused.push(operation.operationId);
    }
    expect(refused.sort()).toEqual([...operatorsOnly].sort());
  });
});

/** Saving needs more than a body that fits. */
function validBody(operation: Operation): { body?: unknown; headers?: Record<string, string> } {
  if (operation.operationId === 'putFields') {
    const items = [{ key: 'a', label: 'A', source: 'email' }];
    return { body: { items }, headers: { 'if-match': '"1"' } };
  }
  if (operation.operationId === 'putExamples') return { body: { items: [] }, headers: { 'if-match': '"1"' } };
  if (operation.operationId === 'setKind') return { body: { kind: 'room' } };
  if (operation.operationId !== 'putIntegration') return bodyOf(operation);
  const filters = { includeDisabled: true, includeGuests: true, excludeSharedMailboxes: true };
  const body = {
    email: { sources: ['mail'] },
    filters: { ...filters, excludeRooms: true, excludeServiceAccounts: true },
    cleanUp: { enabled: false, retentionDays: 1, maxRemovalsPercent: 1, maxRemovals: 1 },
  };
  return { body, headers: { 'if-match': '"1"' } };
}

async function rowsOf({ id }: TestTenant): Promise<unknown> {
  const [row] = await bench.stage.asOwner(
    `select (select row(t.*)::text from tenants t where t.id = $1) as tenant,
       (select string_agg(row(e.*)::text, ',') from employees e where tenant_id = $1) as employees,
       (select count(*) from api_keys where tenant_id = $1) as keys,
       (select count(*) from outbox where tenant_id = $1) as messages,
       (select max(version) from integration_settings where tenant_id = $1) as settings,
       (select max(version) from field_versions where tenant_id = $1) as fields,
       (select max(version) from example_versions where tenant_id = $1) as examples,
       (select string_agg(state, ',') from sync_runs where tenant_id = $1) as runs`,
    [id],
  );
  return row;
}
