import { Hono } from 'hono';
import type { FC } from 'hono/jsx';
import * as z from 'zod';
import { countEmployees, type EmployeeCounts } from '../../../db/count-employees.ts';
import { readFields } from '../../../db/field-versions.ts';
import { EMPLOYEE_SORTS, listEmployees, type EmployeeSort } from '../../../db/list-employees.ts';
import { readNotImported } from '../../../db/read-not-imported.ts';
import { EMPLOYEE_STATUSES } from '../../../sync/employee-status.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { exportEmployees } from '../../export/export-employees.ts';
import { cursorText, readQuery, searchText } from '../addresses/read-query.ts';
import { tenantIdOf } from '../addresses/tenant-path.ts';
import { withQuery } from '../addresses/with-query.ts';
import { answerPage } from '../frame/answer-page.tsx';
import { onTenant } from '../frame/on-tenant.ts';
import type { PageEnv } from '../frame/page-env.ts';
import { Pager } from '../lists/pager.tsx';
import { SearchField } from '../lists/search-field.tsx';
import { numberText, peopleText } from '../words/relative-time.ts';
import { EmployeesTable } from './employees-table.tsx';
import { NobodyHere } from './nobody-here.tsx';
import { STATUS_WORDS } from './status-words.ts';

type Deps = Pick<ApiDeps, 'db' | 'now' | 'log'>;

const Query = z.object({
  query: searchText(200),
  status: z.enum(EMPLOYEE_STATUSES).optional(),
  sort: z.enum(EMPLOYEE_SORTS).default('name'),
  cursor: cursorText,
});
type Asked = z.output<typeof Query>;

const A_PAGE = 50;
/** By which Excel knows that a file is UTF-8. */
const BYTE_ORDER_MARK = new Uint8Array([0xef, 0xbb, 0xbf]);

/** Who is in? */
export const employeesPages = (deps: Deps): Hono<PageEnv> =>
  new Hono<PageEnv>()
    .get('/tenants/:id/employees', async (c) => {
      const asked = readQuery(c, Query);
      const id = tenantIdOf(c);
      const { tenant, state, now, found } = await onTenant(deps, c, async (tx) => {
        const list = await listEmployees(id, tx, { ...asked, limit: A_PAGE });
        return {
          list,
          fields: (await readFields(id, tx)).items,
          counts: await countEmployees(id, tx),
          notImported: list.items.length === 0 ? await readNotImported(id, tx) : undefined,
        };
      });
      const { list, fields, counts } = found;
      const path = `/tenants/${id}/employees`;
      return answerPage(
        c,
        { title: 'Employees', tenant },
        <>
          <div class="first">
            <h1 class="grow sentence m-0">{whoIsIn(counts)}</h1>
            <a class="btn" href={withQuery(`${path}.csv`, { ...asked, cursor: undefined })}>
              Export as CSV
            </a>
          </div>
          <Search path={path} asked={asked} />
          <StatusChips path={path} asked={asked} counts={counts} />
          {list.items.length === 0 ? (
            <NobodyHere path={path} tenantId={id} state={state} asked={asked} notImported={found.notImported} />
          ) : (
            <>
              {asked.query !== '' && (
                <p>
                  Below are those with “<span class="value">{asked.query}</span>” in the name or the address.{' '}
                  <a href={withQuery(path, { ...asked, query: undefined, cursor: undefined })}>Show everybody</a>
                </p>
              )}
              <EmployeesTable path={path} asked={asked} employees={list.items} fields={fields} now={now} />
            </>
          )}
          <Pager path={path} query={{ ...asked, query: asked.query || undefined }} next={list.next} what="employees" />
        </>,
      );
    })
    .get('/tenants/:id/employees.csv', async (c) => {
      const { query, status, sort } = readQuery(c, Query);
      const stream = await exportEmployees(deps, tenantIdOf(c), { query, status, sort }, c.var.requestId);
      return c.body(withMark(stream), 200, {
        'Content-Type': 'text/csv; charset=utf-8; header=present',
        'Content-Disposition': 'attachment; filename="employees.csv"',
        'Cache-Control': 'no-store',
      });
    });

function withMark(stream: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  const mark = new TransformStream<Uint8Array, Uint8Array>({
    start: (controller) => controller.enqueue(BYTE_ORDER_MARK),
  });
  return stream.pipeThrough(mark);
}

function whoIsIn({ active, duplicate, missing }: EmployeeCounts): string {
  const people = active.people + duplicate.people + missing.people;
  return people === 0 ? 'Nobody is in the directory yet.' : `${peopleText(people)} in the directory.`;
}

const SORT_LABELS: Readonly<Record<EmployeeSort, string>> = {
  name: 'Name, A to Z',
  '-name': 'Name, Z to A',
  email: 'E-mail, A to Z',
  '-email': 'E-mail, Z to A',
  created: 'Created, the oldest first',
  '-created': 'Created, the newest first',
  updated: 'Updated, the oldest first',
  '-updated': 'Updated, the newest first',
};

const Search: FC<{ path: string; asked: Asked }> = ({ path, asked }) => (
  <form method="get" action={path} class="search" role="search">
    <SearchField query={asked.query} />
    <label class="visually-hidden" for="sort">
      Sort by
    </label>
    <select class="form-select" id="sort" name="sort">
      {EMPLOYEE_SORTS.map((sort) => (
        <option value={sort} selected={sort === asked.sort}>
          {SORT_LABELS[sort]}
        </option>
      ))}
    </select>
    {asked.status !== undefined && <input type="hidden" name="status" value={asked.status} />}
    <button class="btn btn-primary">Search</button>
  </form>
);

const StatusChips: FC<{ path: string; asked: Asked; counts: EmployeeCounts }> = ({ path, asked, counts }) => {
  const chips = [undefined, ...EMPLOYEE_STATUSES] as const;
  return (
    <nav class="actions mb-3" aria-label="Employees by status">
      {chips.map((status) => (
        <a
          class="chip"
          href={withQuery(path, { ...asked, status, cursor: undefined })}
          {...(status === asked.status && { 'aria-current': 'true' })}
        >
          {status === undefined ? (
            'All but removed'
          ) : (
            <>
              {STATUS_WORDS[status].label} {counts[status].atLeast && 'over '}
              {numberText(counts[status].people)}
            </>
          )}
        </a>
      ))}
    </nav>
  );
};
