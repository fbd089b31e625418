import { Hono } from 'hono';
import type { FC } from 'hono/jsx';
import type { Field } from '../../sync/field.schema.ts';
import { readFields } from '../../db/field-versions.ts';
import { readEmployee, type EmployeeChange } from '../../db/read-employee.ts';
import type { EmployeeRow } from '../../db/employee-row.ts';
import type { HandWish } from '../../sync/decide-by-hand.ts';
import { isPresent } from '../../sync/employee-status.ts';
import type { TenantId } from '../../sync/ids.ts';
import type { ApiDeps } from '../api-deps.ts';
import { keepEmployee } from '../keep-employee.ts';
import { notFound } from '../problem-error.ts';
import { EmployeePath } from '../schemas/path.schema.ts';
import { answerPage } from './answer-page.tsx';
import { DoneNote, doneAddress } from './done.tsx';
import { employeeName } from './employee-name.ts';
import { Marks } from './employees-table.tsx';
import { FormButton } from './form-button.tsx';
import { onTenant } from './on-tenant.ts';
import type { PageEnv } from './page-env.ts';
import { ACTION_WORDS, REASON_WORDS } from './run-words.ts';
import { STATUS_WORDS } from './status-words.ts';
import { pathOf } from './tenant-path.ts';
import { ValuesChange } from './values-change.tsx';
import { When } from './when.tsx';

type Deps = Pick<ApiDeps, 'db' | 'now'>;

const WISHES = ['restore', 'pin', 'unpin'] as const satisfies readonly HandWish[];

/** One employee: values and where they come from, what was done, and what one can do. */
export function employeePages(deps: Deps): Hono<PageEnv> {
  const app = new Hono<PageEnv>().get('/tenants/:id/employees/:employeeId', async (c) => {
    const { id, employeeId } = pathOf(c, EmployeePath);
    const { tenant, now, found } = await onTenant(deps, c, async (tx) => {
      const known = await readEmployee(id, tx, employeeId);
      if (known === undefined) throw notFound('employee');
      return { ...known, fields: (await readFields(id, tx)).items };
    });
    const { employee, history, fields } = found;
    return answerPage(
      c,
      { title: 'Employee', tenant },
      <>
        <DoneNote c={c} />
        <div class="first">
          <div class="grow">
            <h1 class="m-0">
              <span class="value">{employeeName(employee, fields)}</span>
              <Marks employee={employee} />
            </h1>
            <StatusLine tenantId={id} employee={employee} now={now} />
          </div>
          <Wishes tenantId={id} employee={employee} formToken={c.var.formToken} />
        </div>
        <Values employee={employee} history={history} fields={fields} now={now} />
        <History tenantId={id} history={history} fields={fields} now={now} />
        <p class="mt-3">
          <a href={`/tenants/${id}/employees`}>Back to Employees</a>
        </p>
      </>,
    );
  });
  for (const wish of WISHES) {
    app.post(`/tenants/:id/employees/:employeeId/${wish}`, async (c) => {
      const { id, employeeId } = pathOf(c, EmployeePath);
      await keepEmployee(deps, id, employeeId, wish);
      return c.redirect(doneAddress(`/tenants/${id}/employees/${employeeId}`, wish), 303);
    });
  }
  return app;
}

type Of = { readonly tenantId: TenantId; readonly employee: EmployeeRow };

const StatusLine: FC<Of & { now: Date }> = ({ tenantId, employee, now }) => (
  <p class="text-secondary m-0">
    {employee.erasedAt === null ? (
      STATUS_WORDS[employee.status].means
    ) : (
      <>
        Removed, and erased <When at={employee.erasedAt} now={now} />: nothing is left but the id.
      </>
    )}
    {employee.duplicateOf !== null && (
      <>
        {' '}
        <a href={`/tenants/${tenantId}/employees/${employee.duplicateOf}`}>Who holds the address</a>
      </>
    )}
    {employee.pinned && ' Kept by a person, whatever Entra says, until somebody unpins.'}
  </p>
);

const Wishes: FC<Of & { formToken: string }> = ({ tenantId, employee, formToken }) => {
  const own = `/tenants/${tenantId}/employees/${employee.id}`;
  const button = { formToken, back: own };
  return (
    <div class="actions">
      {!isPresent(employee.status) && employee.erasedAt === null && (
        <FormButton {...button} action={`${own}/restore`} look="btn-primary">
          Restore
        </FormButton>
      )}
      {isPresent(employee.status) && !employee.pinned && (
        <FormButton {...button} action={`${own}/pin`}>
          Keep
        </FormButton>
      )}
      {employee.pinned && (
        <FormButton {...button} action={`${own}/unpin`}>
          Unpin
        </FormButton>
      )}
    </div>
  );
};

type Told = { readonly history: readonly EmployeeChange[]; readonly fields: readonly Field[]; readonly now: Date };

/** Each value with its source, and since when it is so. */
const Values: FC<Told & { employee: EmployeeRow }> = ({ employee, history, fields, now }) => (
  <section class="card mb-3" aria-labelledby="values-title">
    <div class="card-body">
      <h2 class="card-title" id="values-title">
        Values
      </h2>
      <dl class="facts">
        {fields.map(({ key, label, source }) => {
          const value = employee.values[key] ?? null;
          const change = history.find(({ before }) => before !== null && key in before);
          return (
            <>
              <dt class="value">{label}</dt>
              <dd>
                {value === null ? <span class="text-secondary">(empty)</span> : <span class="value">{value}</span>}{' '}
                <span class="text-secondary">
                  · {source === 'email' ? 'the e-mail rule' : <code>{source}</code>}
                  {change !== undefined && (
                    <>
                      {' '}
                      · changed <When at={change.at} now={now} /> from{' '}
                      <span class="value">{change.before?.[key] ?? '(empty)'}</span>
                    </>
                  )}
                </span>
              </dd>
            </>
          );
        })}
        <dt>Kind</dt>
        <dd>{KIND_WORDS[employee.kind]}</dd>
        <dt>Object id in Entra</dt>
        <dd>
          <code>{employee.entraObjectId}</code>
        </dd>
      </dl>
    </div>
  </section>
);

const KIND_WORDS: Readonly<Record<EmployeeRow['kind'], string>> = {
  person: 'Person',
  guest: 'Guest',
  sharedMailbox: 'Shared mailbox',
  room: 'Room',
  equipment: 'Equipment',
  serviceAccount: 'Service account',
};

const History: FC<Told & { tenantId: TenantId }> = ({ tenantId, history, fields, now }) => (
  <section class="card" aria-labelledby="history-title">
    <div class="card-header">
      <h2 class="card-title m-0" id="history-title">
        History
      </h2>
    </div>
    <div class="scrolls" tabindex={0} role="region" aria-label="Table of the history">
      <table class="table card-table">
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">What and why</th>
            <th scope="col">Before → after</th>
            <th scope="col">By</th>
          </tr>
        </thead>
        <tbody>
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
        </tbody>
      </table>
    </div>
  </section>
);
