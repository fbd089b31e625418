import { describe, expect, test } from 'vitest';
import { judged, refusalOf, type Properties } from './judged.ts';

const LICENSE = '184efa21-98c3-4e5d-95ab-d07053a96e67';
const PLAN = '2e2ddb96-6af9-4b1d-a3f0-d6ecfd22edb2';

/** Every example about people of https://learn.microsoft.com/en-us/graph/filter-query-parameter, December 2024. */
// prettier-ignore
const EXAMPLES: readonly [filter: string, takes: Properties, leaves: Properties][] = [
  ["imAddresses/any(i:i eq 'admin@contoso.com')",                            { imAddresses: ['a@x', 'Admin@contoso.com'] },       { imAddresses: ['a@x'] }],
  [`assignedLicenses/any(s:s/skuId eq ${LICENSE})`,                          { assignedLicenses: [{ skuId: LICENSE }] },          { assignedLicenses: [{ skuId: PLAN }] }],
  ["NOT(imAddresses/any(i:i eq 'admin@contoso.com'))",                       { imAddresses: [] },                                 { imAddresses: ['admin@contoso.com'] }],
  ["startswith(displayName,'mary') or startswith(givenName,'mary') or startswith(surname,'mary') or startswith(mail,'mary') or startswith(userPrincipalName,'mary')",
                                                                             { displayName: 'Ann', mail: 'Mary@contoso.com' },    { displayName: 'Ann', mail: null }],
  ["endswith(mail,'@hotmail.com')",                                          { mail: 'a@HOTMAIL.com' },                           { mail: 'a@hotmail.com.example' }],
  ['assignedLicenses/$count eq 0',                                           { assignedLicenses: [] },                            { assignedLicenses: [{ skuId: PLAN }] }],
  ["department in ('Retail', 'Sales')",                                      { department: 'sales' },                             { department: 'Retail Sales' }],
  [`assignedPlans/any(a:a/servicePlanId eq ${PLAN} and a/capabilityStatus eq 'Suspended')`,
                                                                             { assignedPlans: [{ servicePlanId: PLAN, capabilityStatus: 'Suspended' }] },
                                                                             { assignedPlans: [{ servicePlanId: PLAN, capabilityStatus: 'Enabled' }, { servicePlanId: LICENSE, capabilityStatus: 'Suspended' }] }],
  ["companyName ne null and NOT(companyName eq 'Microsoft')",                { companyName: 'Contoso' },                          { companyName: null }],
  ["companyName in (null, 'Microsoft')",                                     { companyName: null },                               { companyName: 'Contoso' }],
  ["userType eq 'Member'",                                                   { userType: 'Member' },                              { userType: 'Guest' }],
  ["not(userType eq 'Member')",                                              { userType: 'Guest' },                               { userType: 'Member' }],
  ['companyName ne null',                                                    { companyName: 'Contoso' },                          { companyName: null }],
  ["startswith(userPrincipalName, 'admin')",                                 { userPrincipalName: 'Administrator@contoso.com' },  { userPrincipalName: 'ada@contoso.com' }],
  ["endswith(mail,'@outlook.com')",                                          { mail: 'ada@outlook.com' },                         { mail: null }],
  ["mail in ('mail1@domain.com', 'mail2@domain.com')",                       { mail: 'mail2@domain.com' },                        { mail: 'mail3@domain.com' }],
  ["not(endswith(mail, 'contoso.com'))",                                     { mail: null },                                      { mail: 'ada@contoso.com' }],
  ["not(startswith(mail, 'A'))",                                             { mail: 'ben@contoso.com' },                         { mail: 'ada@contoso.com' }],
  ["not(companyName eq 'Contoso E.A.')",                                     { companyName: null },                               { companyName: 'Contoso E.A.' }],
  ["not(userType in ('Member'))",                                            { userType: 'Guest' },                               { userType: 'Member' }],
  ["businessPhones/any(p:startswith(p, '44'))",                              { businessPhones: ['44 20 1'] },                     { businessPhones: ['+44 20 1'] }],
  ['assignedLicenses/$count ne 0',                                           { assignedLicenses: [{}] },                          { assignedLicenses: [] }],
  ['not(assignedLicenses/$count eq 0)',                                      { assignedLicenses: [{}] },                          { assignedLicenses: [] }],
  ["proxyAddresses/any(p:endswith(p,'contoso.com'))",                        { proxyAddresses: ['smtp:a@x', 'SMTP:a@contoso.com'] }, { proxyAddresses: null }],
  // The same for other objects of Graph, asked of a person.
  ['accountEnabled eq true',                                                 { accountEnabled: true },                            { accountEnabled: null }],
  ['accountEnabled ne true',                                                 { accountEnabled: false },                           { accountEnabled: true }],
  ['createdDateTime le 2021-01-02T12:00:00Z',                                { createdDateTime: '2021-01-02T12:00:00Z' },         { createdDateTime: '2021-01-02T12:00:01Z' }],
  ['createdDateTime ge 2021-01-02T12:00:00Z',                                { createdDateTime: '2021-01-02T13:30:00+01:00' },    { createdDateTime: null }],
  ['createdDateTime ge 2017-04-01 and createdDateTime lt 2017-05-01',        { createdDateTime: '2017-04-30T23:59:59.999Z' },     { createdDateTime: '2017-05-01T00:00:00Z' }],
  ["contains(jobTitle, 'engine')",                                           { jobTitle: 'Chief Engineer' },                      { jobTitle: 'Chef' }],
];

describe('what Microsoft’s page on $filter shows means the same here', () => {
  test.each(EXAMPLES)('%s', (filter, takes, leaves) => {
    expect(judged('odata', filter, takes)).toBe('true');
    expect(judged('odata', filter, leaves)).toBe('false');
  });
});

describe('what it shows and a person does not have is refused', () => {
  test.each([
    ["scenarios has 'secureFoundation'", 'unknownName', 'scenarios'],
    ["userType has 'Member'", 'notOffered', 'has'],
    ["certificateUserIds/any(x:x eq '9876543210@mil')", 'unknownName', 'certificateUserIds'],
    ['manager/createdDateTime ge 2021-01-02T12:00:00Z', 'notOffered', 'manager/createdDateTime'],
  ])('%s', (filter, reason, at) => {
    const { position, length, ...refusal } = refusalOf('odata', filter);
    expect(refusal).toMatchObject({ reason });
    expect(filter.slice(position, position + length)).toBe(at);
  });
});
