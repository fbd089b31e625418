import * as z from 'zod';
import { plainText, writtenText } from './plain-text.schema.ts';

/**
 * What a sync does with the value of a field. `always`: it follows the source. `onlyWhenNew`: it is set when the employee
 * is created, or the field added, and not touched later. `neverClear`: it follows the source, but an empty source keeps it.
 */
export const FIELD_POLICIES = ['always', 'onlyWhenNew', 'neverClear'] as const;
export type FieldPolicy = (typeof FIELD_POLICIES)[number];

/**
 * A column of Employees. `source` is a Graph property path (`jobTitle`, `businessPhones[0]`,
 * `employeeOrgData/costCenter`), an LDAP name people know (`sn`), which is normalised on save, or the word
 * `email` for the address that the e-mail rule chose, or an expression after `=` (docs/fields.md).
 */
export const Field = z.strictObject({
  key: z.string().regex(/^[a-zA-Z][a-zA-Z0-9_]{0,39}$/, 'A key is a letter, then up to 39 letters, digits or _.'),
  label: plainText(80),
  source: writtenText(2_010).min(1),
  policy: z.enum(FIELD_POLICIES).optional(),
});
export type Field = z.infer<typeof Field>;

/** Fields in display order: keys once, labels once, and no more than Graph lists in one request. */
export const Fields = z
  .array(Field)
  .min(1, 'Keep at least one field.')
  .max(100)
  .superRefine((fields, context) => {
    for (const name of ['key', 'label'] as const) {
      const seen = new Set<string>();
      fields.forEach((field, index) => {
        const value = field[name].toLowerCase();
        if (seen.has(value))
          context.addIssue({ code: 'custom', path: [index, name], message: `This ${name} is used twice.` });
        seen.add(value);
      });
    }
  });

/** The columns that every tenant starts with, in order. */
export const DEFAULT_FIELDS: readonly Field[] = [
  { key: 'firstName', label: 'First Name', source: 'givenName' },
  { key: 'lastName', label: 'Last Name', source: 'surname' },
  { key: 'displayName', label: 'Display Name', source: 'displayName' },
  { key: 'email', label: 'Email', source: 'email' },
  { key: 'phone', label: 'Phone', source: 'businessPhones[0]' },
  { key: 'jobTitle', label: 'Job Title', source: 'jobTitle' },
  { key: 'department', label: 'Department', source: 'department' },
  { key: 'mobile', label: 'Mobile', source: 'mobilePhone' },
  { key: 'fax', label: 'Fax', source: 'faxNumber' },
  { key: 'company', label: 'Company', source: 'companyName' },
  { key: 'street', label: 'Street', source: 'streetAddress' },
  { key: 'city', label: 'City', source: 'city' },
  { key: 'state', label: 'State', source: 'state' },
  { key: 'zip', label: 'ZIP', source: 'postalCode' },
  { key: 'country', label: 'Country', source: 'country' },
];
