import { describe, expect, test } from 'vitest';
import { parseFieldSource } from '../../sync/field-source.ts';
import { LDAP_NAMES, LIST_PROPERTIES, TEXT_PROPERTIES } from '../../sync/graph-properties.ts';
import { findProperties, OFFERED_PROPERTIES, titleOf } from '../../sync/offered-properties.ts';

describe('the properties that are offered', () => {
  test.each(OFFERED_PROPERTIES.map((each) => [each.path, each] as const))(
    '%s can be a source as it stands',
    (path, each) => {
      expect(parseFieldSource(path)).toMatchObject({ kind: 'understood', text: path });
      expect(each.means).toMatch(/^\p{Lu}.*\.$/u);
      expect(each.label).not.toBe('');
    },
  );

  test('are all that a listing can read, each once', () => {
    const paths = OFFERED_PROPERTIES.map(({ path }) => path);
    expect(new Set(paths).size).toBe(paths.length);
    for (const name of TEXT_PROPERTIES) expect(paths).toContain(name);
    for (const name of LIST_PROPERTIES) expect(paths.some((path) => path.startsWith(name))).toBe(true);
  });

  test.each([...LDAP_NAMES])('are found by the name of LDAP %s', (name, path) => {
    expect(findProperties(name).map((each) => each.path)).toContain(path);
  });

  // prettier-ignore
  test.each([
    ['by words of their meaning, in any order and case', 'HIRE day',      ['employeeHireDate']],
    ['by words of their meaning',                        'PERSON begins', ['employeeHireDate']],
    ['by their label',                                   'cost center',   ['employeeOrgData/costCenter']],
    ['by their path',                                    'postalc',       ['postalCode']],
    ['not by nothing',                                   '  ',            []],
    ['not by words that none has',                       'salary',        []],
  ])('are found %s', (_how, query, paths) => {
    expect(findProperties(query).map(({ path }) => path)).toEqual(paths);
  });

  // prettier-ignore
  test.each([
    ['jobTitle', 'Job Title'], ['sn', 'Last Name'], ['email', 'Email'], ['businessPhones[0]', 'Business Phones'],
    ['manager/displayName', 'Manager Display Name'], ['userPrincipalName', 'User Principal Name'], ['nothing', 'New Field'],
  ])('a column of %s is called %s', (source, title) => {
    expect(titleOf(source)).toBe(title);
  });
});
