import leven from 'leven';
import { path, type Api } from './api.ts';
import { CliError } from './cli-error.ts';
import { plainText } from './plain-text.ts';
import { readItems } from './read-items.ts';
import { Tenant } from './responses.schema.ts';

export const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The tenant with this id, or the one with this name, whatever the case. Throws CliError when none or several have it. */
export async function findTenant(api: Api, idOrName: string): Promise<Tenant> {
  if (UUID.test(idOrName)) return api.get(path`/api/tenants/${idOrName.toLowerCase()}`, Tenant);
  const { items } = await readItems(api, '/api/tenants', Tenant, {}, Infinity);
  const found = items.filter(({ name }) => folded(name) === folded(idOrName));
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  if (found.length > 1) {
    throw new CliError('usage', `${found.length} tenants are called “${plainText(idOrName)}”.`, {
      code: 'ambiguousName',
      remedy: 'Name the one you mean by its id:',
      lines: found.map(({ id, name, status }) => `${id}  ${plainText(name)} (${status})`),
    });
  }
  const near = nearest(idOrName, items);
  throw new CliError('notFound', `No tenant is called “${plainText(idOrName)}”.`, {
    code: 'tenantNotFound',
    remedy: near === undefined ? 'See `rollcall tenants list`.' : `Did you mean “${plainText(near)}”?`,
  });
}

/** The id alone: an id is taken at its word, and the request that follows finds out. */
export const findTenantId = async (api: Api, idOrName: string): Promise<string> =>
  UUID.test(idOrName) ? idOrName.toLowerCase() : (await findTenant(api, idOrName)).id;

const folded = (name: string): string => name.normalize('NFC').trim().toLowerCase();

function nearest(name: string, tenants: readonly Tenant[]): string | undefined {
  const wanted = folded(name);
  const begins = tenants.filter((tenant) => folded(tenant.name).startsWith(wanted));
  if (begins.length === 1) return begins[0]?.name;
  const [best] = tenants
    .map((tenant) => ({ name: tenant.name, distance: leven(folded(tenant.name), wanted) }))
    .sort((a, b) => a.distance - b.distance);
  return best !== undefined && best.distance <= Math.max(2, wanted.length / 3) ? best.name : undefined;
}
