import type { FC } from 'hono/jsx';
import type { NotImported } from '../../../db/read-not-imported.ts';
import type { EmployeeStatus } from '../../../sync/employee-status.ts';
import type { TenantId } from '../../../sync/ids.ts';
import { SKIP_REASONS } from '../../../sync/skip-reason.ts';
import { withQuery } from '../addresses/with-query.ts';
import { NOT_IMPORTED_WORDS, notImportedText } from '../not-imported/not-imported-words.ts';
import type { TenantState } from '../words/tenant-state.ts';
import { STATUS_WORDS } from './status-words.ts';

type Props = {
  readonly path: string;
  readonly tenantId: TenantId;
  readonly state: TenantState;
  readonly asked: {
    readonly query: string;
    readonly status?: EmployeeStatus | undefined;
    readonly cursor?: string | undefined;
  };
  readonly notImported: NotImported | undefined;
};

/** An empty list: why it is empty, and what to do. */
export const NobodyHere: FC<Props> = ({ path, tenantId, state, asked, notImported }) => {
  const { query, status, cursor } = asked;
  if (query !== '') {
    return (
      <Empty>
        <p>
          Nobody{status !== undefined && ` who is ${STATUS_WORDS[status].label.toLowerCase()}`} has “
          <span class="value">{query}</span>” in the name or the address.
        </p>
        <p class="m-0">
          <a href={withQuery(path, { status })}>Show everybody</a>. Somebody who should be here may be{' '}
          <a href={`/tenants/${tenantId}`}>left out by a rule</a>: <a href={`/tenants/${tenantId}/why`}>Why?</a> tells
          of one person.
        </p>
      </Empty>
    );
  }
  if (cursor !== undefined) {
    return (
      <Empty>
        <p class="m-0">There is nobody on this page any more.</p>
      </Empty>
    );
  }
  if (status !== undefined) {
    return (
      <Empty>
        <p class="m-0">{STATUS_WORDS[status].nobody}</p>
      </Empty>
    );
  }
  const leftOut = SKIP_REASONS.filter((reason) => (notImported?.people[reason] ?? 0) > 0);
  return (
    <Empty>
      <p>{state.kind === 'inStep' ? 'No people yet: the last sync found nobody who matches.' : state.sentence}</p>
      {state.remedy !== undefined && <p>{state.remedy}</p>}
      {state.kind !== 'offboarding' && (
        <p>
          <a href={`/tenants/${tenantId}/integration`}>
            {state.kind === 'notLinked' || state.kind === 'notSaved'
              ? 'Open Integration'
              : 'Check your filters, or Check Connectivity'}
          </a>
        </p>
      )}
      {leftOut.length > 0 && (
        <>
          <p class="mb-1">The directory has people, and these rules leave them out:</p>
          <ul class="m-0">
            {leftOut.map((reason) => (
              <li>
                <a href={`/tenants/${tenantId}/not-imported/${reason}`}>
                  {notImportedText(reason, notImported?.people[reason] ?? 0)}
                </a>
                : {NOT_IMPORTED_WORDS[reason].rule}
              </li>
            ))}
          </ul>
        </>
      )}
    </Empty>
  );
};

const Empty: FC = ({ children }) => (
  <div class="card">
    <div class="card-body">{children}</div>
  </div>
);
