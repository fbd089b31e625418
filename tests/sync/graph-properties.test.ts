import { expect, test } from 'vitest';
import {
  LDAP_NAMES,
  LIST_PROPERTIES,
  NOT_IN_A_LISTING,
  OBJECT_PROPERTIES,
  TEXT_PROPERTIES,
} from '../../sync/graph-properties.ts';
import { parseFieldSource } from '../../sync/field-source.ts';

test('no property has two shapes', () => {
  const all = [...TEXT_PROPERTIES, ...LIST_PROPERTIES, ...Object.keys(OBJECT_PROPERTIES), ...NOT_IN_A_LISTING].map(
    (each) => each.toLowerCase(),
  );
  expect(new Set(all).size).toBe(all.length);
});

test('every LDAP name is written in lower case and means a source that is understood', () => {
  for (const [name, source] of LDAP_NAMES) {
    expect(name).toBe(name.toLowerCase());
    expect(parseFieldSource(source)).toMatchObject({ kind: 'understood', text: source });
  }
});

test('no LDAP name hides a property of Graph', () => {
  const properties: string[] = [...TEXT_PROPERTIES, ...LIST_PROPERTIES].map((each) => each.toLowerCase());
  expect([...LDAP_NAMES.keys()].filter((name) => properties.includes(name))).toEqual([]);
});
