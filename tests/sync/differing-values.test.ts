import { describe, expect, test } from 'vitest';
import { differingValues } from '../../sync/differing-values.ts';
import type { EmployeeValues } from '../../sync/map-fields.ts';

describe('a change tells', () => {
  // prettier-ignore
  test.each<[string, EmployeeValues, EmployeeValues, EmployeeValues, EmployeeValues]>([
    // guarantee                                       stored                      wanted                        before                 after
    ['only the fields that differ',                    { city: 'Oslo', zip: '1' }, { city: 'Bergen', zip: '1' }, { city: 'Oslo' },      { city: 'Bergen' }],
    ['a value that was cleared',                       { city: 'Oslo' },           { city: null },               { city: 'Oslo' },      { city: null }],
    ['a value that was set for the first time',        { city: null },             { city: 'Oslo' },             { city: null },        { city: 'Oslo' }],
    ['a new case of letters',                          { city: 'oslo' },           { city: 'Oslo' },             { city: 'oslo' },      { city: 'Oslo' }],
    ['a field that is new',                            {},                         { city: 'Oslo' },             { city: null },        { city: 'Oslo' }],
    ['a field that is gone',                           { city: 'Oslo' },           {},                           { city: 'Oslo' },      { city: null }],
    ['nothing of a new field that is not set',         {},                         { city: null },               {},                    {}],
    ['nothing of a field that moved to another place', { a: '1', b: '2' },         { b: '2', a: '1' },           {},                    {}],
    ['nothing where nothing differs',                  { city: 'Oslo' },           { city: 'Oslo' },             {},                    {}],
    ['no more of a field with an odd name',            {},                         { constructor: 'x' },         { constructor: null }, { constructor: 'x' }],
  ])('%s', (_guarantee, stored, wanted, before, after) => {
    expect(differingValues(stored, wanted)).toEqual({ before, after });
  });
});
