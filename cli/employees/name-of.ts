import type { Employee } from '../responses.schema.ts';

/** What an employee is called by, as far as the tenant's fields tell. */
export const nameOf = (values: Employee['values']): string =>
  values?.['displayName'] ?? [values?.['firstName'], values?.['lastName']].filter(Boolean).join(' ');
