import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { EMPLOYEE_SORTS } from '../../db/list-employees.ts';
import { DEFAULT_FIELDS } from '../../sync/field.schema.ts';
import { DEFAULT_INTEGRATION_SETTINGS } from '../../sync/integration-settings.schema.ts';
import { GIVEN_NAMES, SURNAMES } from '../../emulator/people/names.ts';
import type { Measured, Row } from '../row.ts';
import { median, seconds } from '../statistics.ts';
import type { System } from '../system.ts';
import type { World } from '../world.ts';

/** Two tenants whose employees were put straight into PostgreSQL. */
type Listed = { readonly small: string; readonly large: string };

const listed = (world: World): Promise<Listed> =>
  world.once('listed employees', async () => {
    const system = await world.system();
    const start = performance.now();
    const small = await addTenant(system, world.sizes.small);
    const large = await addTenant(system, world.sizes.large);
    await fill(system, [
      [small, world.sizes.small],
      [large, world.sizes.large],
    ]);
    await system.ask('vacuum analyze employees');
    world.say(
      `  ${world.sizes.small + world.sizes.large} employees put there in ${seconds(performance.now() - start)}`,
    );
    return { small, large };
  });

async function addTenant({ ask }: System, people: number): Promise<string> {
  const id = randomUUID();
  await ask(
    `with t as (insert into tenants (id, name, entra_tenant_id, status, linked_at, next_sync_at, employees)
       values ($1, $2, gen_random_uuid(), 'unlinked', now(), now() + interval '3 hours', $3) returning id),
     s as (insert into integration_settings (tenant_id, version, settings) select id, 1, $4::jsonb from t)
     insert into field_versions (tenant_id, version, items) select id, 1, $5::jsonb from t`,
    [id, `Listed ${people}`, people, JSON.stringify(DEFAULT_INTEGRATION_SETTINGS), JSON.stringify(DEFAULT_FIELDS)],
  );
  return id;
}

/** Straight into the table, whose other indexes are made anew afterwards: a minute instead of many. */
async function fill({ postgres }: System, tenants: readonly (readonly [string, number])[]): Promise<void> {
  const client = new pg.Client({ connectionString: postgres.ownerUrl });
  await client.connect();
  try {
    await client.query(`begin; set local maintenance_work_mem = '512MB'`);
    const { rows } = await client.query<{ name: string; definition: string }>(
      `select indexname as name, indexdef as definition from pg_indexes
       where tablename = 'employees' and indexdef not like 'CREATE UNIQUE%'`,
    );
    for (const { name } of rows) await client.query(`drop index ${name}`);
    for (const [id, people] of tenants) await client.query(EMPLOYEES, [id, people, GIVEN_NAMES, SURNAMES]);
    for (const { definition } of rows) await client.query(definition);
    await client.query('commit');
  } finally {
    await client.end(); // what was not committed is as it was
  }
}

/** Names in no order, as people come; an address that holds the name and a number. */
const EMPLOYEES = `
insert into employees (tenant_id, entra_object_id, email, email_key, sort_name, kind, values, hash, held_since, created_in)
select $1, gen_random_uuid(), address, lower(address), given || ' ' || surname, 'person',
  jsonb_build_object('firstName', given, 'lastName', surname, 'displayName', given || ' ' || surname, 'email', address,
    'phone', '+47 22 00 ' || n, 'jobTitle', 'Engineer ' || n % 90, 'department', 'Department ' || n % 40,
    'mobile', null, 'fax', null, 'company', 'Contoso Ltd', 'street', 'Main Street ' || n % 300, 'city', 'Oslo',
    'state', null, 'zip', '01' || n % 99, 'country', 'Norway'),
  decode(md5(n::text), 'hex'), 1, 1
from (
  select n, given, surname, given || '.' || surname || n || '@contoso.example' as address
  from (select n, ($3::text[])[1 + (hashint8(n) & 2147483647) % cardinality($3::text[])] as given,
          ($4::text[])[1 + (hashint8(n * 7919) & 2147483647) % cardinality($4::text[])] as surname
        from generate_series(1, $2::bigint) n) named) addressed`;

type Asked = (tenant: string, n: number) => string;

/** The same of both tenants in turn, and the median of each. */
async function compare(world: World, ask: Asked, times: number): Promise<Measured & { readonly reference: number }> {
  const system = await world.system();
  const { small, large } = await listed(world);
  const api = await system.api();
  const found = { small: [] as number[], large: [] as number[] };
  for (const tenant of [small, large]) for (let n = 0; n < 3; n++) await api.time(ask(tenant, n));
  for (let n = 0; n < times; n++) {
    found.small.push(await api.time(ask(small, n)));
    found.large.push(await api.time(ask(large, n)));
  }
  const how = `pages of ${world.sizes.large} and of ${world.sizes.small} employees in turn, median of ${times} each`;
  return { value: median(found.large), reference: median(found.small), how };
}

const pageOf = (tenant: string): string => `/tenants/${tenant}/employees`;

/** Every order, and the one that grows most. */
async function worstSort(world: World): Promise<Measured> {
  let worst: (Measured & { readonly reference: number }) | undefined;
  const all: string[] = [];
  for (const sort of EMPLOYEE_SORTS) {
    const found = await compare(world, (tenant) => `${pageOf(tenant)}?sort=${sort}`, world.sizes.times);
    const ratio = found.value / found.reference;
    all.push(`${sort} ${ratio.toFixed(2)} × (${found.value.toFixed(0)} ms)`);
    if (worst === undefined || ratio > worst.value / worst.reference) worst = found;
  }
  if (worst === undefined) throw new Error('There is no order.');
  return { ...worst, how: `${worst.how}; the order that grows most of ${all.join(', ')}` };
}

/** Beginnings of names as people type them: some letters, a whole first name and some letters more. */
const beginning = (n: number): string => {
  const given = GIVEN_NAMES[(n * 7) % GIVEN_NAMES.length] ?? '';
  const surname = SURNAMES[(n * 11) % SURNAMES.length] ?? '';
  return n % 2 === 0 ? given.slice(0, 4) : `${given} ${surname.slice(0, 3)}`;
};

const WORDS = 100;

/** Pieces of five letters out of the middle of names and addresses that are there. */
async function partsOfWords({ ask }: System, tenant: string): Promise<readonly string[]> {
  const rows = await ask<{ name: string; email: string }>(
    `select sort_name as name, email_key as email from employees where tenant_id = $1
     order by entra_object_id limit ${WORDS}`,
    [tenant],
  );
  return rows.map(({ name, email }, n) => {
    const text =
      n % 2 === 0
        ? (name.split(' ').toSorted((a, b) => b.length - a.length)[0] ?? name)
        : (email.split('@')[0] ?? email);
    return text.slice(1, 6);
  });
}

export const LIST_ROWS: readonly Row[] = [
  {
    name: 'Employees page at a million',
    what: 'The page Employees as it opens',
    against: 'ten thousand employees',
    unit: 'ms',
    limit: { of: 'ratio', atMost: 3 },
    minutes: 6,
    measure: (world) => compare(world, pageOf, world.sizes.times),
  },
  {
    name: 'Employees page at a million, time',
    what: 'The page Employees as it opens',
    against: '',
    unit: 'ms',
    limit: { of: 'value', atMost: 100 },
    minutes: 6,
    async measure(world) {
      const { value, how } = await compare(world, pageOf, world.sizes.times);
      return { value, how };
    },
  },
  {
    name: 'Employees sorted at a million',
    what: 'The page Employees in the order whose time grows most',
    against: 'ten thousand employees',
    unit: 'ms',
    limit: { of: 'ratio', atMost: 3 },
    minutes: 6,
    measure: worstSort,
  },
  {
    name: 'search for the beginning of a name at a million',
    what: 'The page Employees for the beginning of a name',
    against: 'ten thousand employees',
    unit: 'ms',
    limit: { of: 'ratio', atMost: 3 },
    minutes: 6,
    measure: (world) =>
      compare(world, (tenant, n) => `${pageOf(tenant)}?query=${encodeURIComponent(beginning(n))}`, world.sizes.times),
  },
  {
    name: 'search for a part of a word at a million',
    what: 'The page Employees for a part of a word that is there',
    against: '',
    unit: 'ms',
    limit: { of: 'value', atMost: 100 },
    minutes: 6,
    async measure(world) {
      const system = await world.system();
      const { large } = await listed(world);
      const api = await system.api();
      const found: number[] = [];
      const words = await partsOfWords(system, large);
      for (const word of words) {
        found.push(await api.time(`${pageOf(large)}?query=${encodeURIComponent(word)}`));
      }
      const sorted = found.toSorted((a, b) => a - b);
      const how = `${world.sizes.large} employees, median of ${words.length} words; 9 in 10 within ${(sorted[Math.floor(sorted.length * 0.9)] ?? 0).toFixed(0)} ms, all within ${(sorted.at(-1) ?? 0).toFixed(0)} ms`;
      return { value: median(found), how };
    },
  },
];
