import { readFile } from 'node:fs/promises';
import { describe, expect, it, test } from 'vitest';
import { METHOD_LIST } from '../../../sync/filter/methods.ts';
import { parseFilter } from '../../../sync/filter/parse-filter.ts';
import { FILTER_PROPERTIES } from '../../../sync/filter/resolve-name.ts';
import { FILTERS_PAGE, filtersPage } from './filters-page.ts';
import { understood } from './judged.ts';

it('docs/filters.md is what the tables say (after a change: node --import tsx tests/sync/filter/write-docs.ts)', async () => {
  expect(await readFile(FILTERS_PAGE, 'utf8')).toBe(filtersPage());
});

describe('what the page offers is really understood:', () => {
  test.each(FILTER_PROPERTIES)('the property %s, in both notations', (name) => {
    understood('odata', `${name} ne null`);
    understood('expression', `$.${name} != null`);
    understood('odata', `${name.toUpperCase()} ne null`);
  });

  test.each(METHOD_LIST)('the method %s', (name, { odata, expression, argument }) => {
    const value = argument === undefined ? '' : "'x'";
    if (odata !== undefined) understood('odata', `${odata}(department${value && `,${value}`}) ne null`);
    const called = name === 'length' ? 'length' : `${expression}(${value})`;
    const text = name === 'test' ? '/x/.test($.department)' : `$.department.${called} != null`;
    if (expression !== undefined) expect(parseFilter('expression', text)).toMatchObject({ kind: 'understood' });
  });
});
