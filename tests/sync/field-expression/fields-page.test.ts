import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { parseFieldSource } from '../../../sync/field-source.ts';
import { LDAP_NAMES, LIST_PROPERTIES, TEXT_PROPERTIES } from '../../../sync/graph-properties.ts';
import { FIELDS_PAGE, fieldsPage } from './fields-page.ts';
import { EXAMPLES } from './page-examples.ts';

it('docs/fields.md is what the tables say (after a change: node --import tsx tests/sync/field-expression/write-docs.ts)', async () => {
  expect(await readFile(FIELDS_PAGE, 'utf8')).toBe(fieldsPage());
});

it('what the page offers is really understood', () => {
  for (const { source } of EXAMPLES) expect(parseFieldSource(source)).toMatchObject({ kind: 'understood' });
  for (const name of [...TEXT_PROPERTIES, ...LIST_PROPERTIES, ...LDAP_NAMES.keys()]) {
    expect([name, parseFieldSource(name).kind, parseFieldSource(`= Coalesce([${name}])`).kind]).toEqual([
      name,
      'understood',
      'understood',
    ]);
  }
});
