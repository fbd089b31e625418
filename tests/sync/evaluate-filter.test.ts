import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileFilter } from '../../sync/compile-filter.ts';
import type { EntraUser } from '../../sync/entra-user.ts';
import { evaluateFilter, type InScope } from '../../sync/evaluate-filter.ts';
import type { EntraGroupId } from '../../sync/ids.ts';
import type { IntegrationSettings } from '../../sync/integration-settings.schema.ts';
import { SKIP_REASONS } from '../../sync/skip-reason.ts';
import { entraUser, rulesWith, settingsWith } from './entra-people.ts';

type Switches = Partial<IntegrationSettings['filters']>;

const EXTERNAL = 'ada_home.example#EXT#@contoso.example';
const verdictOn = (about: Partial<EntraUser>, filters: Switches = {}) =>
  evaluateFilter(entraUser(about), rulesWith({ filters }).filter);

describe('the filter', () => {
  // prettier-ignore
  test.each<[string, Partial<EntraUser>, Switches, string]>([
    // guarantee                                                               person                                               switches                                 verdict
    ['lets an enabled member pass',                                            {},                                                  {},                                      'passes'],
    ['keeps a disabled account out',                                           { accountEnabled: false },                           {},                                      'disabled'],
    ['takes an account that says nothing for enabled',                         { accountEnabled: null },                            {},                                      'passes'],
    ['lets a disabled account pass when asked to',                             { accountEnabled: false },                           { includeDisabled: true },               'passes'],
    ['keeps a guest out',                                                      { userType: 'Guest' },                               {},                                      'guest'],
    ['keeps a guest without user type out',                                    { userType: null, userPrincipalName: EXTERNAL },     {},                                      'guest'],
    ['lets an external member pass',                                           { userType: 'Member', userPrincipalName: EXTERNAL }, {},                                      'passes'],
    ['lets a guest pass when asked to',                                        { userType: 'Guest' },                               { includeGuests: true },                 'passes'],
    ['keeps a service account out',                                            { mailNickname: 'svc-x' },                           {},                                      'serviceAccount'],
    ['keeps an agent out',                                                     { agent: true },                                     {},                                      'serviceAccount'],
    ['lets a service account pass when asked to',                              { mailNickname: 'svc-x', agent: true },              { excludeServiceAccounts: false },       'passes'],
    ['keeps an agent out though there are no patterns',                        { agent: true },                                     { serviceAccountPatterns: [] },          'serviceAccount'],
    ['takes nobody for a service account by name without patterns',            { mailNickname: 'svc-x' },                           { serviceAccountPatterns: [] },          'passes'],
    ['takes the patterns of the settings instead of the defaults',             { mailNickname: 'robot-7' },                         { serviceAccountPatterns: ['robot-*'] }, 'serviceAccount'],
    ['lets who may be a mailbox or a room pass, since nobody knows',           { displayName: 'Room 4', mailNickname: 'room-4' },   {},                                      'passes'],
    ['still asks whether a guest is a service account, where guests may come', { userType: 'Guest', mailNickname: 'svc-x' },        { includeGuests: true },                 'serviceAccount'],
  ])('%s', (_guarantee, about, switches, expected) => {
    const verdict = verdictOn(about, switches);
    expect(verdict.kind === 'fails' ? verdict.reason : 'passes').toBe(expected);
  });
});

describe('where groups are chosen', () => {
  const groups = ['0f8fad5b-d9cb-469f-a165-70867728950e' as EntraGroupId]; // a GUID
  // prettier-ignore
  test.each<[string, Partial<EntraUser>, Switches, InScope, string]>([
    // guarantee                                                   person                     filters                                     member     verdict
    ['a member passes',                                            {},                        { groups },                                 true,      'passes'],
    ['who is no member stays out',                                 {},                        { groups },                                 false,     'group'],
    ['that somebody is no member counts before all else',          { accountEnabled: false }, { groups },                                 false,     'group'],
    ['a member is still kept out by the switches',                 { accountEnabled: false }, { groups },                                 true,      'disabled'],
    ['nobody is imported or removed whose membership is unknown',  {},                        { groups },                                 'unknown', 'unknown'],
    ['an unknown membership is not the reason while another is',   { userType: 'Guest' },     { groups },                                 'unknown', 'guest'],
    ['a member has to fit the written filters as well',            {},                        { groups, odata: "mail eq 'x@y.example'" }, true,      'odata'],
    ['no groups are no limit',                                     {},                        { groups: [] },                             false,     'passes'],
    ['without groups nobody asks who is in one',                   {},                        {},                                         false,     'passes'],
  ])('%s', (_guarantee, about, filters, inScope, expected) => {
    const verdict = evaluateFilter(entraUser(about), rulesWith({ filters }).filter, inScope);
    expect(verdict.kind === 'fails' ? verdict.reason : 'passes').toBe(expected);
  });

  test('who does not say whether somebody is a member has decided nothing', () => {
    expect(verdictOn({}, { groups })).toMatchObject({ kind: 'fails', reason: 'unknown' });
  });
});

describe('of several reasons', () => {
  // prettier-ignore
  test.each<[string, Partial<EntraUser>, Switches, string]>([
    // guarantee                                        person                                                     switches                                        counted
    ['disabled counts before guest',                    { accountEnabled: false, userType: 'Guest' },              {},                                             'disabled'],
    ['disabled counts before serviceAccount',           { accountEnabled: false, mailNickname: 'svc-x' },          {},                                             'disabled'],
    ['guest counts before serviceAccount',              { userType: 'Guest', mailNickname: 'svc-x' },              {},                                             'guest'],
    ['guest counts where disabled may come',            { accountEnabled: false, userType: 'Guest' },              { includeDisabled: true },                      'guest'],
    ['serviceAccount counts where the others may come', { accountEnabled: false, userType: 'Guest', agent: true }, { includeDisabled: true, includeGuests: true }, 'serviceAccount'],
  ])('%s', (_guarantee, about, switches, reason) => {
    expect(verdictOn(about, switches)).toMatchObject({ kind: 'fails', reason });
  });

  test('the first in the order of the list is the one, for whatever is switched and whoever comes', () => {
    const anybody = fc.record({
      accountEnabled: fc.constantFrom(true, false, null),
      userType: fc.constantFrom('Member', 'Guest', null),
      userPrincipalName: fc.constantFrom('ada@a.example', EXTERNAL),
      mailNickname: fc.constantFrom('ada', 'svc-x', null),
      agent: fc.boolean(),
    });
    const switches = fc.record({
      includeDisabled: fc.boolean(),
      includeGuests: fc.boolean(),
      excludeSharedMailboxes: fc.boolean(),
      excludeRooms: fc.boolean(),
      excludeServiceAccounts: fc.boolean(),
    });
    fc.assert(
      fc.property(anybody, switches, (about, filters) => {
        const verdict = verdictOn(about, filters);
        const reasons = verdict.clauses.map(({ reason }) => reason);
        expect(reasons).toEqual(SKIP_REASONS.filter((each) => (reasons as readonly string[]).includes(each)));
        const failed = verdict.clauses.filter(({ holds }) => holds === 'false').map(({ reason }) => reason);
        expect(verdict.kind === 'fails' ? verdict.reason : undefined).toBe(failed[0]);
      }),
    );
  });
});

describe('an unknown clause', () => {
  const holds = (about: Partial<EntraUser>, switches: Switches = {}) =>
    Object.fromEntries(verdictOn(about, switches).clauses.map(({ reason, holds: truth }) => [reason, truth]));

  test('is what the filter says of mailboxes, rooms and equipment while they cannot be read', () => {
    expect(holds({})).toEqual({
      disabled: 'true',
      guest: 'true',
      sharedMailbox: 'unknown',
      room: 'unknown',
      equipment: 'unknown',
      serviceAccount: 'true',
    });
  });

  test('is never the reason while another is false', () => {
    expect(verdictOn({ agent: true })).toMatchObject({ kind: 'fails', reason: 'serviceAccount' });
  });

  test('is not there where the switch is off', () => {
    const off = { excludeSharedMailboxes: false, excludeRooms: false };
    expect(Object.values(holds({}, off))).not.toContain('unknown');
  });
});

describe('a written filter', () => {
  const sales: Partial<EntraUser> = { properties: { department: 'Sales' } };
  const odata = "department eq 'sales'";
  const expression = "$.department == 'Sales' && $.mail.endsWith('@contoso.example')";

  // prettier-ignore
  test.each<[string, Partial<EntraUser>, Switches, string]>([
    // guarantee                                          person                                   filters                                          verdict
    ['lets pass whom it takes',                           sales,                                   { odata, expression },                           'passes'],
    ['keeps out whom it does not take',                   {},                                      { odata },                                       'odata'],
    ['keeps out whom the expression does not take',       { ...sales, mail: 'a@b.example' },       { odata, expression },                           'expression'],
    ['of two that are false the OData filter counts',     {},                                      { odata, expression },                           'odata'],
    ['counts after the switches',                         { accountEnabled: false },               { odata },                                       'disabled'],
    ['asks for whatever stands in the user object',       { userPrincipalName: 'x@y.example' },    { odata: "endswith(userPrincipalName,'@Y.example')" }, 'passes'],
    ['that is empty is none',                             {},                                      { odata: '', expression: '' },                   'passes'],
  ])('%s', (_guarantee, about, filters, expected) => {
    const verdict = verdictOn(about, filters);
    expect(verdict.kind === 'fails' ? verdict.reason : 'passes').toBe(expected);
  });

  // prettier-ignore
  test.each<[string, Partial<EntraUser>, Switches, string]>([
    ['about what may not be read leaves it unknown',      {},                                      { odata: 'jobTitle ne null' },                   'unknown'],
    ['is not the reason while a switch keeps out',        { agent: true },                         { odata: 'jobTitle ne null' },                   'serviceAccount'],
    ['is not the reason while the other filter does',     {},                                      { odata: 'jobTitle ne null', expression },       'expression'],
    ['passes where what is unknown cannot count',         {},                                      { odata: 'jobTitle ne null or mail ne null' },   'passes'],
  ])('%s', (_guarantee, about, filters, expected) => {
    const filter = compileFilter(settingsWith({ filters }).filters, new Set(['jobTitle']));
    const verdict = evaluateFilter(entraUser(about), filter);
    expect(verdict.kind === 'fails' ? verdict.reason : 'passes').toBe(expected);
  });
});

test('a switch that keeps nobody out has no clause', () => {
  const nobody = {
    includeDisabled: true,
    includeGuests: true,
    excludeSharedMailboxes: false,
    excludeRooms: false,
    excludeServiceAccounts: false,
  };
  expect(verdictOn({ accountEnabled: false, userType: 'Guest', agent: true }, nobody)).toEqual({
    kind: 'passes',
    clauses: [],
  });
});
