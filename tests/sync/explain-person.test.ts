import { describe, expect, test } from 'vitest';
import { describeOutcome } from '../../sync/describe-explanation.ts';
import type { EntraUser } from '../../sync/entra-user.ts';
import { evaluatePerson } from '../../sync/evaluate-person.ts';
import { explainPerson } from '../../sync/explain-person.ts';
import type { KnownPerson, PersonFacts } from '../../sync/person-facts.ts';
import { employeeId, entraUser, fingerprint, rulesWith } from './entra-people.ts';

const known = (about: Partial<KnownPerson> = {}): KnownPerson => ({
  employeeId: employeeId('employee-1'),
  status: 'active',
  pinned: false,
  lastChange: undefined,
  ...about,
});
const facts = (about: Partial<PersonFacts> = {}): PersonFacts => ({
  user: entraUser(),
  rules: rulesWith(),
  inScope: 'unknown',
  employee: undefined,
  holderOf: () => undefined,
  ...about,
});
const disabled = entraUser({ accountEnabled: false });
const cleaning = rulesWith({ cleanUp: { enabled: true } });
const scoped = rulesWith({ filters: { groups: ['g' as never] } }); // any text: it is not looked at
const other = { employeeId: employeeId('employee-2'), name: 'Ada Elder' };

describe('the outcome', () => {
  test.each<readonly [string, Partial<PersonFacts>, object]>([
    ['is new', {}, { kind: 'imported', how: 'create' }],
    ['is an employee', { employee: known() }, { kind: 'imported', how: 'stays' }],
    ['was removed', { employee: known({ status: 'removed' }) }, { kind: 'imported', how: 'restore' }],
    ['finds the address taken', { holderOf: () => other }, { kind: 'duplicate', of: other }],
    ['takes on a taken address', { employee: known(), holderOf: () => other }, { kind: 'duplicate', of: other }],
    ['is disabled', { user: disabled }, { kind: 'notImported', reason: 'disabled', next: 'staysOut' }],
    ['is disabled, clean-up off', { user: disabled, employee: known() }, { reason: 'disabled', next: 'missing' }],
    ['is disabled, clean-up on', { user: disabled, employee: known(), rules: cleaning }, { next: 'remove' }],
    ['is disabled and kept', { user: disabled, employee: known({ pinned: true }), rules: cleaning }, { next: 'stays' }],
    [
      'is disabled and missing already',
      { user: disabled, employee: known({ status: 'missing' }) },
      { reason: 'disabled', next: 'staysMissing' },
    ],
    [
      'is missing and cleaned up next',
      { user: disabled, employee: known({ status: 'missing' }), rules: cleaning },
      { next: 'remove' },
    ],
    ['was removed and stays so', { user: disabled, employee: known({ status: 'removed' }) }, { next: 'staysOut' }],
    ['has no address', { user: entraUser({ mail: null }) }, { reason: 'noEmail' }],
    ['is in none of the groups', { rules: scoped, inScope: false }, { reason: 'group', next: 'staysOut' }],
    ['may be in a group', { rules: scoped, employee: known() }, { reason: 'unknown', next: 'stays' }],
    ['is in a group', { rules: scoped, inScope: true }, { kind: 'imported' }],
  ])('of somebody who %s', (_who, about, outcome) => {
    expect(explainPerson(facts(about)).outcome).toMatchObject(outcome);
  });

  test.each<EntraUser>([
    entraUser(),
    disabled,
    entraUser({ userType: 'Guest' }),
    entraUser({ agent: true }),
    entraUser({ mail: null }),
  ])('is the one that a run comes to', (user) => {
    const { outcome } = explainPerson(facts({ user }));
    const evaluation = evaluatePerson(user, rulesWith(), fingerprint);
    expect(outcome.kind === 'imported').toBe(evaluation.kind === 'matches');
    if (outcome.kind === 'notImported') expect(evaluation).toMatchObject({ reason: outcome.reason });
  });
});

describe('the steps', () => {
  test('tell of each source of addresses what it gave, or why nothing', () => {
    const sources = ['proxyAddresses', 'mail', 'otherMails', 'userPrincipalName'] as const;
    const rules = rulesWith({ email: { sources: [...sources] } });
    const resultsOf = (about: Partial<EntraUser>) =>
      explainPerson(facts({ user: entraUser(about), rules })).steps.flatMap((each) =>
        each.step === 'email' ? each.tried.map(({ result }) => result) : [],
      );
    expect(resultsOf({ proxyAddresses: ['SMTP:broken'], userPrincipalName: 'a#EXT#@x.example' })).toEqual(
      ['notValid', 'won', 'empty', 'externalName'], //
    );
    expect(resultsOf({ proxyAddresses: ['smtp:a@x.example'], mail: '', otherMails: ['b@x.example'] })).toEqual(
      ['noPrimary', 'empty', 'won', 'shadowed'], //
    );
  });

  test('end with what would have to change, where somebody stays out', () => {
    const told = (about: Partial<PersonFacts>) => describeOutcome(explainPerson(facts(about)));
    expect(told({})).toMatchObject({ remedy: null });
    expect(told({ user: disabled })).toEqual({
      text: 'The account is disabled. So this person is not imported.',
      remedy: expect.stringMatching(
        /^Turning off “leave out disabled accounts”, or enabling the account in Entra, would/,
      ),
    });
  });
});
