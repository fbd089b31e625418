import { path, type Api } from '../api.ts';
import { findTenantId } from '../find-tenant.ts';

/** Whose keys: a tenant's, or without one the operator's. */
export type KeysOf = { readonly tenant?: string };

export const keysPath = async (api: Api, { tenant }: KeysOf): Promise<string> =>
  tenant === undefined ? '/api/keys' : path`/api/tenants/${await findTenantId(api, tenant)}/keys`;
