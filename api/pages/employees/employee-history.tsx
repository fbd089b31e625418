import type { FC } from 'hono/jsx';
import type { TenantId } from '../../../sync/ids.ts';
import { ListTable } from '../lists/list-table.tsx';
import { ACTION_WORDS, REASON_WORDS } from '../runs/run-words.ts';
import { When } from '../words/when.tsx';
import type { Told } from './employee-values.tsx';
import { ValuesChange } from './values-change.tsx';

/** All that runs and people did to an employee, the newest first. */
export const EmployeeHistory: FC<Told & { tenantId: TenantId }> = ({ tenantId, history, fields, now }) => (
  <section class="card" aria-labelledby="history-title">
    <div class="card-header">
      <h2 class="card-title m-0" id="history-title">
        History
      </h2>
    </div>
    <ListTable label="Table of the history" heads={['When', 'What and why', 'Before → after', 'By']}>
      {history.map(({ runId, action, reason, at, before, after }) => (
        <tr>
          <th scope="row" class="text-nowrap">
            <When at={at} now={now} />
          </th>
          <td>
            {ACTION_WORDS[action]}
            <div class="text-secondary">{REASON_WORDS[reason]}</div>
          </td>
          <td>
            <ValuesChange before={before} after={after} fields={fields} />
          </td>
          <td class="text-nowrap">
            {runId === null ? 'A person' : <a href={`/tenants/${tenantId}/runs/${runId}`}>Run {runId}</a>}
          </td>
        </tr>
      ))}
    </ListTable>
  </section>
);
