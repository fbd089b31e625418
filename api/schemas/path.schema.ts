import * as z from 'zod';
import type { EmployeeId, EntraObjectId, RunId, TenantId } from '../../sync/ids.ts';

/** Parts of an address. One that cannot be an id of ours is answered as one that is not there. */
const id = z.uuid().toLowerCase();

export const TenantPath = z.strictObject({
  id: id.transform((text) => text as TenantId).meta({ description: 'The tenant’s id.' }), // a UUID, checked above
});
export const RunPath = TenantPath.extend({
  runId: z
    .string()
    .regex(/^[1-9]\d{0,17}$/)
    .transform((text) => text as RunId) // a number in decimal, checked above
    .meta({ description: 'The number of the run within its tenant.' }),
});
export const EmployeePath = TenantPath.extend({
  employeeId: id.transform((text) => text as EmployeeId).meta({ description: 'The employee’s id.' }), // a UUID
});
export const PersonPath = TenantPath.extend({
  entraObjectId: z
    .guid()
    .toLowerCase()
    .transform((text) => text as EntraObjectId) // a GUID, checked above
    .meta({ description: 'The object id of the person in Entra.' }),
});
export const ValuePath = EmployeePath.extend({
  fieldKey: z
    .string()
    .regex(/^[a-zA-Z][a-zA-Z0-9_]{0,39}$/)
    .meta({ description: 'The key of the field.' }),
});
const KeyId = id.meta({ description: 'The key’s id, as the list of keys shows it.' });
export const KeyPath = z.strictObject({ keyId: KeyId });
export const TenantKeyPath = TenantPath.extend({ keyId: KeyId });
