import { DIRECTORY_EXTENSION } from '../graph-properties.ts';
import type { PropertyPath } from './syntax-tree.ts';

/** Names that do not read well when only cut at their capitals. */
const WORDS: Readonly<Record<string, string>> = {
  mail: 'mail address',
  userPrincipalName: 'user principal name (UPN)',
  id: 'object id',
  otherMails: 'other mail addresses',
  proxyAddresses: 'proxy addresses',
  imAddresses: 'IM addresses',
  companyName: 'company',
  givenName: 'first name',
  surname: 'last name',
  createdDateTime: 'creation date',
  employeeHireDate: 'hire date',
};

type Named = Pick<PropertyPath, 'property'> & Partial<Pick<PropertyPath, 'key' | 'index'>>;

/** A property as a sentence calls it: “job title”, “first of business phones”, “cost center”. */
export function nameInWords({ property, key, index }: Named): string {
  const name =
    WORDS[property] ??
    (DIRECTORY_EXTENSION.test(property) ? property.slice('extension_'.length + 33) : split(property));
  if (key !== undefined) return split(key);
  if (index === undefined) return name;
  return index === 0 ? `first of ${name}` : `number ${index + 1} of ${name}`;
}

const split = (name: string): string =>
  name.replaceAll(/([a-z])([A-Z0-9])/g, '$1 $2').replaceAll(/[A-Z][a-z]/g, (start) => start.toLowerCase());
