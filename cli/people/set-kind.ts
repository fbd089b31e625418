import { path } from '../api.ts';
import type { Context } from '../context.ts';
import type { Ending } from '../exit-codes.ts';
import { findTenantId } from '../find-tenant.ts';
import { Employee } from '../responses.schema.ts';
import { requireObjectId } from './object-id.ts';

export const PERSON_KINDS = ['person', 'guest', 'sharedMailbox', 'room', 'equipment', 'serviceAccount'] as const;
export type WantedKind = (typeof PERSON_KINDS)[number] | 'entra';

/** Gives somebody a kind, or with `entra` leaves it to Entra again. May be asked again. */
export async function setKind(
  { api, output }: Context,
  tenant: string,
  person: string,
  kind: WantedKind,
): Promise<Ending> {
  const entraObjectId = requireObjectId(person);
  const tenantId = await findTenantId(api, tenant);
  const route = path`/api/tenants/${tenantId}/people/${entraObjectId}/kind`;
  const [method, body] = kind === 'entra' ? (['DELETE', undefined] as const) : (['PUT', { kind }] as const);
  const employee = await api.send(method, route, Employee.optional(), body);
  const answer = employee ?? { entraObjectId, status: 'noEmployee' };
  output.result(answer, () => {
    const said = kind === 'entra' ? 'The kind is left to Entra again' : `The kind is ${kind} from now on`;
    return employee === undefined
      ? `${said}. The person is no employee.`
      : `${said}. The employee is ${employee.status}.`;
  });
  return 'ok';
}
