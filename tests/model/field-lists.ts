import { DEFAULT_FIELDS, type Field } from '../../sync/field.schema.ts';

/** The fields that an admin may have chosen. */
export const FIELD_LISTS: readonly (readonly Field[])[] = [
  DEFAULT_FIELDS,
  [
    { key: 'displayName', label: 'Name', source: 'displayName' },
    { key: 'email', label: 'Mail', source: 'email' },
  ],
  [
    ...DEFAULT_FIELDS.slice(2, 7),
    { key: 'costCenter', label: 'Cost Center', source: 'employeeOrgData/costCenter' },
    { key: 'others', label: 'Other Mails', source: 'otherMails' },
    { key: 'enabled', label: 'Enabled', source: 'accountEnabled' },
  ],
  // The same keys from other places.
  DEFAULT_FIELDS.map((field) => (field.key === 'jobTitle' ? { ...field, source: 'department' } : field)),
  // What is seen of another person.
  [
    ...DEFAULT_FIELDS.slice(0, 5),
    { key: 'manager', label: 'Manager', source: 'manager/displayName' },
    { key: 'managerMail', label: 'Manager Mail', source: 'manager/mail' },
    { key: 'managerTitle', label: 'Manager Title', source: 'manager/jobTitle' },
  ],
  [
    { key: 'email', label: 'Mail', source: 'email' },
    { key: 'manager', label: 'Manager', source: 'manager/mail' },
  ],
  // What stays though its source changes; the address follows, whatever is said of it.
  [
    { key: 'displayName', label: 'Name', source: 'displayName', policy: 'onlyWhenNew' },
    { key: 'email', label: 'Mail', source: 'email', policy: 'onlyWhenNew' },
    { key: 'jobTitle', label: 'Job Title', source: 'jobTitle', policy: 'onlyWhenNew' },
    { key: 'department', label: 'Department', source: 'department', policy: 'neverClear' },
    { key: 'phone', label: 'Phone', source: 'businessPhones[0]', policy: 'neverClear' },
  ],
  [
    { key: 'department', label: 'Department', source: 'department', policy: 'onlyWhenNew' },
    { key: 'jobTitle', label: 'Job Title', source: 'jobTitle', policy: 'neverClear' },
    { key: 'manager', label: 'Manager', source: 'manager/displayName', policy: 'neverClear' },
    { key: 'managerTitle', label: 'Manager Title', source: 'manager/jobTitle', policy: 'onlyWhenNew' },
  ],
];

/** Which of them have fields with a policy. */
export const WITH_POLICIES: readonly number[] = FIELD_LISTS.flatMap((fields, index) =>
  fields.some(({ policy }) => policy !== undefined) ? [index] : [],
);

/** Which of them show something of the manager. */
export const OF_MANAGERS: readonly number[] = FIELD_LISTS.flatMap((fields, index) =>
  fields.some(({ source }) => source.startsWith('manager/')) ? [index] : [],
);
