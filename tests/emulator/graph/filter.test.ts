import { expect, it } from 'vitest';
import { EVENTUAL, graphStage, itemsOf, person } from './graph-stage.ts';

const stage = graphStage({
  people: [
    person('Ada', {
      department: 'Sales',
      city: null,
      companyName: 'Contoso',
      employeeId: '1',
      otherMails: ['a@home.example'],
    }),
    person('Ben', {
      department: 'sales',
      city: 'Bath',
      companyName: 'Other',
      accountEnabled: false,
      mail: "o'ben@x.example",
    }),
    person('Cid', { department: 'Research', city: 'Bonn', createdDateTime: '2024-05-01T00:00:00Z', userType: 'Guest' }),
    person('Dee', { department: null, city: 'Bath', userPrincipalName: 'dee_home#EXT#@contoso.example' }),
  ],
});

/** https://learn.microsoft.com/en-us/graph/aad-advanced-queries#user-properties */
// prettier-ignore
it.each([
  ["department eq 'SALES'",                                    'plain',    'Ada Ben'],
  ["department in ('Sales', 'Research')",                      'plain',    'Ada Ben Cid'],
  ["startsWith(displayName,'b')",                              'plain',    'Ben'],
  ["startsWith(displayName,'b') or city eq 'Bonn'",            'plain',    'Ben Cid'],
  ["city eq 'Bath' and department eq 'Sales' or employeeId eq '1'",   'plain', 'Ada Ben'],
  ["city eq 'Bath' and (department eq 'Research' or employeeId eq '1')", 'plain', ''],
  ['accountEnabled eq false',                                  'plain',    'Ben'],
  ["mail eq 'o''ben@x.example'",                               'plain',    'Ben'],
  ["userPrincipalName eq 'dee_home%23EXT%23@contoso.example'", 'plain',    'Dee'],
  ["proxyAddresses/any(p:startsWith(p,'smtp:o'))",             'plain',    'Ben'],
  ["otherMails/any(m:m eq 'A@home.example')",                  'plain',    'Ada'],
  ['createdDateTime ge 2024-01-01T00:00:00Z',                  'plain',    'Cid'],
  ["userType eq 'Guest'",                                      'plain',    'Cid'],
  ["companyName eq 'Contoso'",                                 'advanced', 'Ada'],
  ["department ne 'Sales'",                                    'advanced', 'Cid Dee'],
  ['city eq null',                                             'advanced', 'Ada'],
  ['department ne null',                                       'advanced', 'Ada Ben Cid'],
  ["not(department eq 'Sales')",                               'advanced', 'Cid Dee'],
  ["not startsWith(city,'b')",                                 'advanced', 'Ada'],
  ["endsWith(mail,'x.example')",                               'advanced', 'Ben'],
] as const)('the filter %s (%s) finds %s', async (filter, kind, expected) => {
  const path = `/users?$select=displayName&$filter=${filter}`;
  const plain = await stage.get(path);
  if (kind === 'advanced') expect(plain).toMatchObject({ status: 400, code: 'Request_UnsupportedQuery' });
  const headers = kind === 'advanced' ? EVENTUAL : {};
  const pages = await stage.pages(kind === 'advanced' ? `${path}&$count=true` : path, { headers });
  const names = itemsOf(pages).map(({ displayName }) => displayName);
  expect(new Set(names)).toEqual(new Set(expected.split(' ').filter(Boolean)));
  expect(names).toHaveLength(new Set(names).size);
});

it('a filter holds for the count as well, and a search finds beginnings of words', async () => {
  const count = await stage.get("/users/$count?$filter=department ne 'Sales'", { headers: EVENTUAL });
  expect(count.text).toBe('2');
  expect((await stage.get('/users/$count', { headers: EVENTUAL })).text).toBe('4');
  const { items } = await stage.get('/users?$search="displayName:be"', { headers: EVENTUAL });
  expect(items).toMatchObject([{ displayName: 'Ben' }]);
});
