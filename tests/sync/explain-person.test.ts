import { describe, expect, test } from 'vitest';
import { describeOutcome, describeStep } from '../../sync/describe-explanation.ts';
import type { EntraUser } from '../../sync/entra-user.ts';
import { evaluatePerson } from '../../sync/evaluate-person.ts';
import { explainPerson } from '../../sync/explain-person.ts';
import type { KnownPerson, PersonFacts } from '../../sync/person-facts.ts';
import type { RunId } from '../../sync/ids.ts';
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
const other = employeeId('employee-2');

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
  const linesOf = (about: Partial<PersonFacts>) => explainPerson(facts(about)).steps.map(describeStep);

  test('tell of each source of addresses what it gave, or why nothing', () => {
    const sources = ['proxyAddresses', 'mail', 'otherMails', 'userPrincipalName'] as const;
    const user = entraUser({ proxyAddresses: ['SMTP:broken'], userPrincipalName: 'a#EXT#@x.example' });
    const [step] = explainPerson(facts({ user, rules: rulesWith({ email: { sources } as never }) })).steps.filter(
      (each) => each.step === 'email',
    );
    expect(step?.tried.map(({ source, result }) => [source, result])).toEqual([
      ['proxyAddresses', 'notValid'],
      ['mail', 'won'],
      ['otherMails', 'empty'],
      ['userPrincipalName', 'externalName'],
    ]);
  });

  test('show a later valid address as such', () => {
    const user = entraUser({ otherMails: ['ada@home.example'] });
    expect(linesOf({ user }).find(({ step }) => step === 'email')?.text).toBe(
      'proxyAddresses is empty. mail gives ada@contoso.example. otherMails would give ada@home.example, but comes later.',
    );
  });

  test('show each clause of a written filter with the value that it saw', () => {
    const rules = rulesWith({ filters: { odata: "department eq 'Sales' and city eq 'Oslo'" } });
    const user = entraUser({ properties: { department: 'Sales', city: null } });
    const line = linesOf({ rules, user }).find(({ text }) => text.startsWith('The OData filter'));
    expect(line).toMatchObject({ step: 'clause', passed: 'false' });
    expect(line?.text).toContain(`department eq 'Sales' is true (department = "Sales")`);
    expect(line?.text).toContain(`city eq 'Oslo' is false (city = null)`);
  });

  test('name the evidence of a kind, what a switch saw, the holder of the address, and the last change', () => {
    const lastChange = { runId: '7' as RunId, action: 'create', reason: 'matches', at: new Date(0) } as const;
    const texts = linesOf({
      user: entraUser({ userPrincipalName: 'svc-x@contoso.example' }),
      rules: rulesWith({ filters: { excludeServiceAccounts: false } }),
      employee: known({ status: 'duplicate', lastChange }),
      holderOf: () => other,
    }).map(({ text }) => text);
    expect(texts).toEqual(
      expect.arrayContaining([
        'A service account: the name fits the pattern svc-*.',
        'Not disabled: true (accountEnabled = true).',
        'Employee employee-2 holds ada@contoso.example.',
        'Is employee employee-1, duplicate. Last change: create (matches) by run 7.',
      ]),
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
