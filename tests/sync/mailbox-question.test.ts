import { describe, expect, test } from 'vitest';
import type { EntraUser } from '../../sync/entra-user.ts';
import { evaluateFilter } from '../../sync/evaluate-filter.ts';
import { decideKindByHand } from '../../sync/decide-kind-by-hand.ts';
import { looksLike } from '../../sync/looks-like.ts';
import type { MailboxAnswer } from '../../sync/mailbox-answer.ts';
import { holdAnswers, mailboxQuestions, type KeptAnswer } from '../../sync/mailbox-question.ts';
import { judgeKind, PERSON_KINDS, type PersonKind } from '../../sync/person-kind.ts';
import { employeeId, entraUser, fingerprint, objectId, rulesWith } from './entra-people.ts';

const now = new Date('2026-03-01T00:00:00Z');
const daysAgo = (days: number): Date => new Date(now.getTime() - days * 24 * 3_600_000);
const UNLICENSED = { licensed: false } as const;
const rules = rulesWith();
const asking = (about: Partial<EntraUser>, kept?: KeptAnswer, by = rules, everybody = false) =>
  mailboxQuestions([entraUser(about)], new Map(kept && [[objectId('ada'), kept]]), by, {
    now,
    fingerprint,
    everybody,
  });
const digestOf = (about: Partial<EntraUser>): string => asking(about).toAsk[0]?.fingerprint ?? '';

describe('a mailbox is asked about', () => {
  // prettier-ignore
  test.each<[string, Partial<EntraUser>, number]>([
    // guarantee                                             person                                                        questions
    ['of somebody without a licence',                        UNLICENSED,                                                   1],
    ['of somebody named like a room, licensed too',          { displayName: 'Licensed Teams Room' },                       1],
    ['of somebody whose nickname is a mailbox’s',            { mailNickname: 'info' },                                     1],
    ['not of somebody licensed with a name of their own',    {},                                                           0],
    ['not of somebody whose licences are not told',          { licensed: null },                                           0],
    ['not of somebody without an address',                   { ...UNLICENSED, mail: null },                                0],
    ['not of a guest, whose mailbox is elsewhere',           { ...UNLICENSED, userType: 'Guest' },                         0],
    ['not of a service account',                             { ...UNLICENSED, mailNickname: 'svc-x' },                     0],
    ['not of somebody disabled, who stays out anyway',       { ...UNLICENSED, accountEnabled: false },                     0],
  ])('%s', (_guarantee, about, questions) => {
    expect(asking(about).toAsk).toHaveLength(questions);
  });

  test('of somebody disabled where the disabled come, or where all are counted', () => {
    const about = { ...UNLICENSED, accountEnabled: false };
    expect(asking(about, undefined, rulesWith({ filters: { includeDisabled: true } })).toAsk).toHaveLength(1);
    expect(asking(about, undefined, rules, true).toAsk).toHaveLength(1);
  });

  test('once: a kept answer holds until the person changes', () => {
    const kept = { answer: 'sharedMailbox', fingerprint: digestOf(UNLICENSED), askedAt: daysAgo(6) } as const;
    expect(asking(UNLICENSED, kept)).toMatchObject({ toAsk: [], known: new Map([['ada', 'sharedMailbox']]) });
    for (const change of [{ displayName: 'Grace' }, { mail: 'x@a.example' }, { accountEnabled: null }]) {
      const { known, old, toAsk } = asking({ ...UNLICENSED, ...change }, kept);
      expect([known.size, old.size, toAsk.length]).toEqual([0, 0, 1]);
    }
  });

  test('once, whatever addresses people are known by: another e-mail rule asks about nobody again', () => {
    const about = { ...UNLICENSED, userPrincipalName: 'another@a.example' };
    const kept = { answer: 'sharedMailbox', fingerprint: digestOf(about), askedAt: daysAgo(6) } as const;
    const other = rulesWith({ email: { sources: ['userPrincipalName'] } });
    expect(asking(about, kept, other)).toMatchObject({ toAsk: [], known: new Map([['ada', 'sharedMailbox']]) });
  });

  test('again after two weeks at the latest, and the old answer is good until a new one is had', () => {
    const kept = { answer: 'room', fingerprint: digestOf(UNLICENSED), askedAt: daysAgo(14) } as const;
    const { known, old, toAsk } = asking(UNLICENSED, kept);
    expect([known.size, old.get(objectId('ada')), toAsk.length]).toEqual([0, 'room', 1]);
  });
});

describe('of an old answer and a newer one', () => {
  // prettier-ignore
  test.each<[string, MailboxAnswer | undefined, MailboxAnswer | undefined, MailboxAnswer | undefined, 'kept' | 'forgotten' | '']>([
    // guarantee                                             old              told             holds            the old one is
    ['the newer one holds, and is kept',                     'sharedMailbox', 'person',        'person',        'kept'],
    ['a first one is kept',                                  undefined,       'room',          'room',          'kept'],
    ['the old one holds where nothing was told',             'sharedMailbox', undefined,       'sharedMailbox', ''],
    ['nothing holds where nothing was ever told',            undefined,       undefined,       undefined,       ''],
    ['a mailbox stays one for being no room',                'sharedMailbox', 'noPlace',       'sharedMailbox', ''],
    ['a room by Exchange stays one for being in no list',    'room',          'noPlace',       'room',          ''],
    ['who is in no list of rooms any more is none',          'placeRoom',     'noPlace',       'noPlace',       'forgotten'],
    ['who is in no list of rooms is looked for again',       undefined,       'noPlace',       'noPlace',       ''],
  ])('%s', (_guarantee, before, answer, holds, then) => {
    const [question] = asking(UNLICENSED).toAsk;
    const one = (given: MailboxAnswer | undefined) => new Map(given && [[objectId('ada'), given]]);
    const held = holdAnswers(question ? [question] : [], one(before), one(answer));
    expect(held.answers.get(objectId('ada'))).toBe(holds);
    expect(held.toKeep).toEqual(then === 'kept' ? [{ id: 'ada', answer, fingerprint: question?.fingerprint }] : []);
    expect(held.toForget).toEqual(then === 'forgotten' ? ['ada'] : []);
  });
});

describe('what Microsoft answers about a mailbox', () => {
  // prettier-ignore
  test.each<[MailboxAnswer | undefined, string, string, string | undefined, string]>([
    // answer          kind             evidence           reason           clauses: shared, room, equipment
    ['sharedMailbox', 'sharedMailbox', 'userPurpose',     'sharedMailbox', 'false true true'],
    ['room',          'room',          'userPurpose',     'room',          'true false true'],
    ['equipment',     'equipment',     'userPurpose',     'equipment',     'true true false'],
    ['placeRoom',     'room',          'place',           'room',          'true false true'],
    ['person',        'person',        'userPurpose',     undefined,       'true true true'],
    ['noMailbox',     'person',        'noMailbox',       undefined,       'true true true'],
    ['noPlace',       'person',        'noPlace',         undefined,       'unknown true unknown'],
    [undefined,       'person',        'nothingElseFits', undefined,       'unknown unknown unknown'],
  ])('%s', (mailbox, kind, evidence, reason, clauses) => {
    const user = entraUser(UNLICENSED);
    expect(judgeKind(user, [], { mailbox })).toMatchObject({ kind, evidence });
    const verdict = evaluateFilter(user, rules.filter, 'unknown', { mailbox });
    expect(verdict.kind === 'fails' ? verdict.reason : undefined).toBe(reason);
    const ofMailbox = verdict.clauses.filter((each) => /sharedMailbox|room|equipment/.test(each.reason));
    expect(ofMailbox.map(({ holds }) => holds).join(' ')).toBe(clauses);
    for (const clause of ofMailbox) expect(clause.evidence).toBe(clause.holds === 'unknown' ? undefined : evidence);
  });
});

describe('somebody looks like', () => {
  // prettier-ignore
  test.each<[Partial<EntraUser>, string | undefined, string | undefined]>([
    [{ displayName: 'Conf Room Large' },                        'room',          'name'],
    [{ userPrincipalName: 'room-4@a.example' },                 'room',          'name'],
    [{ displayName: 'Equipment Projector' },                    'equipment',     'name'],
    [{ displayName: 'Sales Shared Mailbox' },                   'sharedMailbox', 'name'],
    [{ mailNickname: 'no-reply' },                              'sharedMailbox', 'name'],
    [{ accountEnabled: false, licensed: false },                'sharedMailbox', 'disabledUnlicensed'],
    [{ accountEnabled: false },                                 undefined,       undefined],
    [{ licensed: false },                                       undefined,       undefined],
    [{ displayName: 'Ada Broome', mailNickname: 'ada.info' },   undefined,       undefined],
  ])('%o', (about, kind, evidence) => {
    expect(looksLike(entraUser(about))).toEqual(kind && { kind, evidence });
  });

  test('a mailbox only as long as Microsoft has not said what it is', () => {
    const room = entraUser({ displayName: 'Room 4' });
    expect(judgeKind(room, [])).toMatchObject({ kind: 'person', looksLike: { kind: 'room', evidence: 'name' } });
    for (const mailbox of ['person', 'noMailbox', 'noPlace'] as const)
      expect(judgeKind(room, [], { mailbox })).not.toHaveProperty('looksLike');
    const shared = entraUser({ mailNickname: 'info' });
    expect(judgeKind(shared, [], { mailbox: 'noPlace' })).toHaveProperty('looksLike.kind', 'sharedMailbox');
  });
});

describe('a kind by hand', () => {
  test.each(PERSON_KINDS)('goes before everything else: %s', (byHand) => {
    const user = entraUser({ userType: 'Guest', mailNickname: 'svc-x' });
    const known = { byHand, mailbox: 'room' } as const;
    expect(judgeKind(user, rules.filter.patterns, known)).toEqual({ kind: byHand, evidence: 'byHand' });
    const verdict = evaluateFilter(user, rules.filter, 'unknown', known);
    expect(verdict).toMatchObject(byHand === 'person' ? { kind: 'passes' } : { kind: 'fails', reason: byHand });
  });

  const employee = { employeeId: employeeId('e'), status: 'active', pinned: false, fingerprint: 'old' } as const;
  const decided = (byHand: PersonKind | undefined, about: object = {}) =>
    decideKindByHand(
      ...[
        {
          entraObjectId: objectId('ada'),
          user: undefined,
          employee,
          inScope: 'unknown' as const,
          known: { byHand },
          ...about,
        },
      ],
      rulesWith({ cleanUp: { enabled: true } }),
      fingerprint,
    );
  test('ends the match of an employee whom nobody could look up, and begins none', () => {
    expect(decided('room')).toMatchObject({ action: 'remove', reason: 'room' });
    expect(decided('person')).toEqual({ action: 'relabel', kind: 'person' });
    expect(decided(undefined)).toBe('unchanged');
    expect(decided('room', { employee: { ...employee, pinned: true } })).toMatchObject({ action: 'skip' });
  });
  test('is weighed with the whole rule where the person was looked up', () => {
    const user = entraUser({ mailNickname: 'svc-x' });
    expect(decided('person', { user, employee: undefined })).toMatchObject({ action: 'create' });
    expect(decided(undefined, { user })).toMatchObject({ action: 'remove', reason: 'serviceAccount' });
    expect(decided('person', { user: entraUser({ accountEnabled: false }) })).toMatchObject({ reason: 'disabled' });
  });
});
