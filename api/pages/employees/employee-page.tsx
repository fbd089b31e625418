import { Hono } from 'hono';
import type { FC } from 'hono/jsx';
import { readErasureTime } from '../../../db/erase-removed.ts';
import { hasPhoto } from '../../../db/employee-photos.ts';
import { readFields } from '../../../db/field-versions.ts';
import { readEmployee } from '../../../db/read-employee.ts';
import type { EmployeeRow } from '../../../db/employee-row.ts';
import type { HandWish } from '../../../sync/decide-by-hand.ts';
import { isPresent } from '../../../sync/employee-status.ts';
import type { TenantId } from '../../../sync/ids.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { keepEmployee } from '../../by-hand/keep-employee.ts';
import { notFound } from '../../problem-error.ts';
import { EmployeePath } from '../../schemas/path.schema.ts';
import { pathOf } from '../addresses/tenant-path.ts';
import { FormButton } from '../forms/form-button.tsx';
import { answerPage } from '../frame/answer-page.tsx';
import { DoneNote, doneAddress } from '../frame/done.tsx';
import { onTenant } from '../frame/on-tenant.ts';
import type { PageEnv } from '../frame/page-env.ts';
import { When } from '../words/when.tsx';
import { employeeName } from './employee-name.ts';
import { EmployeeHistory } from './employee-history.tsx';
import { EmployeeValuesCard } from './employee-values.tsx';
import { Marks } from './employees-table.tsx';
import { STATUS_WORDS } from './status-words.ts';

type Deps = Pick<ApiDeps, 'db' | 'now'>;

const WISHES = ['restore', 'pin', 'unpin'] as const satisfies readonly HandWish[];

/** One employee: values and where they come from, what was done, and what one can do. */
export function employeePages(deps: Deps): Hono<PageEnv> {
  const app = new Hono<PageEnv>().get('/tenants/:id/employees/:employeeId', async (c) => {
    const { id, employeeId } = pathOf(c, EmployeePath);
    const { tenant, now, found } = await onTenant(deps, c, async (tx) => {
      const known = await readEmployee(id, tx, employeeId);
      if (known === undefined) throw notFound('employee');
      const photo = await hasPhoto(id, tx, employeeId);
      const erasureAt = await readErasureTime(id, tx, employeeId);
      return { ...known, photo, erasureAt, fields: (await readFields(id, tx)).items };
    });
    const { employee, history, fields, photo, erasureAt } = found;
    return answerPage(
      c,
      { title: 'Employee', tenant },
      <>
        <DoneNote c={c} />
        <div class="first">
          {photo && (
            // The name stands beside it: nothing is lost to whoever does not see it.
            <img class="photo" src={`/tenants/${id}/employees/${employeeId}/photo`} alt="" width="64" height="64" />
          )}
          <div class="grow">
            <h1 class="m-0">
              <span class="value">{employeeName(employee, fields)}</span>
              <Marks employee={employee} />
            </h1>
            <StatusLine tenantId={id} employee={employee} erasureAt={erasureAt} now={now} />
          </div>
          <Wishes tenantId={id} employee={employee} formToken={c.var.formToken} />
        </div>
        <EmployeeValuesCard
          employee={employee}
          history={history}
          fields={fields}
          now={now}
          own={`/tenants/${id}/employees/${employee.id}`}
        />
        {employee.erasedAt === null && <LookUp tenantId={id} employee={employee} />}
        <EmployeeHistory tenantId={id} history={history} fields={fields} now={now} />
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

const StatusLine: FC<Of & { erasureAt: Date | undefined; now: Date }> = ({ tenantId, employee, erasureAt, now }) => (
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
    {erasureAt !== undefined && (
      <>
        {' '}
        What is known of this person is erased{' '}
        {erasureAt > now ? <When at={erasureAt} now={now} /> : 'with the next run'}; restoring is possible until then.
      </>
    )}
    {employee.pinned && ' Kept by a person, whatever Entra says, until somebody leaves them to Entra again.'}
  </p>
);

/** The trace of the e-mail and what the kind is told from are never stored: they are looked up when this is opened. */
const LookUp: FC<Of> = ({ tenantId, employee: { entraObjectId } }) => (
  <details
    class="card card-body mb-3"
    hx-get={`/tenants/${tenantId}/people/${entraObjectId}/why`}
    hx-trigger="toggle once"
    hx-target="find .looked-up"
    hx-swap="innerHTML"
  >
    <summary>Why is this person here? What Entra says now</summary>
    <div class="looked-up mt-3" aria-live="polite">
      <a href={`/tenants/${tenantId}/why?person=${entraObjectId}`}>Look this person up in Entra</a>
    </div>
  </details>
);

const Wishes: FC<Of & { formToken: string }> = ({ tenantId, employee, formToken }) => {
  const own = `/tenants/${tenantId}/employees/${employee.id}`;
  const button = { formToken, back: own };
  return (
    <div class="actions">
      {!isPresent(employee.status) && employee.erasedAt === null && (
        <FormButton {...button} action={`${own}/restore`} look="btn-primary">
          Restore and keep
        </FormButton>
      )}
      {isPresent(employee.status) && !employee.pinned && (
        <FormButton {...button} action={`${own}/pin`}>
          Keep, whatever Entra says
        </FormButton>
      )}
      {employee.pinned && (
        <FormButton {...button} action={`${own}/unpin`}>
          Leave to Entra again
        </FormButton>
      )}
    </div>
  );
};
