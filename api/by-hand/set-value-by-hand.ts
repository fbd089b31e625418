import type { Tx } from '../../db/database.ts';
import { readFields } from '../../db/field-versions.ts';
import { readIntegration } from '../../db/integration-settings.ts';
import { readEmployee } from '../../db/read-employee.ts';
import type { EmployeeRow } from '../../db/employee-row.ts';
import { chooseEmail } from '../../sync/choose-email.ts';
import { parseFieldSource } from '../../sync/field-source.ts';
import type { Field } from '../../sync/field.schema.ts';
import type { EmployeeId, TenantId } from '../../sync/ids.ts';
import { compileFields, mapFields, textOf } from '../../sync/map-fields.ts';
import { selectProperties } from '../../sync/select-properties.ts';
import type { ApiDeps } from '../api-deps.ts';
import { notFound } from '../problem-error.ts';
import { notAcceptable } from '../refuse-invalid.ts';
import { findTenant, NOT_LEAVING, requireDirectory, requireStatus } from '../require-status.ts';
import { changeValue } from './change-value.ts';
import { lookUpUser } from './look-up-user.ts';

type Deps = Pick<ApiDeps, 'db' | 'directoryOf'>;

/** The longest value that a person can set. */
export const LONGEST_VALUE = 2_000;

/** Sets a value by hand and locks that field of the employee, who is given as they are then. Safe to repeat. Throws ProblemError. */
export const setValueByHand = (
  { db }: Pick<Deps, 'db'>,
  tenantId: TenantId,
  employeeId: EmployeeId,
  key: string,
  value: string | null,
): Promise<EmployeeRow> =>
  db.inTransaction(tenantId, async (tx) => {
    requireStatus(await findTenant(tenantId, tx), NOT_LEAVING);
    const field = fieldOf((await readFields(tenantId, tx)).items, key);
    if (field === undefined) throw notFound('field');
    if (isEmailField(field)) throw notAcceptable([{ path: 'value', message: NOT_BY_HAND }]);
    await changeValue(tenantId, tx, employeeId, key, { kind: 'set', value: textOf(value) });
    return present(tenantId, tx, employeeId);
  });

/** Gives a value back to Entra, which is asked for this person. Safe to repeat. Throws ProblemError. */
export async function giveValueBack(
  deps: Deps,
  tenantId: TenantId,
  employeeId: EmployeeId,
  key: string,
): Promise<EmployeeRow> {
  const fromEntra = await askEntra(deps, tenantId, employeeId, key);
  return deps.db.inTransaction(tenantId, async (tx) => {
    await changeValue(tenantId, tx, employeeId, key, { kind: 'giveBack', fromEntra });
    return present(tenantId, tx, employeeId);
  });
}

/** What Entra has for the field now; it is asked only where there is something to give back. */
async function askEntra(
  { db, directoryOf }: Deps,
  tenantId: TenantId,
  employeeId: EmployeeId,
  key: string,
): Promise<string | null> {
  const found = await db.inTransaction(tenantId, async (tx) => {
    const tenant = await findTenant(tenantId, tx);
    const employee = (await readEmployee(tenantId, tx, employeeId))?.employee;
    if (employee === undefined) throw notFound('employee');
    const { items } = await readFields(tenantId, tx);
    const field = fieldOf(items, key);
    const isLocked = Object.hasOwn(employee.valuesByHand, key);
    if (field === undefined && !isLocked) throw notFound('field');
    if (field === undefined || !isLocked) return undefined;
    const entraTenantId = requireDirectory(tenant);
    const { settings } = await readIntegration(tenantId, tx);
    const select = selectProperties(settings, [field]);
    return {
      field,
      select,
      sources: settings.email.sources,
      entraTenantId,
      entraObjectId: employee.entraObjectId,
    };
  });
  if (found === undefined) return null;
  const user = await lookUpUser(directoryOf(found.entraTenantId), found.entraObjectId, found.select);
  const email = chooseEmail(user, found.sources)?.address ?? '';
  return mapFields(user, compileFields([found.field]), email, found.sources)[key] ?? null;
}

const fieldOf = (fields: readonly Field[], key: string): Field | undefined => fields.find((each) => each.key === key);

const NOT_BY_HAND = 'The address follows the e-mail rule, and is never set by hand.';

/** Whether a field shows the address that the e-mail rule chooses. */
export function isEmailField({ source }: Field): boolean {
  const parsed = parseFieldSource(source);
  return parsed.kind !== 'refused' && parsed.source.kind === 'email';
}

async function present(tenantId: TenantId, tx: Tx, employeeId: EmployeeId): Promise<EmployeeRow> {
  const found = await readEmployee(tenantId, tx, employeeId);
  if (found === undefined) throw notFound('employee');
  return found.employee;
}
