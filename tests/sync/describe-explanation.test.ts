import { describe, expect, test } from 'vitest';
import { describeStep } from '../../sync/describe-explanation.ts';
import { EMPLOYEE_STATUSES } from '../../sync/employee-status.ts';
import { explainPerson, type ClauseStep, type ExplanationStep, type TriedSource } from '../../sync/explain-person.ts';
import type { Truth } from '../../sync/filter/truth.ts';
import type { RunId } from '../../sync/ids.ts';
import { EmailSource } from '../../sync/integration-settings.schema.ts';
import { MAILBOX_ANSWERS, MAILBOX_EVIDENCE } from '../../sync/mailbox-answer.ts';
import { PERSON_KINDS, type KindEvidence } from '../../sync/person-kind.ts';
import type { KnownPerson, PersonFacts } from '../../sync/person-facts.ts';
import { CHANGE_ACTIONS, type ChangeReason } from '../../sync/planned-change.ts';
import { SKIP_REASONS } from '../../sync/skip-reason.ts';
import { employeeId, entraUser, rulesWith } from './entra-people.ts';

const everything = rulesWith({
  email: { sources: [...EmailSource.options] },
  filters: {
    groups: ['g' as never], // any text: it is not looked at
    odata: "department eq 'Sales' and startsWith(city,'O')",
    expression: '$.accountEnabled',
  },
});
const facts = (about: Partial<PersonFacts> = {}): PersonFacts => ({
  user: entraUser(),
  rules: everything,
  inScope: true,
  employee: undefined,
  holderOf: () => undefined,
  ...about,
});
const known = (about: Partial<KnownPerson> = {}): KnownPerson => ({
  ...{ employeeId: employeeId('employee-1'), status: 'active', pinned: false, lastChange: undefined },
  ...about,
});
/** The sentences of one step, or of the clauses of one reason. */
const told = (step: ExplanationStep['step'] | ClauseStep['reason'], about: Partial<PersonFacts>): string =>
  explainPerson(facts(about))
    .steps.filter((each) => (each.step === 'clause' ? each.reason : each.step) === step)
    .map((each) => describeStep(each).text)
    .join('\n');

const user = entraUser;
const guest = user({ userType: 'Guest' });
const backup = user({ userPrincipalName: 'Svc-Backup@contoso.example', mailNickname: 'backup' });
const external = 'ada_home.example#EXT#@contoso.example';
const room = user({ displayName: 'Room 4', licensed: false });
const sales = user({ properties: { department: 'Sales', city: 'Oslo' } });
const withFilter = (odata: string) => rulesWith({ filters: { odata } });
const change = (action: (typeof CHANGE_ACTIONS)[number], reason: ChangeReason, runId = '7') =>
  known({ lastChange: { runId: runId as RunId, action, reason, at: new Date(0) } });

describe('a step says what was looked at, what was found, and whether the person passes', () => {
  // prettier-ignore
  test.each<[ExplanationStep['step'] | ClauseStep['reason'], string, Partial<PersonFacts>]>([
    ['entra', 'Found in Entra: Ada Example, with the user principal name ada@contoso.example and the object id ada.', {}],
    ['entra', 'Found in Entra: somebody without a name, with the user principal name ada@contoso.example and the object id ada.', { user: user({ displayName: null }) }],

    ['kind', 'This is a person: nothing in Entra says otherwise.', {}],
    ['kind', 'This is a guest: the user type in Entra is “Guest”.', { user: guest }],
    ['kind', `This is a guest: no user type is set in Entra, and the user principal name ${external} is that of a guest.`, { user: user({ userType: null, userPrincipalName: external }) }],
    ['kind', 'This is a service account: Entra says that it is the account of an AI agent.', { user: user({ agent: true }) }],
    ['kind', 'This is a service account: the name “svc-backup” fits the pattern “svc-*”.', { user: backup }],
    ['kind', 'This is equipment: a person said so, whatever Entra says.', { knownKind: { byHand: 'equipment' } }],
    ['kind', 'This is a room: Microsoft says that the mailbox is that of a room.', { user: room, knownKind: { mailbox: 'room' } }],
    ['kind', 'This is a room: the address is in Microsoft’s list of rooms.', { user: room, knownKind: { mailbox: 'placeRoom' } }],
    ['kind', 'This is a person: Microsoft says that the mailbox is that of a person.', { user: room, knownKind: { mailbox: 'person' } }],
    ['kind', 'This is a person: Microsoft keeps no mailbox for this account.', { user: room, knownKind: { mailbox: 'noMailbox' } }],
    ['kind', 'This is a person: the address is not in Microsoft’s list of rooms, and more may not be asked.', { user: room, knownKind: { mailbox: 'noPlace' } }],
    ['kind', 'This is a person: nothing in Entra says otherwise. It looks like a room, by the name: the permission MailboxSettings.Read would tell.', { user: room }],
    ['kind', 'This is a person: nothing in Entra says otherwise. It looks like a shared mailbox, since the account is disabled and has no licence: the permission MailboxSettings.Read would tell.', { user: user({ accountEnabled: false, licensed: false }) }],

    ['group', 'Only people of the chosen groups come in: this person is in one of them, and passes.', {}],
    ['group', 'Only people of the chosen groups come in: this person is in none of them, and does not pass.', { inScope: false }],
    ['group', 'Only people of the chosen groups come in: Microsoft did not say whether this person is in one of them, so this person is neither imported nor removed. The permission GroupMember.Read.All would tell.', { inScope: 'unknown' }],

    ['disabled', 'Disabled accounts are left out: this one is enabled in Entra, so this person passes.', {}],
    ['disabled', 'Disabled accounts are left out: this one is disabled in Entra, so this person does not pass.', { user: user({ accountEnabled: false }) }],
    ['disabled', 'Disabled accounts are left out: Entra does not say whether this one is enabled, which counts as enabled, so this person passes.', { user: user({ accountEnabled: null }) }],

    ['guest', 'Guests are left out: the user type in Entra is “Member”, so this person passes.', {}],
    ['guest', 'Guests are left out: the user type in Entra is “Guest”, so this person does not pass.', { user: guest }],
    ['guest', 'Guests are left out: no user type is set in Entra, and the user principal name ada@contoso.example is not that of a guest, so this person passes.', { user: user({ userType: null }) }],
    ['guest', 'Guests are left out: a person said by hand that this is a person, so this person passes.', { user: guest, knownKind: { byHand: 'person' } }],

    ['serviceAccount', 'Service accounts are left out: no pattern of names fits “ada”, so this person passes.', {}],
    ['serviceAccount', 'Service accounts are left out: no pattern of names fits “ada” or “al”, so this person passes.', { user: user({ mailNickname: 'al' }) }],
    ['serviceAccount', 'Service accounts are left out: the name “svc-backup” fits the pattern “svc-*”, so this person does not pass.', { user: backup }],
    ['serviceAccount', 'Service accounts are left out: a person said by hand that this is a service account, so this person does not pass.', { knownKind: { byHand: 'serviceAccount' } }],

    ['room', 'Rooms are left out: nothing about this person is like a mailbox or a room, so Microsoft is not asked, and this person passes.', {}],
    ['room', 'Rooms are left out: Microsoft is not asked about the mailbox of a guest or a service account, so this person passes.', { user: guest }],
    ['room', 'Rooms are left out: there is no address, so no mailbox that Microsoft could be asked about, and this person passes.', { user: user({ mail: null, userPrincipalName: external }) }],
    ['room', 'Rooms are left out: Microsoft has not said what the mailbox is, so this person passes for now. The permission MailboxSettings.Read or Place.Read.All would tell.', { user: room }],
    ['room', 'Rooms are left out: the address is in Microsoft’s list of rooms, so this person does not pass.', { user: room, knownKind: { mailbox: 'placeRoom' } }],
    ['room', 'Rooms are left out: Microsoft says that the mailbox is that of equipment, so this person passes.', { user: room, knownKind: { mailbox: 'equipment' } }],
    ['room', 'Rooms are left out: a person said by hand that this is a room, so this person does not pass.', { knownKind: { byHand: 'room' } }],
    ['sharedMailbox', 'Shared mailboxes are left out: Microsoft says that the mailbox is a shared one, so this person does not pass.', { user: room, knownKind: { mailbox: 'sharedMailbox' } }],
    ['sharedMailbox', 'Shared mailboxes are left out: this alone is known, that the address is not in Microsoft’s list of rooms, so this person passes for now. The permission MailboxSettings.Read would tell.', { user: room, knownKind: { mailbox: 'noPlace' } }],
    ['equipment', 'Equipment is left out: Microsoft has not said what the mailbox is, so this person passes for now. The permission MailboxSettings.Read would tell.', { user: room }],

    ['odata', 'The OData filter asks: department is Sales, and city starts with O. Department is Sales: yes, since department is “Sales”. City starts with O: yes, since city is “Oslo”. So this person passes.', { user: sales }],
    ['odata', 'The OData filter asks: department is Sales, and city starts with O. Department is Sales: no, since department is empty. City starts with O: no, since city is empty. So this person does not pass.', {}],
    ['odata', 'The OData filter asks: department is Sales. Department is “Sales”, so this person passes.', { rules: withFilter("department eq 'Sales'"), user: sales }],
    ['odata', 'The OData filter asks: department is not Sales. Department is Sales: yes, since department is “Sales”. So this person does not pass.', { rules: withFilter("not (department eq 'Sales')"), user: sales }],
    ['odata', 'The OData filter asks: one of proxy addresses: it is “smtp:a@b.example”. Proxy addresses are “SMTP:x@b.example” and “smtp:y@b.example”, so this person does not pass.', { rules: withFilter("proxyAddresses/any(p:p eq 'smtp:a@b.example')"), user: user({ proxyAddresses: ['SMTP:x@b.example', 'smtp:y@b.example'] }) }],
    ['odata', 'The OData filter asks: one of assigned licenses: sku id is 3bd0a7c0-0000-4000-8000-000000000000. Assigned licenses are (sku id “e5”, disabled plans empty), so this person does not pass.', { rules: withFilter("assignedLicenses/any(l:l/skuId eq 3bd0a7c0-0000-4000-8000-000000000000)"), user: user({ properties: { assignedLicenses: [{ skuId: 'e5', disabledPlans: [] }] } }) }],
    ['expression', 'The expression filter asks: account is enabled. The account is enabled, so this person passes.', {}],

    ['address', 'Nobody else in Employees holds ada@contoso.example, so this person passes.', {}],
    ['address', 'Ada Elder holds ada@contoso.example in Employees, so this person can only be a duplicate.', { holderOf: () => ({ employeeId: employeeId('employee-2'), name: 'Ada Elder' }) }],

    ['employee', 'This person is not in Employees.', {}],
    ['employee', 'This person is in Employees. Last, run 7 added this person: passed every rule.', { employee: change('create', 'matches') }],
    ['employee', 'This person is in Employees. Last, run 7 changed values of this person: they changed in Entra, or by the settings.', { employee: change('update', 'changed') }],
    ['employee', 'This person was removed from Employees. Last, run 7 removed this person: is a guest, and guests are left out.', { employee: { ...change('remove', 'guest'), status: 'removed' } }],
    ['employee', 'This person is in Employees, marked as missing. Last, run 7 marked this person as missing: is deleted in Entra.', { employee: { ...change('missing', 'deleted'), status: 'missing' } }],
    ['employee', 'This person is in Employees, as a duplicate, and kept by a person, whatever Entra says. Last, somebody brought this person back by hand.', { employee: known({ status: 'duplicate', pinned: true, lastChange: { runId: null, action: 'restore', reason: 'byHand', at: new Date(0) } }) }],
  ])('%s: %s', (step, sentence, about) => {
    expect(told(step, about)).toBe(sentence);
  });

  test('of the address, each source that is switched on is told in words', () => {
    const proxyAddresses = ['smtp:alias@contoso.example'];
    const more = { proxyAddresses, otherMails: ['ada@home.example', 'broken'], userPrincipalName: external };
    expect(told('email', { user: user(more) })).toBe(
      'The address is ada@contoso.example, from Mail, so this person passes. ' +
        'ProxyAddresses array (primary SMTP) holds no primary address, only “smtp:alias@contoso.example”. ' +
        'Other (Alternative) email array would give ada@home.example, but comes later. It also holds “broken”. ' +
        `User Principal Name holds “${external}”, a guest’s name with #EXT#, which is no address.`,
    );
    expect(told('email', { user: user({ mail: 'ada at contoso' }), rules: rulesWith() })).toBe(
      'No source of addresses that is switched on gives a valid one, so this person does not pass. ' +
        'ProxyAddresses array (primary SMTP) is empty. Mail holds no valid address, only “ada at contoso”. ' +
        'Other (Alternative) email array is empty.',
    );
    expect(told('email', { rules: rulesWith({ email: { sources: [] } }) })).toBe(
      'No source of addresses is switched on, so this person does not pass.',
    );
  });

  test('of the fields, by their labels, with what is empty', () => {
    const fields = [
      { key: 'a', label: 'Job Title', source: 'jobTitle' },
      { key: 'b', label: 'City', source: 'city' },
    ];
    const of = (properties: Readonly<Record<string, string>>) =>
      told('fields', { user: user({ properties }), rules: rulesWith({}, fields) });
    expect(of({ jobTitle: 'Countess' })).toBe('These fields are filled: Job Title “Countess”. These are empty: City.');
    expect(of({ jobTitle: 'Countess', city: 'Oslo' })).toBe(
      'These fields are filled: Job Title “Countess”, City “Oslo”.',
    );
    expect(of({})).toBe('All fields are empty: Job Title, City.');
  });

  test('and names the employee of whom it tells, by id', () => {
    const holder = { employeeId: employeeId('employee-2'), name: 'Ada Elder' };
    const lines = explainPerson(facts({ employee: known(), holderOf: () => holder })).steps.map(describeStep);
    const ids = lines.flatMap(({ step, employeeId: id }) => (id === null ? [] : [`${step} ${id}`]));
    expect(ids).toEqual(['address employee-2', 'employee employee-1']);
  });
});

describe('each sentence is plain, without a code', () => {
  const truths: readonly Truth[] = ['true', 'false', 'unknown'];
  const reasons: readonly ChangeReason[] = [
    ...SKIP_REASONS,
    ...(['matches', 'changed', 'back', 'deleted', 'byHand', 'notProven'] as const),
  ];
  const results: readonly TriedSource['result'][] = [
    ...(['won', 'shadowed', 'empty', 'noPrimary', 'notValid', 'externalName'] as const),
  ];
  const evidence: readonly KindEvidence[] = [
    ...PERSON_KINDS.map((kind) => ({ kind, evidence: 'byHand' }) as const),
    { kind: 'guest', evidence: 'userTypeGuest' },
    { kind: 'guest', evidence: 'externalNameWithoutUserType' },
    { kind: 'serviceAccount', evidence: 'agentUser' },
    { kind: 'serviceAccount', evidence: 'namePattern', pattern: 'ada' },
    ...MAILBOX_ANSWERS.map((answer) => ({ kind: 'person', evidence: MAILBOX_EVIDENCE[answer] }) as const),
    { kind: 'person', evidence: 'nothingElseFits', looksLike: { kind: 'sharedMailbox', evidence: 'name' } },
    { kind: 'person', evidence: 'nothingElseFits', looksLike: { kind: 'room', evidence: 'disabledUnlicensed' } },
  ];
  const asked = { property: 'jobTitle', name: 'job title' };
  const seen = [
    ...[null, true, 3, 'x', [], ['x'], [{ skuId: 'x', service: null }]].map((value) => ({ ...asked, value })),
    { ...asked, unreadable: true } as const,
  ];
  const kinds = [undefined, ...PERSON_KINDS];
  const clauses: readonly ClauseStep[] = truths.flatMap((holds): ClauseStep[] => [
    { step: 'clause', holds, reason: 'group' },
    ...[true, false, null].map(
      (accountEnabled) => ({ step: 'clause', holds, reason: 'disabled', accountEnabled }) as const,
    ),
    ...(['guest', 'serviceAccount'] as const).flatMap((reason) =>
      kinds.map(
        (byHand) => ({ step: 'clause', holds, reason, user: user(), found: undefined, known: { byHand } }) as const,
      ),
    ),
    ...(['sharedMailbox', 'room', 'equipment'] as const).flatMap((reason) =>
      [undefined, ...MAILBOX_ANSWERS].flatMap((mailbox) =>
        ([undefined, 'otherKind', 'noAddress', 'notStriking'] as const).map(
          (notAsked) => ({ step: 'clause', holds, reason, known: { mailbox }, notAsked }) as const,
        ),
      ),
    ),
    ...(['odata', 'expression'] as const).map((reason) => {
      const parts = seen.map((each) => ({ position: 0, length: 1, text: 't', asks: 'this', seen: [each], holds }));
      return { step: 'clause', holds, reason, asks: 'this', parts } as const;
    }),
  ]);
  const steps: readonly ExplanationStep[] = [
    ...evidence.map((kind) => ({ step: 'kind', kind, user: user() }) as const),
    ...EmailSource.options.flatMap((source) =>
      results.map(
        (result) => ({ step: 'email', tried: [{ source, held: ['x'], address: 'a@b.example', result }] }) as const,
      ),
    ),
    ...clauses,
    ...EMPLOYEE_STATUSES.flatMap((status) =>
      CHANGE_ACTIONS.flatMap((action) =>
        reasons.map((reason) => ({ step: 'employee', employee: { ...change(action, reason), status } }) as const),
      ),
    ),
  ];

  test('whatever was found', () => {
    const texts = steps.map((step) => describeStep(step).text);
    const code = /\b[a-z]+[A-Z]\w*|\b(true|false|null|undefined|unknown)\b|[={}[\]]/;
    expect(texts.filter((text) => code.test(text))).toEqual([]);
    expect(texts.filter((text) => !/^[A-Z].*\.$/.test(text))).toEqual([]);
  });
});
