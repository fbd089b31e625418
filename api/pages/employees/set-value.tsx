import { Hono, type Context } from 'hono';
import * as z from 'zod';
import { readFields } from '../../../db/field-versions.ts';
import { readEmployee } from '../../../db/read-employee.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { notFound } from '../../problem-error.ts';
import { ValuePath } from '../../schemas/path.schema.ts';
import { giveValueBack, isEmailField, LONGEST_VALUE, setValueByHand } from '../../by-hand/set-value-by-hand.ts';
import { pathOf } from '../addresses/tenant-path.ts';
import { FormButton } from '../forms/form-button.tsx';
import { readForm } from '../forms/read-form.ts';
import { answerPage } from '../frame/answer-page.tsx';
import { doneAddress } from '../frame/done.tsx';
import { FormToken } from '../frame/frame.tsx';
import { onTenant } from '../frame/on-tenant.ts';
import type { PageEnv } from '../frame/page-env.ts';
import { employeeName } from './employee-name.ts';

type Deps = Pick<ApiDeps, 'db' | 'now' | 'directoryOf'>;

const Value = z.object({ value: z.string().max(LONGEST_VALUE).default('') });

/** Sets one value of one employee by hand, and gives it back to Entra. */
export const setValuePages = (deps: Deps): Hono<PageEnv> =>
  new Hono<PageEnv>()
    .get('/tenants/:id/employees/:employeeId/values/:fieldKey', (c) => showForm(deps, c))
    .post('/tenants/:id/employees/:employeeId/values/:fieldKey', async (c) => {
      const { id, employeeId, fieldKey } = pathOf(c, ValuePath);
      await setValueByHand(deps, id, employeeId, fieldKey, (await readForm(c, Value)).value);
      return c.redirect(doneAddress(`/tenants/${id}/employees/${employeeId}`, 'valueSet'), 303);
    })
    .post('/tenants/:id/employees/:employeeId/values/:fieldKey/give-back', async (c) => {
      const { id, employeeId, fieldKey } = pathOf(c, ValuePath);
      await giveValueBack(deps, id, employeeId, fieldKey);
      return c.redirect(doneAddress(`/tenants/${id}/employees/${employeeId}`, 'valueGivenBack'), 303);
    });

async function showForm(deps: Deps, c: Context<PageEnv>): Promise<Response> {
  const { id, employeeId, fieldKey } = pathOf(c, ValuePath);
  const { tenant, found } = await onTenant(deps, c, async (tx) => {
    const known = await readEmployee(id, tx, employeeId);
    if (known === undefined) throw notFound('employee');
    return { employee: known.employee, fields: (await readFields(id, tx)).items };
  });
  const { employee, fields } = found;
  const field = fields.find(({ key }) => key === fieldKey);
  if (field === undefined || isEmailField(field)) throw notFound('field');
  const own = `/tenants/${id}/employees/${employeeId}`;
  const value = employee.values[fieldKey] ?? '';
  const isLocked = Object.hasOwn(employee.valuesByHand, fieldKey);
  return answerPage(
    c,
    { title: 'Set by hand', tenant },
    <div class="reading">
      <h1>
        Set <span class="value">{field.label}</span> of <span class="value">{employeeName(employee, fields)}</span> by
        hand
      </h1>
      <p>The value holds at once and in every sync, whatever Entra says, until it is given back.</p>
      <form method="post" action={`${own}/values/${fieldKey}`} class="card card-body mb-3">
        <FormToken value={c.var.formToken} />
        <label class="form-label value" for="value">
          {field.label}
        </label>
        <textarea
          class="form-control"
          id="value"
          name="value"
          rows={Math.min((value.match(/\n/g)?.length ?? 0) + 1, 8)}
          maxlength={LONGEST_VALUE}
          autocomplete="off"
          aria-describedby="value-hint"
        >
          {value}
        </textarea>
        <p class="form-hint" id="value-hint">
          Empty: no value.{field.source === 'displayName' && ' Sorting and searching go by the name that Entra gives.'}
        </p>
        <div class="actions mt-3">
          <button class="btn btn-primary">Set by hand</button>
          <a class="btn" href={own}>
            Leave it
          </a>
        </div>
      </form>
      {isLocked && (
        <FormButton action={`${own}/values/${fieldKey}/give-back`} formToken={c.var.formToken} back={own}>
          Give it back to Entra
        </FormButton>
      )}
    </div>,
  );
}
