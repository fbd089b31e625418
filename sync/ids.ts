declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** Our UUID of a tenant. */
export type TenantId = Branded<'TenantId'>;
/** The directory's GUID at Microsoft, the `tid` claim. */
export type EntraTenantId = Branded<'EntraTenantId'>;
/** The GUID of a user object: a person's only identity, kept over rename and over delete and restore. */
export type EntraObjectId = Branded<'EntraObjectId'>;
/** The GUID of a group in Entra. */
export type EntraGroupId = Branded<'EntraGroupId'>;
/** Our UUID of an employee. */
export type EmployeeId = Branded<'EmployeeId'>;
/** The number of a sync run within its tenant, in decimal: `12` is the twelfth run of that tenant. */
export type RunId = Branded<'RunId'>;
