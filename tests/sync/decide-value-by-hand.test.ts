import { expect, test } from 'vitest';
import { decideValueByHand } from '../../sync/decide-value-by-hand.ts';

const facts = { values: { title: 'Pilot', city: null }, byHand: {}, erased: false };
const set = (value: string | null) => ({ kind: 'set', value }) as const;
const giveBack = (fromEntra: string | null) => ({ kind: 'giveBack', fromEntra }) as const;

test('a value is set, locked and told of, once', () => {
  const first = decideValueByHand(facts, 'title', set('Queen'));
  expect(first).toEqual({
    kind: 'change',
    values: { title: 'Queen', city: null },
    byHand: { title: 'Queen' },
    before: { title: 'Pilot' },
    after: { title: 'Queen' },
  });
  if (first.kind !== 'change') return;
  expect(decideValueByHand({ ...facts, ...first }, 'title', set('Queen'))).toEqual({ kind: 'unchanged' });
  expect(decideValueByHand({ ...facts, ...first }, 'title', giveBack('Captain'))).toMatchObject({
    values: { title: 'Captain' },
    byHand: {},
    before: { title: 'Queen' },
    after: { title: 'Captain' },
  });
});

test('Entra’s own value can be locked, and so can nothing', () => {
  expect(decideValueByHand(facts, 'title', set('Pilot'))).toMatchObject({ kind: 'change', byHand: { title: 'Pilot' } });
  expect(decideValueByHand(facts, 'city', set(null))).toMatchObject({ kind: 'change', byHand: { city: null } });
});

test('what was not set cannot be given back, and of the erased nothing is set', () => {
  expect(decideValueByHand(facts, 'title', giveBack('x'))).toEqual({ kind: 'unchanged' });
  expect(decideValueByHand({ values: {}, byHand: {}, erased: true }, 'title', set('x'))).toEqual({ kind: 'erased' });
});

test('of a field that is no more only the lock goes', () => {
  const gone = { values: { city: 'Oslo' }, byHand: { title: 'Queen' }, erased: false };
  expect(decideValueByHand(gone, 'title', giveBack(null))).toMatchObject({ values: { city: 'Oslo' }, byHand: {} });
});
