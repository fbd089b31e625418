import type { FC } from 'hono/jsx';
import type { EmployeeRow, EmployeeSort } from '../../../db/list-employees.ts';
import type { Field } from '../../../sync/field.schema.ts';
import { withQuery } from '../addresses/with-query.ts';
import { ListTable } from '../lists/list-table.tsx';
import { When } from '../words/when.tsx';
import { employeeName } from './employee-name.ts';
import { SUSPECTS } from './kind-words.ts';
import { STATUS_WORDS } from './status-words.ts';

type Props = {
  readonly path: string;
  readonly asked: { readonly sort: EmployeeSort; readonly query: string; readonly status?: string | undefined };
  readonly employees: readonly EmployeeRow[];
  readonly fields: readonly Field[];
  readonly now: Date;
};

/** The columns are the fields, in their order; a head that sorts is a link. */
export const EmployeesTable: FC<Props> = ({ path, asked, employees, fields, now }) => (
  <ListTable
    label="Employees"
    box="card employees"
    look="table-vcenter text-nowrap"
    heads={[
      'Person',
      ...fields.map(({ label, source }) => {
        const sort = SORTED_BY[source];
        return sort === undefined ? (
          <th scope="col" class="value">
            {label}
          </th>
        ) : (
          <SortedHead path={path} asked={asked} sort={sort} label={label} />
        );
      }),
      <SortedHead path={path} asked={asked} sort="created" label="Created" />,
      <SortedHead path={path} asked={asked} sort="updated" label="Updated" />,
    ]}
  >
    {employees.map((employee) => (
      <tr>
        <th scope="row">
          <a class="value" href={`${path}/${employee.id}`}>
            {employeeName(employee, fields)}
          </a>
          <Marks employee={employee} />
        </th>
        {fields.map(({ key }) => (
          <td class="value">{employee.values[key] ?? ''}</td>
        ))}
        <td>
          <When at={employee.createdAt} now={now} />
        </td>
        <td>
          <When at={employee.updatedAt} now={now} />
        </td>
      </tr>
    ))}
  </ListTable>
);

/** Sources of the columns by which an index sorts. */
const SORTED_BY: Readonly<Partial<Record<string, 'name' | 'email'>>> = { displayName: 'name', email: 'email' };

type HeadProps = Pick<Props, 'path' | 'asked'> & {
  readonly sort: 'name' | 'email' | 'created' | 'updated';
  readonly label: string;
};

const SortedHead: FC<HeadProps> = ({ path, asked, sort, label }) => {
  const up = asked.sort === sort;
  const down = asked.sort === `-${sort}`;
  return (
    <th scope="col" aria-sort={up ? 'ascending' : down ? 'descending' : 'none'}>
      <a href={withQuery(path, { query: asked.query, status: asked.status, sort: up ? `-${sort}` : sort })}>
        {label}
        <span aria-hidden="true">{up ? ' ↑' : down ? ' ↓' : ' ↕'}</span>
      </a>
    </th>
  );
};

/** What is not as usual: a status, that a person keeps this employee, or what it seems to be. */
export const Marks: FC<{ employee: EmployeeRow }> = ({ employee: { status, pinned, erasedAt, kindEvidence } }) => (
  <>
    {status !== 'active' && <span class="mark">{erasedAt === null ? STATUS_WORDS[status].label : 'Erased'}</span>}
    {pinned && <span class="mark">Kept</span>}
    {kindEvidence.looksLike && <span class="mark">Looks like {SUSPECTS[kindEvidence.looksLike.kind]}</span>}
  </>
);
