import { describe, expect, test } from 'vitest';
import type { EntraUser } from '../../sync/entra-user.ts';
import { MOST_EXAMPLES, Examples, type ExpectedOutcome } from '../../sync/example.schema.ts';
import { describeVerdict, judgeExample, type ExampleFacts } from '../../sync/judge-example.ts';
import { SKIP_REASONS, type SkipReason } from '../../sync/skip-reason.ts';
import { entraUser, rulesWith } from './entra-people.ts';

const there = (user: EntraUser = entraUser(), more: Partial<ExampleFacts> = {}): ExampleFacts =>
  ({ kind: 'there', user, inScope: 'unknown', knownKind: {}, ...more }) as ExampleFacts; // what a case changes is of this kind
const sales = { properties: { department: 'Sales', city: 'Oslo' } };
const odata = (text: string) => rulesWith({ filters: { odata: text } });
const groups = rulesWith({ filters: { groups: ['g' as never] } }); // any text: it is not looked at

/** Of each reason somebody whom it leaves out. */
const LEFT_OUT: Readonly<Record<SkipReason, readonly [ExampleFacts, ReturnType<typeof rulesWith>]>> = {
  group: [there(entraUser(), { inScope: false } as never), groups],
  disabled: [there(entraUser({ accountEnabled: false })), rulesWith()],
  guest: [there(entraUser({ userType: 'Guest' })), rulesWith()],
  sharedMailbox: [there(entraUser(), { knownKind: { mailbox: 'sharedMailbox' } } as never), rulesWith()],
  room: [there(entraUser(), { knownKind: { byHand: 'room' } } as never), rulesWith()],
  equipment: [there(entraUser(), { knownKind: { mailbox: 'equipment' } } as never), rulesWith()],
  serviceAccount: [there(entraUser({ agent: true })), rulesWith()],
  odata: [there(entraUser(sales)), odata("department eq 'Slaes'")],
  expression: [there(entraUser(sales)), rulesWith({ filters: { expression: "$.city == 'Bergen'" } })],
  unknown: [there(), groups],
  noEmail: [there(entraUser({ mail: null })), rulesWith()],
};

describe('an example', () => {
  test.each(SKIP_REASONS)('who is left out (%s) is not imported, and the difference says why', (reason) => {
    const [facts, rules] = LEFT_OUT[reason];
    expect(judgeExample('imported', facts, rules)).toMatchObject({ kind: 'differs', would: reason });
    const otherwise = reason === 'unknown' ? { kind: 'differs', would: 'unknown' } : { kind: 'asExpected' };
    expect(judgeExample('notImported', facts, rules)).toMatchObject(otherwise);
  });

  test('who is imported is so, as a duplicate too, and by a kind that a person gave', () => {
    expect(judgeExample('imported', there(), rulesWith())).toEqual({ kind: 'asExpected' });
    expect(judgeExample('notImported', there(), rulesWith())).toEqual({ kind: 'differs', would: 'imported' });
    const guest = there(entraUser({ userType: 'Guest' }), { knownKind: { byHand: 'person' } } as never);
    expect(judgeExample('imported', guest, rulesWith())).toEqual({ kind: 'asExpected' });
  });

  test.each(['imported', 'notImported'] satisfies ExpectedOutcome[])(
    'who is not there says nothing about the rules, though %s is expected',
    (expected) => {
      for (const kind of ['gone', 'notShown'] as const)
        expect(judgeExample(expected, { kind }, rulesWith())).toEqual({ kind: 'nobody', because: kind });
    },
  );
});

describe('the words', () => {
  const words = (expected: ExpectedOutcome, [facts, rules]: (typeof LEFT_OUT)[SkipReason]) =>
    describeVerdict('Adele', { expected }, judgeExample(expected, facts, rules));

  test.each<readonly [ExpectedOutcome, (typeof LEFT_OUT)[SkipReason], string | undefined]>([
    ['imported', [there(), rulesWith()], undefined],
    ['notImported', [there(), rulesWith()], 'Adele is expected to be left out, but would be imported.'],
    [
      'imported',
      LEFT_OUT.disabled,
      'Adele is expected to be imported, but would be left out: the account is disabled.',
    ],
    [
      'imported',
      LEFT_OUT.odata,
      "Adele is expected to be imported, but would be left out: the OData filter does not hold, since it is false that department eq 'Slaes'.",
    ],
    [
      'imported',
      [there(entraUser(sales)), odata("department eq 'Slaes' or city eq 'Bergen'")],
      "Adele is expected to be imported, but would be left out: the OData filter does not hold, since it is false that department eq 'Slaes' and that city eq 'Bergen'.",
    ],
    [
      'notImported',
      LEFT_OUT.unknown,
      'Adele is expected to be left out, but nobody can tell: a clause cannot be decided, because Microsoft does not say what it needs.',
    ],
    [
      'imported',
      [{ kind: 'gone' }, rulesWith()],
      'Adele was deleted in Entra, so this example tries nothing any more: take it out.',
    ],
    [
      'imported',
      [{ kind: 'notShown' }, rulesWith()],
      'Entra knows nobody with the object id Adele, so this example tries nothing: correct it, or take it out.',
    ],
  ])('of somebody who is expected to be %s', (expected, about, text) => {
    expect(words(expected, about)).toBe(text);
  });

  test('hold nothing that Entra says of the person', () => {
    for (const reason of SKIP_REASONS) expect(words('imported', LEFT_OUT[reason])).not.toMatch(/Ada|@|Sales|Oslo/);
  });
});

describe('a list of examples', () => {
  const id = (n: number) => `AAAAAAAA-0000-4000-8000-${String(n).padStart(12, '0')}`;
  const some = (count: number) =>
    Array.from({ length: count }, (_, n) => ({ entraObjectId: id(n), expected: 'imported' }));

  test('holds each person once, in one spelling, and not more than may be looked up in a Save', () => {
    expect(Examples.parse(some(1))).toEqual([{ entraObjectId: id(0).toLowerCase(), expected: 'imported' }]);
    expect(Examples.safeParse(some(MOST_EXAMPLES)).success).toBe(true);
    expect(Examples.safeParse(some(MOST_EXAMPLES + 1)).success).toBe(false);
    const twice = [...some(1), { entraObjectId: id(0).toLowerCase(), expected: 'notImported' }];
    expect(Examples.safeParse(twice).error?.issues[0]?.path).toEqual([1, 'entraObjectId']);
  });
});
