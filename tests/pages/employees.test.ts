import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keepPhoto } from '../../db/employee-photos.ts';
import type { EmployeeId } from '../../sync/ids.ts';
import { openBench, type Bench } from '../api/bench.ts';
import { removePeople } from '../db/remove-people.ts';
import type { TestTenant } from '../db/stage.ts';
import { end, HOSTILE, member, members, oid, sync } from './company.ts';
import { admin, visitor, type Visitor } from './visitor.ts';

let bench: Bench;
let tenant: TestTenant;
let browser: Visitor;
let ids: ReadonlyMap<string, string>;
beforeAll(async () => {
  bench = await openBench();
  tenant = await bench.stage.tenant({ cleanUp: { enabled: true } });
  const odd = [
    member(101, { displayName: HOSTILE[0], properties: { jobTitle: HOSTILE[1], department: HOSTILE[2] } }),
    member(102, { displayName: HOSTILE[1] }),
    member(103, { displayName: HOSTILE[2] }),
  ];
  await sync(tenant, [...members(1, 60), ...odd, member(104, { mail: 'person1@contoso.example' })]);
  await end(tenant, await removePeople(tenant, [oid(5), oid(6)], new Date()), {
    outcome: 'succeeded',
    now: new Date(),
  });
  await bench.stage.asOwner(
    `update employees set status = 'duplicate', duplicate_of = (select id from employees where entra_object_id = $1)
     where entra_object_id = $2`,
    [oid(1), oid(104)],
  );
  const rows = await bench.stage.asOwner<{ id: string; oid: string }>(
    'select id, entra_object_id as oid from employees',
  );
  ids = new Map(rows.map(({ id, oid }) => [oid, id]));
  browser = await admin(bench, tenant.id);
});
afterAll(() => bench.close());

const path = (rest = '') => `/tenants/${tenant.id}/employees${rest}`;
const one = (n: number, rest = '') => path(`/${ids.get(oid(n))}${rest}`);
const rowsIn = (html: string): number => html.match(/<th scope="row"/g)?.length ?? 0;

describe('the list of employees', () => {
  test('has the fields as columns in their order, fifty people a page, and a way on that keeps what was chosen', async () => {
    const { html } = await browser.get(path('?sort=-email&status=active'));
    expect(html).toContain('62 people in the directory.');
    const heads = [...html.matchAll(/<th scope="col"[^>]*>(?:<a [^>]*>)?([^<]*)/g)].map(([, label]) => label);
    expect(heads.slice(0, 6)).toEqual(['Person', 'First Name', 'Last Name', 'Display Name', 'Email', 'Phone']);
    expect(heads.slice(-2)).toEqual(['Created', 'Updated']);
    expect(rowsIn(html)).toBe(50);
    expect(html).toMatch(/aria-sort="descending"><a href="[^"]*sort=email"/);
    const [, next = ''] = /rel="next" href="([^"]+)"/.exec(html) ?? [];
    expect(next).toMatch(/status=active&amp;sort=-email&amp;cursor=/);
    const second = await browser.get(next.replaceAll('&amp;', '&'));
    expect(rowsIn(second.html)).toBe(11);
    expect(second.html).toContain('First employees');
    expect(second.html).not.toContain('rel="next"');
  });

  test('says how many there are in each status', async () => {
    const { html } = await browser.get(path());
    for (const chip of ['Active 61', 'Duplicate 1', 'Missing 0', 'Removed 2']) expect(html).toContain(chip);
    expect(rowsIn((await browser.get(path('?status=removed'))).html)).toBe(2);
    expect((await browser.get(path('?status=duplicate'))).html).toContain('<span class="mark">Duplicate</span>');
  });

  test.each([
    ['?query=zz%3Cscript%3Ezz', '&lt;script&gt;'],
    ['?status=missing', 'Nobody is missing: everybody here is in Entra and matches.'],
  ])('says of an empty answer to %s what there is to do', async (query, text) => {
    const { html } = await browser.get(path(query));
    expect(html).toContain(text);
    expect(html).not.toContain('<script>');
  });

  test('of a search says that it is one, and leads back to everybody', async () => {
    const { html } = await browser.get(path('?query=adele&sort=-email'));
    expect(html).toContain('Below are those with “<span class="value">adele</span>” in the name or the address.');
    expect(html).toContain(`<a href="${path('?sort=-email')}">Show everybody</a>`);
    expect((await browser.get(path())).html).not.toContain('Below are those');
  });

  test('takes what it does not understand for not said, and refuses a cursor of another list', async () => {
    expect(rowsIn((await browser.get(path('?sort=salary&status=gone&x=1'))).html)).toBe(50);
    const lost = await browser.get(path('?sort=-email&cursor=none-of-ours'));
    expect(lost.status).toBe(400);
    expect(lost.html).toContain(`<a href="${path('?sort=-email')}">Begin this list anew</a>`);
  });

  test.each(['%00', 'person101%00', '%0d%0aperson101%07', '%00%00'])(
    'takes the control characters of %s for blanks',
    async (query) => {
      const seen = await browser.get(path(`?query=${query}`));
      expect([seen.status, rowsIn(seen.html)]).toEqual([200, query.includes('person') ? 1 : 50]);
      expect((await browser.get(path(`.csv?query=${query}`))).status).toBe(200);
    },
  );

  test('is one file for a spreadsheet, with what was searched for', async () => {
    const { headers, html } = await browser.get(path('.csv?query=person101'));
    expect(headers.get('content-disposition')).toContain('employees.csv');
    expect(html).toContain('First Name,Last Name');
    expect(html.trimEnd().split('\r\n')).toHaveLength(2);
    expect(html).toContain(',+47 22 00 1101,');
  });
});

test('an address that can be nobody’s says so, and speaks of no list that there is not', async () => {
  const { id } = await bench.stage.tenant();
  const { status, html } = await (await admin(bench, id)).get(`/tenants/${id}/employees/x`);
  expect([status, html]).toEqual([404, expect.stringContaining('There is nothing at this address.')]);
  expect(html).not.toContain('list of');
});

test.each([
  ['unlinked', 'Not linked to a directory yet.'],
  ['linked', 'Saving the integration settings once starts the sync.'],
  ['active', 'The first sync starts in a moment.'],
] as const)('where nobody is in yet, a tenant that is %s says what comes next', async (status, text) => {
  const { id } = await bench.stage.tenant({ status });
  const { html } = await (await admin(bench, id)).get(`/tenants/${id}/employees`);
  expect(html).toContain('Nobody is in the directory yet.');
  expect(html).toContain(text);
});

test('where everybody is left out, each rule is named with its people', async () => {
  const empty = await bench.stage.tenant();
  await sync(empty, [member(1, { mail: null, userPrincipalName: 'x' }), member(2, { accountEnabled: false })]);
  const { html } = await (await admin(bench, empty.id)).get(`/tenants/${empty.id}/employees`);
  expect(html).toContain('No people yet');
  expect(html).toContain('1 no e-mail');
  expect(html).toContain('1 disabled');
});

test('who only looks like a mailbox is marked so in the list, and on the own page with the ground and what would tell', async () => {
  const suspects = await bench.stage.tenant();
  await sync(suspects, [
    member(1, { displayName: 'Boardroom 4' }),
    member(2, { displayName: 'Printer' }),
    member(3, { mailNickname: 'info' }),
    member(4),
  ]);
  const looking = await admin(bench, suspects.id);
  const { html } = await looking.get(`/tenants/${suspects.id}/employees`);
  for (const [mark, times] of [
    ['Looks like a room', 1],
    ['Looks like equipment', 1],
    ['Looks like a mailbox', 1],
  ] as const)
    expect(html.split(`<span class="mark">${mark}</span>`)).toHaveLength(times + 1);
  const [row] = await bench.stage.asOwner<{ id: string }>(
    `select id from employees where tenant_id = $1 and sort_name = 'Boardroom 4'`,
    [suspects.id],
  );
  const person = await looking.get(`/tenants/${suspects.id}/employees/${row?.id}`);
  expect(person.html).toContain('looks like a room, by the name. With MailboxSettings.Read, Microsoft would tell.');
});

describe('a photo', () => {
  const photo = { content: Buffer.from('89504e470d0a1a0a00ff80', 'hex'), contentType: 'image/png' } as const;
  const src = (n: number) => `src="${one(n, '/photo')}"`;

  test('is shown from our own origin to whoever has a session, and sent once', async () => {
    expect((await browser.get(one(8))).html).not.toContain('<img');
    expect((await browser.get(one(8, '/photo'))).status).toBe(404);
    await tenant.inTransaction((tx) =>
      keepPhoto(tenant.id, tx, {
        employeeId: ids.get(oid(8)) as EmployeeId, // as it was read
        etag: '"1"',
        photo: { ...photo, digest: Buffer.alloc(32, 7) },
        askAt: new Date(),
      }),
    );
    const page = await browser.get(one(8));
    expect(page.html).toContain(src(8));
    expect(page.headers.get('content-security-policy')).toMatch(/img-src 'self'/);
    const { status, headers } = await browser.get(one(8, '/photo'));
    expect(status).toBe(200);
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'image/png',
      'cache-control': 'private, max-age=3600',
      'x-content-type-options': 'nosniff',
    });
    const again = await browser.get(one(8, '/photo'), { 'if-none-match': headers.get('etag') ?? '' });
    expect([again.status, again.html]).toEqual([304, '']);
  });

  test('of somebody else is nobody’s: not without a session, not of whoever was removed', async () => {
    expect((await browser.get(one(5))).html).not.toContain('<img');
    expect((await visitor(bench).get(one(8, '/photo'))).leadsTo).toMatch(/^\/sign-in/);
    const other = await bench.stage.tenant();
    expect((await (await admin(bench, other.id)).get(one(8, '/photo'))).status).toBe(404);
  });
});

describe('a person', () => {
  test('has values with their sources, what was done, and nothing that runs', async () => {
    const { html } = await browser.get(one(101));
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(html).toContain('&quot;&gt;&lt;img');
    expect(html).toMatch(/<span class="value">\u202Egro\.evil\u2066<\/span>/);
    expect(html).not.toMatch(/<script>|<img/);
    expect(html).toContain('<code>jobTitle</code>');
    expect(html).toContain('matches the filters');
    expect(html).toContain(`href="/tenants/${tenant.id}/runs/1"`);
  });

  test('who shares an address leads to who holds it', async () => {
    expect((await browser.get(one(104))).html).toContain(`href="${one(1)}"`);
  });

  test('is kept, restored and left to Entra by buttons, and twice is harmless', async () => {
    expect((await browser.get(one(1))).html).not.toContain('Restore');
    for (const [n, wish, offered] of [
      [1, 'pin', 'Leave to Entra again'],
      [1, 'pin', 'Leave to Entra again'],
      [1, 'unpin', 'Keep, whatever Entra says'],
      [5, 'restore', 'Leave to Entra again'],
    ] as const) {
      const seen = await browser.submit(one(n, `/${wish}`));
      expect([seen.status, seen.leadsTo]).toEqual([303, `${one(n)}?done=${wish}`]);
      const { html } = await browser.get(seen.leadsTo ?? '');
      expect(html).toContain('role="status"');
      expect(html).toContain(`>${offered}</button>`);
    }
    expect((await browser.get(path())).html).toContain('63 people in the directory.');
  });

  test('has its values set by hand, but never the address', async () => {
    const value = one(2, '/values/jobTitle');
    expect((await browser.get(one(2))).html).toContain(`href="${value}"`);
    expect((await browser.get(value)).html).toMatch(/<textarea [^>]*>Analyst<\/textarea>/);
    for (let times = 0; times < 2; times += 1) {
      const seen = await browser.submit(value, { value: '<b>Countess</b>' });
      expect([seen.status, seen.leadsTo]).toEqual([303, `${one(2)}?done=valueSet`]);
    }
    const { html } = await browser.get(one(2));
    expect(html).toContain('&lt;b&gt;Countess&lt;/b&gt;');
    expect(html).toContain('· set by hand');
    expect((await browser.get(value)).html).toContain('Give it back to Entra');
    for (const key of ['email', 'nothing']) {
      expect((await browser.get(one(2, `/values/${key}`))).status).toBe(404);
    }
    expect((await browser.submit(one(2, '/values/email'), { value: 'x@y.example' })).status).toBe(422);
    expect((await browser.submit(value, { value: 'x'.repeat(2_001) })).status).toBe(400);
  });

  test('keeps the lines of a value that has several', async () => {
    const value = one(3, '/values/street');
    await browser.submit(value, { value: '1 Main St\r\nFloor 2' }); // as browsers send it
    expect((await browser.get(value)).html).toContain('rows="2"');
    expect((await browser.get(value)).html).toContain('>1 Main St\nFloor 2</textarea>');
  });

  test('who is removed is told until when they can be restored', async () => {
    const text = (await browser.get(one(6))).html.replaceAll(/<[^>]+>/g, '').replaceAll(/\s+/g, ' ');
    expect(text).toContain('is erased in about 30 days; restoring is possible until then.');
    expect((await browser.get(one(2))).html).not.toContain('is erased');
  });

  test('who is erased cannot be restored, and the page says so', async () => {
    await bench.stage.asOwner(
      `update employees set erased_at = now(), email = '', email_key = '', sort_name = '', values = '{}' where entra_object_id = $1`,
      [oid(6)],
    );
    const { html } = await browser.get(one(6));
    expect(html).toContain('nothing is left but the id');
    expect(html).not.toContain('Restore');
    expect((await browser.submit(one(6, '/restore'))).status).toBe(409);
  });

  test.each([randomUUID(), 'nobody'])('%s is not there', async (id) => {
    expect((await browser.get(path(`/${id}`))).status).toBe(404);
  });
});
