import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { describeSuggestion } from '../../sync/describe-suggestion.ts';
import { explainPerson } from '../../sync/explain-person.ts';
import type { EntraGroupId } from '../../sync/ids.ts';
import type { EmailSource, IntegrationSettings } from '../../sync/integration-settings.schema.ts';
import type { PersonFacts } from '../../sync/person-facts.ts';
import { MAILBOX_ANSWERS } from '../../sync/mailbox-answer.ts';
import type { Cure, Suggestion } from '../../sync/suggest-cures.ts';
import { compileRules } from '../../sync/rules.ts';
import { employeeId, entraUser, settingsWith } from './entra-people.ts';

/** Somebody, and the settings, before anything is made ready: a test does what a suggestion says as an admin would. */
type Case = {
  readonly settings: IntegrationSettings;
  readonly user: ReturnType<typeof entraUser>;
  readonly inScope: PersonFacts['inScope'];
  readonly knownKind: NonNullable<PersonFacts['knownKind']>;
};
const someone = (about: Partial<Case> = {}): Case => ({
  settings: settingsWith(),
  user: entraUser(),
  inScope: 'unknown',
  knownKind: {},
  ...about,
});
const explain = ({ settings, ...facts }: Case) =>
  explainPerson({ ...facts, rules: compileRules(settings, []), employee: undefined, holderOf: () => undefined });

/** Does it: in the saved settings, in Entra, or by hand. */
function follow(who: Case, cure: Cure): Case {
  const { settings, user } = who;
  const filters = (change: Partial<IntegrationSettings['filters']>): Case => ({
    ...who,
    settings: { ...settings, filters: { ...settings.filters, ...change } },
  });
  switch (cure.cure) {
    case 'switch':
      return filters({ [cure.setting]: !settings.filters[cure.setting] });
    case 'dropPattern':
      return filters({
        serviceAccountPatterns: settings.filters.serviceAccountPatterns.filter((each) => each !== cure.pattern),
      });
    case 'drop':
      return filters(cure.what === 'groups' ? { groups: [] } : { [cure.what]: '' });
    case 'fit':
      return { ...who, user: { ...user, properties: { ...user.properties, department: 'Sales' } } };
    case 'useSource':
      return { ...who, settings: { ...settings, email: { sources: [...settings.email.sources, cure.source] } } };
    case 'setAddress':
      return { ...who, user: { ...user, ...addressIn(cure.source) } };
    case 'enable':
      return { ...who, user: { ...user, accountEnabled: true } };
    case 'join':
      return { ...who, inScope: true };
    case 'callPerson':
      return { ...who, knownKind: { ...who.knownKind, byHand: 'person' } };
  }
}

function addressIn(source: EmailSource): Partial<Case['user']> {
  const address = 'new@contoso.example';
  switch (source) {
    case 'proxyAddresses':
      return { proxyAddresses: [`SMTP:${address}`] };
    case 'otherMails':
      return { otherMails: [address] };
    case 'mail':
    case 'userPrincipalName':
      return { [source]: address };
  }
}

/** Every way to do what is suggested: each cure once, with the first one of whatever else is in the way. */
const waysOf = ({ obstacles }: Suggestion): Cure[][] =>
  obstacles.flatMap(({ cures }, index) =>
    cures.map((cure) => obstacles.flatMap((each, at) => (at === index ? [cure] : each.cures.slice(0, 1)))),
  );

const SALES = { odata: "department eq 'Sales'" };
const CASES: readonly (readonly [string, Partial<Case>, string])[] = [
  ['is disabled', { user: entraUser({ accountEnabled: false }) }, 'includeDisabled enable'],
  ['is a guest', { user: entraUser({ userType: 'Guest' }) }, 'includeGuests callPerson'],
  ['is a shared mailbox', { knownKind: { mailbox: 'sharedMailbox' } }, 'excludeSharedMailboxes callPerson'],
  ['is a room by hand', { knownKind: { byHand: 'room' } }, 'excludeRooms callPerson'],
  ['is equipment', { knownKind: { mailbox: 'equipment' } }, 'excludeRooms callPerson'],
  [
    'has the name of a service',
    { user: entraUser({ userPrincipalName: 'svc-a@contoso.example', mailNickname: null }) },
    'excludeServiceAccounts svc-* callPerson',
  ],
  ['is an agent, whatever the name', { user: entraUser({ agent: true }) }, 'excludeServiceAccounts callPerson'],
  [
    'is in none of the groups',
    { settings: settingsWith({ filters: { groups: ['g' as never] } }), inScope: false },
    'join groups',
  ],
  ['may be in a group', { settings: settingsWith({ filters: { groups: ['g' as never] } }) }, 'join groups'],
  ['is in another department', { settings: settingsWith({ filters: SALES }) }, 'odata fit'],
  [
    'is in another department by the expression',
    { settings: settingsWith({ filters: { expression: '$.department == "Sales"' } }) },
    'expression fit',
  ],
  ['has no mailbox', { user: entraUser({ mail: null }) }, 'userPrincipalName proxyAddresses mail otherMails'],
  [
    'has no address at all',
    { user: entraUser({ mail: null, userPrincipalName: 'a#EXT#@x.example' }) },
    'proxyAddresses mail otherMails',
  ],
  [
    'is a disabled guest',
    { user: entraUser({ userType: 'Guest', accountEnabled: false }) },
    'includeDisabled enable | includeGuests callPerson',
  ],
];

const nameOf = (cure: Cure): string => {
  if ('setting' in cure) return cure.setting;
  if ('pattern' in cure) return cure.pattern;
  if ('source' in cure) return cure.source;
  if (cure.cure === 'drop') return cure.what;
  return cure.cure;
};

describe('what would have to change', () => {
  test.each(CASES)('for somebody who %s is true, each of it', (_who, about, cures) => {
    const who = someone(about);
    const { suggestion, outcome } = explain(who);
    if (suggestion === undefined) throw new Error('Nothing was suggested.');
    expect(outcome.kind).toBe('notImported');
    expect(suggestion.obstacles.map((each) => each.cures.map(nameOf).join(' ')).join(' | ')).toBe(cures);
    for (const way of waysOf(suggestion)) {
      expect(explain(way.reduce(follow, who)).outcome, JSON.stringify(way)).toMatchObject({ kind: 'imported' });
    }
  });

  test('is nothing for somebody who is imported', () => {
    expect(explain(someone()).suggestion).toBeUndefined();
  });

  test('is true whoever it is, and by whatever settings', () => {
    const some = fc.record({
      accountEnabled: fc.constantFrom(true, false, null),
      userType: fc.constantFrom('Member', 'Guest', null),
      agent: fc.boolean(),
      mail: fc.constantFrom('ada@contoso.example', 'none', null),
      userPrincipalName: fc.constantFrom('ada@contoso.example', 'svc-ada@contoso.example', 'ada#EXT#@contoso.example'),
      department: fc.constantFrom('Sales', 'People', null),
      mailbox: fc.constantFrom(undefined, ...MAILBOX_ANSWERS),
      byHand: fc.constantFrom(undefined, undefined, 'guest' as const, 'room' as const, 'serviceAccount' as const),
      inScope: fc.constantFrom<PersonFacts['inScope']>(true, false, 'unknown'),
      sources: fc.constantFrom<EmailSource[]>(['mail'], ['proxyAddresses', 'otherMails'], ['userPrincipalName']),
      filters: fc.record({
        includeDisabled: fc.boolean(),
        includeGuests: fc.boolean(),
        excludeRooms: fc.boolean(),
        groups: fc.constantFrom<EntraGroupId[]>([], ['g' as EntraGroupId]), // any text: it is not looked at
        odata: fc.constantFrom('', SALES.odata),
        expression: fc.constantFrom('', '$.department == "Sales"'),
      }),
    });
    let suggested = 0;
    fc.assert(
      fc.property(some, ({ department, mailbox, byHand, inScope, sources, filters, ...about }) => {
        const user = entraUser({ ...about, properties: { department } });
        const settings = settingsWith({ email: { sources }, filters });
        const who = someone({ user, settings, inScope, knownKind: { mailbox, byHand } });
        const { suggestion, outcome } = explain(who);
        expect(suggestion === undefined || outcome.kind === 'notImported').toBe(true);
        if (suggestion === undefined) return;
        suggested += 1;
        for (const way of waysOf(suggestion)) expect(explain(way.reduce(follow, who)).outcome.kind).toBe('imported');
      }),
      { numRuns: 500 },
    );
    expect(suggested).toBeGreaterThan(100);
  });

  test('is said in a sentence, with what the person would be', () => {
    const told = (about: Partial<Case>) => {
      const { suggestion } = explain(someone(about));
      return suggestion && describeSuggestion(suggestion);
    };
    expect(told({ user: entraUser({ accountEnabled: false }) })).toBe(
      'Turning off “leave out disabled accounts”, or enabling the account in Entra, would import them as ada@contoso.example, a person.',
    );
    expect(told({ user: entraUser({ accountEnabled: false, userType: 'Guest' }) })).toBe(
      'It takes 2 changes: (1) turning off “leave out disabled accounts”, or enabling the account in Entra; (2) turning off “leave out guests”, or saying by hand that this is a person. Together they would import them as ada@contoso.example, a guest.',
    );
  });

  test('says so where the address is taken', () => {
    const { suggestion } = explainPerson({
      ...someone({ user: entraUser({ accountEnabled: false }) }),
      rules: compileRules(settingsWith(), []),
      employee: undefined,
      holderOf: () => ({ employeeId: employeeId('employee-2'), name: 'Ada Elder' }),
    });
    expect(suggestion && describeSuggestion(suggestion)).toContain('Ada Elder holds the address, so as a duplicate.');
  });
});
