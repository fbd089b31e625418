import type { FC } from 'hono/jsx';
import type { EmployeeRow } from '../../../db/employee-row.ts';
import type { RunChange } from '../../../db/list-run-changes.ts';
import type { Field } from '../../../sync/field.schema.ts';
import type { EntraObjectId, TenantId } from '../../../sync/ids.ts';
import { employeeName } from '../employees/employee-name.ts';
import { ValuesChange } from '../employees/values-change.tsx';
import { ListTable } from '../lists/list-table.tsx';
import { ACTION_WORDS, PLANNED_WORDS, REASON_WORDS } from './run-words.ts';

type Props = {
  readonly tenantId: TenantId;
  readonly changes: readonly RunChange[];
  readonly employees: ReadonlyMap<EntraObjectId, EmployeeRow>;
  /** What to call whoever is no employee. */
  readonly names?: ReadonlyMap<EntraObjectId, string>;
  readonly fields: readonly Field[];
  /** Said where there is nothing to list. */
  readonly nobody?: string | undefined;
};

/** What a run did, or would do, to each person: who, what, why, before → after. */
export const ChangeTable: FC<Props> = ({
  tenantId,
  changes,
  employees,
  names = new Map(),
  fields,
  nobody = 'Nothing to list: this run did this to nobody.',
}) =>
  changes.length === 0 ? (
    <p class="card-body m-0">{nobody}</p>
  ) : (
    <ListTable label="Changes" heads={['Person', 'What and why', 'Before → after']}>
      {changes.map((change) => {
        const employee = employees.get(change.entraObjectId);
        const planned = !change.applied ? PLANNED_WORDS[change.action] : undefined;
        return (
          <tr>
            <th scope="row" class="value">
              {employee === undefined ? (
                (names.get(change.entraObjectId) ?? '') || <code>{change.entraObjectId}</code>
              ) : (
                <a href={`/tenants/${tenantId}/employees/${employee.id}`}>{employeeName(employee, fields)}</a>
              )}
            </th>
            <td>
              {planned ?? ACTION_WORDS[change.action]}
              <div class="text-secondary">{REASON_WORDS[change.reason]}</div>
            </td>
            <td>
              <ValuesChange before={change.before} after={change.after} fields={fields} />
            </td>
          </tr>
        );
      })}
    </ListTable>
  );
