import { expect, test } from 'vitest';
import { readProperty } from '../../sync/read-property.ts';
import { entraUser } from './entra-people.ts';

test('a property is read as Graph gave it, and what was checked on the way in as it was checked', () => {
  const user = entraUser({ mail: null, properties: { mail: 17, city: 'Bath', employeeOrgData: { division: 'x' } } });
  expect(readProperty(user, 'city')).toBe('Bath');
  expect(readProperty(user, 'employeeOrgData')).toEqual({ division: 'x' });
  expect(readProperty(user, 'mail')).toBeNull();
  expect(readProperty(user, 'userPrincipalName')).toBe('ada@contoso.example');
  expect(readProperty(user, 'state')).toBeUndefined();
});
