import { expect, it } from 'vitest';
import { readAhead } from '../../activities/read-ahead.ts';

/** Numbers from 1, each of which has to be let go; `events` tells what happened in which order. */
function numbers(events: string[]) {
  const going = new Map<number, PromiseWithResolvers<void>>();
  const begin = (number: number) => {
    const work = Promise.withResolvers<void>();
    going.set(number, work);
    events.push(`begin ${number}`);
    return work.promise;
  };
  async function* all(): AsyncGenerator<number, void> {
    for (let number = 1; number <= 4; number++) {
      await begin(number);
      yield number;
    }
  }
  return {
    all: all(),
    finish: (number: number) => going.get(number)?.resolve(),
    fail: (number: number) => going.get(number)?.reject(new Error(`${number} failed`)),
  };
}

it('one item is worked out while another is used, and no more', async () => {
  const events: string[] = [];
  const { all, finish } = numbers(events);
  const items = readAhead(all, () => undefined);
  const first = items.next();
  finish(1);
  expect(await first).toEqual({ value: 1, done: false });
  expect(events).toEqual(['begin 1', 'begin 2']);
});

it('whoever stops early gives up what is under way, and has ended only when that has', async () => {
  const events: string[] = [];
  const { all, finish, fail } = numbers(events);
  const items = readAhead(all, () => {
    events.push('given up');
    fail(2);
  });
  const first = items.next();
  finish(1);
  await first;
  await items.return();
  expect(events).toEqual(['begin 1', 'begin 2', 'given up']);
  expect(await all.next(), 'its failure is nobody’s any more').toEqual({ value: undefined, done: true });
});

it('a failure is thrown when its turn comes, and not before', async () => {
  const { all, finish, fail } = numbers([]);
  const items = readAhead(all, () => undefined);
  const first = items.next();
  finish(1);
  expect((await first).value).toBe(1);
  fail(2);
  await expect(items.next()).rejects.toThrow('2 failed');
});
