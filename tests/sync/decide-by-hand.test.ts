import { describe, expect, test } from 'vitest';
import { decideByHand, type HandDecision, type HandFacts } from '../../sync/decide-by-hand.ts';

const there = { pinned: false, erased: false };

describe('what a person wishes for one employee', () => {
  // prettier-ignore
  test.each<[string, HandFacts, HandDecision, HandDecision, HandDecision]>([
    // somebody                                   stored                                                restore      pin          unpin
    ['active is there already, and can be kept',  { ...there, status: 'active' },                       'unchanged', 'pin',       'unchanged'],
    ['duplicate is there as well',                { ...there, status: 'duplicate' },                    'unchanged', 'pin',       'unchanged'],
    ['active and kept can be left to Entra',      { ...there, status: 'active', pinned: true },         'unchanged', 'unchanged', 'unpin'],
    ['duplicate and kept can be left to Entra',   { ...there, status: 'duplicate', pinned: true },      'unchanged', 'unchanged', 'unpin'],
    ['missing comes back, and is kept then',      { ...there, status: 'missing' },                      'bringBack', 'bringBack', 'unchanged'],
    ['removed comes back, and is kept then',      { ...there, status: 'removed' },                      'bringBack', 'bringBack', 'unchanged'],
    ['erased cannot come back by hand',           { pinned: false, erased: true, status: 'removed' },   'erased',    'erased',    'unchanged'],
  ])('%s', (_somebody, facts, restore, pin, unpin) => {
    expect([decideByHand(facts, 'restore'), decideByHand(facts, 'pin'), decideByHand(facts, 'unpin')]).toEqual([
      restore,
      pin,
      unpin,
    ]);
  });
});
