import { expect, test } from 'vitest';
import { UNREADABLE } from '../../../sync/filter/compare-values.ts';
import { explainFilter } from '../../../sync/filter/explain-filter.ts';
import type { Notation } from '../../../sync/filter/syntax-tree.ts';
import { understood, type Properties } from './judged.ts';

const explained = (notation: Notation, text: string, properties: Properties) =>
  explainFilter(understood(notation, text), (property) => properties[property]);

test('every clause shows its text and what it asks, the value it saw, and whether it holds, in the order of the text', () => {
  const text = "department eq 'Sales' and (city eq 'Bath' or not startsWith(mail,'x'))";
  expect(explained('odata', text, { department: 'sales', city: 'Bonn', mail: 'x@y' })).toEqual({
    holds: 'false',
    clauses: [
      {
        text: "department eq 'Sales'",
        asks: 'department is Sales',
        position: 0,
        length: 21,
        holds: 'true',
        seen: [{ property: 'department', name: 'department', value: 'sales' }],
      },
      {
        text: "city eq 'Bath'",
        asks: 'city is Bath',
        position: 27,
        length: 14,
        holds: 'false',
        seen: [{ property: 'city', name: 'city', value: 'Bonn' }],
      },
      {
        text: "startsWith(mail,'x')",
        asks: 'mail address starts with x',
        position: 49,
        length: 20,
        holds: 'true',
        seen: [{ property: 'mail', name: 'mail address', value: 'x@y' }],
      },
    ],
  });
});

test('a clause that could not change the answer any more is shown as well', () => {
  const { clauses } = explained('expression', "$.city == 'a' || $.sn.length > 2", { city: 'a', surname: 'Li' });
  expect(clauses.map(({ holds }) => holds)).toEqual(['true', 'false']);
});

test('properties are named as Graph spells them and in words, with values within them and entries of lists', () => {
  const properties = {
    employeeOrgData: { costCenter: '1' },
    businessPhones: ['2'],
    assignedLicenses: [{ skuId: '3' }],
  };
  const text =
    "EmployeeOrgData/COSTCENTER eq telephonenumber and sn ne null and assignedlicenses/any(l: l/skuid eq '3')";
  const { clauses } = explained('odata', text, properties);
  expect(clauses.map(({ seen }) => seen)).toEqual([
    [
      { property: 'employeeOrgData/costCenter', name: 'cost center', value: '1' },
      { property: 'businessPhones[0]', name: 'first of business phones', value: '2' },
    ],
    [{ property: 'surname', name: 'last name', value: null }],
    [{ property: 'assignedLicenses', name: 'assigned licenses', value: [{ skuId: '3' }] }],
  ]);
});

test('what may not be read is said to be so', () => {
  const { holds, clauses } = explained('odata', 'mail ne null', { mail: UNREADABLE });
  expect(holds).toBe('unknown');
  expect(clauses).toMatchObject([{ holds: 'unknown', seen: [{ property: 'mail', unreadable: true }] }]);
});

test('a value in parentheses shows its clause whole', () => {
  const text = "($.mail || '').length == 0";
  expect(explained('expression', text, {}).clauses.map((clause) => clause.text)).toEqual([text]);
});
