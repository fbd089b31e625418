import { path } from '../api.ts';
import type { Context } from '../context.ts';
import type { Ending } from '../exit-codes.ts';
import { findTenantId } from '../find-tenant.ts';
import { quoted } from '../options.ts';
import { plainText } from '../plain-text.ts';
import { Employee } from '../responses.schema.ts';
import { findEmployeeId } from './find-employee.ts';
import { nameOf } from './name-of.ts';

/** How each wish is asked of the API. All of them may be asked again. */
const WISHES = {
  restore: { method: 'POST', part: 'restore' },
  keep: { method: 'PUT', part: 'pin' },
  unkeep: { method: 'DELETE', part: 'pin' },
} as const;
export type HandWish = keyof typeof WISHES;

export async function changeByHand(
  { api, output }: Context,
  wish: HandWish,
  tenant: string,
  text: string,
): Promise<Ending> {
  const tenantId = await findTenantId(api, tenant);
  const id = await findEmployeeId(api, tenantId, text);
  const { method, part } = WISHES[wish];
  const employee = await api.send(method, `${path`/api/tenants/${tenantId}/employees/${id}`}/${part}`, Employee);
  output.result(employee, () => sentence(wish, employee, { tenant: quoted(tenant), id }));
  return 'ok';
}

type Labels = { readonly tenant: string; readonly id: string };

function sentence(wish: HandWish, employee: Employee, { tenant, id }: Labels): string {
  const who = plainText(nameOf(employee.values) || employee.email || employee.entraObjectId);
  if (wish === 'unkeep') {
    return `${who} is left to Entra again: the next run decides. Sooner: rollcall sync ${tenant}`;
  }
  const now = `${who} is ${employee.status}`;
  if (employee.pinned !== true) return `${now}: there was nothing to undo. Runs go on to decide.`;
  return `${now}, and kept whatever Entra says. Give up with: rollcall employees unkeep ${tenant} ${id}`;
}
