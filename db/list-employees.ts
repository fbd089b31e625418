import { hash } from 'node:crypto';
import * as z from 'zod';
import type { EmployeeStatus } from '../sync/employee-status.ts';
import type { TenantId } from '../sync/ids.ts';
import { BadCursorError, decodeCursor } from './cursor.ts';
import type { Tx } from './database.ts';
import { EMPLOYEE_COLUMNS, employeeOf, type EmployeeRow, type StoredEmployee } from './employee-row.ts';
import { pageOf, type Page } from './page-of.ts';
import { idsInBlocks, matchesTerm, searchTerm, type Bind } from './search-employees.ts';

export type { EmployeeRow } from './employee-row.ts';

/** Orders that an index gives. With `-` in front: descending. */
export const EMPLOYEE_SORTS = [
  'name',
  '-name',
  'email',
  '-email',
  'created',
  '-created',
  'updated',
  '-updated',
] as const;
export type EmployeeSort = (typeof EMPLOYEE_SORTS)[number];

export type EmployeesWanted = {
  /** Part of a name or an address, in any case. */
  readonly query?: string | undefined;
  /** Absent: all but the removed; with `changedSince` these too. */
  readonly status?: EmployeeStatus | undefined;
  readonly sort: EmployeeSort;
  /** Only who changed at that time or later. */
  readonly changedSince?: Date | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
};

type SortKey = Exclude<EmployeeSort, `-${string}`>;

/**
 * The columns of each order, whose index begins with the tenant. Ids are made in the order of time. They are compared
 * with what a cursor holds, which is checked first: its checksum is no secret.
 */
const ORDERS: Readonly<Record<SortKey, { readonly columns: string; readonly place: z.ZodType<string[]> }>> = {
  name: { columns: 'sort_name, id', place: z.tuple([storedText(), z.uuid()]) },
  email: { columns: 'email_key, id', place: z.tuple([storedText(), z.uuid()]) },
  created: { columns: 'id', place: z.tuple([z.uuid()]) },
  updated: { columns: 'updated_at, id', place: z.tuple([storedTime(), z.uuid()]) },
};

/**
 * A page of a tenant's employees. An employee whose sort value changes between two pages can stand on both, or on
 * neither, except when sorted by `created`. Throws BadCursorError for a cursor of another list: other tenant, sort,
 * search or filter.
 */
export async function listEmployees(tenantId: TenantId, tx: Tx, wanted: EmployeesWanted): Promise<Page<EmployeeRow>> {
  const { sort, cursor, limit } = wanted;
  const descending = sort.startsWith('-');
  const { columns, place } = ORDERS[sort.replace('-', '') as SortKey]; // a sort without its sign is a key, by its type
  const list = nameOf(tenantId, wanted);

  const order = columns
    .split(', ')
    .map((column) => (descending ? `${column} desc` : column))
    .join(', ');
  const after = cursor === undefined ? undefined : placeIn(list, cursor, place);
  const read = (fromOf: FromOf) => {
    const parameters: unknown[] = [tenantId, limit + 1];
    const bind: Bind = (value) => `$${parameters.push(value)}`;
    const isAfter = after && `(${columns}) ${descending ? '<' : '>'} (${after.map(bind).join(', ')})`;
    const conditions = [
      'tenant_id = $1',
      ...conditionsOf(wanted, bind),
      ...(isAfter === undefined ? [] : [isAfter]),
    ].join(' and ');
    const { from = 'employees', where } = fromOf({ conditions, order, isAfter, bind });
    return tx.query<StoredEmployee & { readonly place: string[] }>(
      `select ${EMPLOYEE_COLUMNS}, array[${columns.replaceAll(/\w+/g, '$&::text')}] as place
       from ${from} where ${where} order by ${order} limit $2`,
      parameters,
    );
  };
  const term = searchTerm(wanted.query);
  let rows = await read(term === '' ? everybody : amongNext(term));
  if (term !== '' && rows.length <= limit) rows = await read(amongBlocks(term, wanted));
  return pageOf(rows, limit, (row) => [list, ...row.place], employeeOf);
}

type Among = {
  readonly conditions: string;
  readonly order: string;
  readonly isAfter: string | undefined;
  readonly bind: Bind;
};
/** Where employees are read from, `employees` itself unless it is said otherwise, and which. */
type FromOf = (among: Among) => { readonly from?: string; readonly where: string };

const everybody: FromOf = ({ conditions }) => ({ where: conditions });

/** Whoever has a term that a tenth of all have is come upon soon in the order of the list. */
const WALKED = 500;

const amongNext =
  (term: string): FromOf =>
  ({ conditions, order, bind }) => ({
    from: `(select * from employees where ${conditions} order by ${order} limit ${WALKED}) employees`,
    where: matchesTerm(bind(term)),
  });

/** In an order that blocks know, only those of the page are read; whose status is another is known without reading the others. */
const amongBlocks =
  (term: string, { sort, status, changedSince }: EmployeesWanted): FromOf =>
  ({ conditions, order, isAfter, bind }) => {
    const isKnown = !sort.endsWith('updated') && changedSince === undefined;
    const others = `id ${status === undefined || status === 'active' ? 'not in' : 'in'} (select id from employees
      where tenant_id = $1 and status <> 'active'
      ${status === 'active' ? '' : `and status = '${status ?? 'removed'}'`})`;
    const rest = `${isAfter === undefined ? '' : `and ${isAfter}`} and ${others} order by ${order} limit $2`;
    const ids = idsInBlocks(term, bind, isKnown ? rest : '');
    return { where: `${conditions} and id = any(${ids}) and ${matchesTerm(bind(term))}` };
  };

function conditionsOf({ status, changedSince }: EmployeesWanted, bind: Bind): string[] {
  const conditions: string[] = [];
  if (status !== undefined) conditions.push(`status = ${bind(status)}`);
  else if (changedSince === undefined) conditions.push(`status <> 'removed'`);
  if (changedSince !== undefined) conditions.push(`updated_at >= ${bind(changedSince)}`);
  return conditions;
}

/** What a cursor belongs to. A digest: what was searched for can be a person's name. */
const nameOf = (tenantId: TenantId, { sort, status, changedSince, query }: EmployeesWanted): string =>
  hash(
    'sha256',
    JSON.stringify([tenantId, sort, status ?? null, changedSince?.toISOString() ?? null, searchTerm(query)]),
    'base64url',
  ).slice(0, 12);

function placeIn(list: string, cursor: string, place: z.ZodType<string[]>): readonly string[] {
  const [name, ...values] = decodeCursor(cursor, z.array(z.string()));
  const parsed = place.safeParse(values);
  if (name !== list || !parsed.success) throw new BadCursorError();
  return parsed.data;
}

function storedText(): z.ZodType<string> {
  return z.string().refine((text) => !text.includes('\u0000'));
}

/** To the microsecond, as PostgreSQL writes it in the style that a transaction of ours asks for. */
function storedTime(): z.ZodType<string> {
  return z.string().refine((text) => {
    const [, date, time] = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.\d{1,6})?\+00$/.exec(text) ?? [];
    const toSecond = `${date}T${time}`;
    const at = new Date(`${toSecond}Z`);
    return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(toSecond); // 31 February would be 3 March
  });
}
