import { expect, test } from 'vitest';
import { decideManager } from '../../sync/decide-manager.ts';
import type { ToldManager } from '../../sync/entra-user.ts';
import type { RunPhase } from '../../sync/run.ts';
import { entraUser, objectId } from './entra-people.ts';

const [boss, other] = [objectId('boss'), objectId('other')];
const claimed = (id: typeof boss | null): ToldManager => ({ kind: 'claimed', id });
const known: ToldManager = { kind: 'known', id: boss, user: entraUser({ id: boss }) };
const nobody: ToldManager = { kind: 'known', id: null, user: null };

// prettier-ignore
test.each<[RunPhase, string, ToldManager | undefined, typeof boss | null | undefined, typeof boss | null | 'ask']>([
  // read as   guarantee                                                    told             kept       is
  ['changes', 'silence clears nothing',                                     undefined,       boss,      boss],
  ['changes', 'silence is no manager where none was known',                 undefined,       null,      null],
  ['changes', 'silence about somebody new says nothing',                    undefined,       undefined, 'ask'],
  ['changes', 'the same manager again is no news',                          claimed(boss),   boss,      boss],
  ['changes', 'another manager is a claim, for changes may be old',         claimed(other),  boss,      'ask'],
  ['changes', 'a manager less is a claim too',                              claimed(null),   boss,      'ask'],
  ['changes', 'no manager, where there was none, is no news',               claimed(null),   null,      null],
  ['changes', 'somebody new with a manager is asked for',                   claimed(boss),   undefined, 'ask'],
  ['changes', 'what Entra answered by id stands',                           known,           other,     boss],
  ['changes', 'also that there is none',                                    nobody,          other,     null],
  ['listing', 'everybody comes with their manager',                         claimed(boss),   undefined, boss],
  ['listing', 'another than before as well',                                claimed(boss),   other,     boss],
  ['listing', 'and somebody new without one has none',                      undefined,       undefined, null],
  ['listing', 'as does whoever had none',                                   undefined,       null,      null],
  ['listing', 'but who had one is asked for before it is believed',         undefined,       boss,      'ask'],
  ['listing', 'also where it is said that it is over',                      claimed(null),   boss,      'ask'],
])('%s: %s', (phase, _guarantee, told, kept, is) => {
  expect(decideManager(told, kept, phase)).toEqual(is === 'ask' ? { kind: 'ask' } : { kind: 'is', id: is });
});
