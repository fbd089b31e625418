import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { closeRun } from '../../db/close-run.ts';
import { NOW, oid, person, type TestTenant } from '../db/stage.ts';
import { openBench, type Bench } from './bench.ts';

let bench: Bench;
let tenant: TestTenant;
beforeAll(async () => {
  bench = await openBench();
  tenant = await bench.stage.tenant();
  const runId = await tenant.open();
  await tenant.page(runId, [
    person(1, { displayName: 'Ada "the Countess" Lovelace, LL.D.' }),
    person(2, { displayName: '=HYPERLINK("https://x.example")', properties: { jobTitle: 'Line\r\nbreaker' } }),
    person(3, { displayName: 'Żółć Åsa 🦊', properties: { jobTitle: '+44 20 7946 0000' } }),
    person(4),
  ]);
  await tenant.inTransaction((tx) => closeRun(tenant.id, tx, runId, { outcome: 'succeeded', now: NOW }));
  await bench.stage.asOwner(
    `update employees set status = 'removed', removed_at = now(), updated_at = '2026-06-01T00:00:00Z'
     where tenant_id = $1 and entra_object_id = $2`,
    [tenant.id, oid(4)],
  );
});
afterAll(() => bench.close());

const list = (query = '', headers: Record<string, string> = {}) =>
  bench.ask(`GET /api/tenants/${tenant.id}/employees${query}`, { headers });
const csv = (query = '') => list(query, { accept: 'text/csv' });

test('employees are listed without the removed ones', async () => {
  const { status, body } = await list();
  expect(status).toBe(200);
  expect(new Set(body.items.map((employee) => employee['entraObjectId']))).toEqual(new Set([oid(1), oid(2), oid(3)]));
  expect(body.items.find((employee) => employee['entraObjectId'] === oid(1))).toMatchObject({
    email: 'person1@contoso.example',
    status: 'active',
    kind: 'person',
    values: { displayName: 'Ada "the Countess" Lovelace, LL.D.', jobTitle: null },
  });
});

test('pages hold everybody once, in the order that was asked for', async () => {
  const seen: unknown[] = [];
  for (let next: string | null = ''; next !== null;) {
    const page = await list(`?sort=-email&limit=1${next && `&cursor=${next}`}`);
    seen.push(...page.body.items.map((employee) => employee['email']));
    next = page.body.next;
  }
  expect(seen).toEqual([3, 2, 1].map((n) => `person${n}@contoso.example`));
});

test('a cursor is worth nothing with another query', async () => {
  const { body } = await list('?sort=email&limit=1');
  const answer = await list(`?sort=name&limit=1&cursor=${body.next}`);
  expect(answer).toMatchObject({ status: 400, body: { errors: [{ path: 'cursor' }] } });
});

test('they are found by part of a name, and by status', async () => {
  expect((await list('?query=countess')).body.items).toHaveLength(1);
  expect((await list('?status=removed')).body.items).toMatchObject([{ entraObjectId: oid(4), values: {} }]);
});

test('a search for what no text holds is refused, and one for nothing finds everybody', async () => {
  expect(await list('?query=%00')).toMatchObject({ status: 400, body: { errors: [{ path: 'query' }] } });
  expect((await list('?query=')).body.items).toEqual((await list('')).body.items);
});

test('with changedSince removed ones are tombstones, which hold nothing of the person', async () => {
  const { body } = await list('?changedSince=2026-05-31T12:00:00%2B02:00');
  const removed = body.items.find((employee) => employee['entraObjectId'] === oid(4));
  expect(Object.keys(removed ?? {}).sort()).toEqual(['entraObjectId', 'id', 'status', 'updatedAt']);
  expect((await list('?changedSince=2026-05-31T12:00:00Z&status=removed')).body.items).toEqual([removed]);
});

test.each([
  'sort=salary',
  'status=gone',
  'changedSince=yesterday',
  'changedSince=2026-05-31',
  'limit=1001',
  'fields=all',
])('a query that says %s is refused', async (query) => {
  const answer = await list(`?${query}`);
  expect(answer).toMatchObject({ status: 400, body: { errors: [{ path: query.split('=')[0] }] } });
});

describe('as CSV', () => {
  test('all come, with the labels of the fields as head, quoted as RFC 4180 has it, formulas defused and telephone numbers as they are', async () => {
    const { status, headers, text } = await csv('?sort=email');
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
    const [head, ada, formula, asa, ...rest] = text.split(/(?<!Line)\r\n/);
    const labels = 'First Name,Last Name,Display Name,Email,Phone,Job Title,Department,Mobile,Fax,Company';
    expect(head).toBe(`${labels},Street,City,State,ZIP,Country,status,entraObjectId`);
    const cells = (name: string, n: number, title = '') =>
      `,,${name},person${n}@contoso.example,,${title},,,,,,,,,,active,${oid(n)}`;
    expect(ada).toBe(cells('"Ada ""the Countess"" Lovelace, LL.D."', 1));
    expect(formula).toBe(cells(`"'=HYPERLINK(""https://x.example"")"`, 2, '"Line\r\nbreaker"'));
    expect(asa).toBe(cells('Żółć Åsa 🦊', 3, '+44 20 7946 0000'));
    expect(rest).toEqual(['']);
  });

  test('no tombstone comes, and whoever was asked for does', async () => {
    expect((await csv('?changedSince=2000-01-01T00:00:00Z')).text).not.toContain(oid(4));
    expect((await csv('?status=removed')).text).toContain(oid(4));
  });

  test.each(['limit=5', 'cursor=x'])('%s has no meaning, and is refused', async (query) => {
    expect(await csv(`?${query}`)).toMatchObject({ status: 400, body: { errors: [{ path: query.split('=')[0] }] } });
  });

  test('nobody there is a head and nothing else', async () => {
    const empty = await bench.stage.tenant();
    const { text } = await bench.ask(`GET /api/tenants/${empty.id}/employees`, { headers: { accept: 'text/csv' } });
    expect(text).toMatch(/^First Name,.*,entraObjectId\r\n$/);
  });

  test('more than one batch is streamed whole, each employee once', async () => {
    const large = await bench.stage.tenant();
    await bench.stage.asOwner(
      `insert into employees (tenant_id, entra_object_id, email, email_key, sort_name, kind, values, hash, held_since, created_in)
       select $1, gen_random_uuid(), n || '@x.example', n || '@x.example', 'Alike', 'person', '{}', '', 1, 1
       from generate_series(1, 4500) n`,
      [large.id],
    );
    const answer = await bench.ask(`GET /api/tenants/${large.id}/employees`, { headers: { accept: 'text/csv' } });
    const lines = answer.text.trimEnd().split('\r\n');
    expect(lines).toHaveLength(4501);
    expect(new Set(lines).size).toBe(4501);
  });

  test.each(['text/html, */*', 'application/json', 'text/csv;q=0.5, application/json', 'image/png', ''])(
    'is not what “%s” asks for',
    async (accept) => {
      expect((await list('', accept === '' ? {} : { accept })).headers.get('content-type')).toMatch(
        /^application\/json/,
      );
    },
  );
});

test('one employee is told with all that runs did to it', async () => {
  const { body } = await list('?query=countess');
  const answer = await bench.ask(`GET /api/tenants/${tenant.id}/employees/${String(body.items[0]?.['id'])}`);
  expect(answer).toMatchObject({
    status: 200,
    body: {
      entraObjectId: oid(1),
      history: [{ runId: '1', action: 'create', reason: 'matches', before: null }],
    },
  });
});

test.each([randomUUID(), 'nobody'])('employee %s is not there', async (id) => {
  expect((await bench.ask(`GET /api/tenants/${tenant.id}/employees/${id}`)).status).toBe(404);
});
