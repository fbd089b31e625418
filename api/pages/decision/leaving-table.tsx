import type { FC } from 'hono/jsx';
import type { PlannedRemoval } from '../../../db/list-planned-removals.ts';
import type { Field } from '../../../sync/field.schema.ts';
import type { TenantId } from '../../../sync/ids.ts';
import { employeeName } from '../employees/employee-name.ts';
import { ListTable } from '../lists/list-table.tsx';
import { REASON_WORDS } from '../runs/run-words.ts';

type Props = {
  readonly tenantId: TenantId;
  readonly people: readonly PlannedRemoval[];
  readonly fields: readonly Field[];
  readonly searched: boolean;
};

/** Whom a clean-up would remove, and why each. */
export const LeavingTable: FC<Props> = ({ tenantId, people, fields, searched }) => (
  <div class="card">
    {people.length === 0 ? (
      <p class="card-body m-0">
        {!searched ? 'Nobody is on this list.' : 'Nobody on this list has such a name or address.'}
      </p>
    ) : (
      <ListTable label="Who would leave" heads={['Person', 'E-mail', 'Why']} look="table-vcenter">
        {people.map(({ employee, reason }) => (
          <tr>
            <th scope="row" class="value">
              <a href={`/tenants/${tenantId}/employees/${employee.id}`}>{employeeName(employee, fields)}</a>
            </th>
            <td class="value wide">{employee.email}</td>
            <td>{REASON_WORDS[reason]}</td>
          </tr>
        ))}
      </ListTable>
    )}
  </div>
);
