import { expect, test, vi } from 'vitest';
import { repeat } from '../../worker/repeat.ts';

test('work is repeated until it is stopped, and what is under way is waited for', async () => {
  const stop = new AbortController();
  const [reached, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  let turns = 0;
  let ended = false;
  const work = async () => {
    if (++turns < 3) return;
    reached.resolve();
    await released.promise;
  };
  const repeating = repeat(work, { everyMs: 1, signal: stop.signal, onError: vi.fn() }).then(() => (ended = true));
  await reached.promise;
  stop.abort();
  await Promise.resolve();
  expect(ended).toBe(false);
  released.resolve();
  await repeating;
  expect(turns).toBe(3);
});

test('an error is reported and does not end it', async () => {
  const stop = new AbortController();
  const reported: unknown[] = [];
  let turns = 0;
  await repeat(
    async () => {
      if (++turns === 3) stop.abort();
      throw new Error(`turn ${turns}`);
    },
    { everyMs: 1, signal: stop.signal, onError: (err) => reported.push(err) },
  );
  expect(reported.map(String)).toEqual(['Error: turn 1', 'Error: turn 2', 'Error: turn 3']);
});

test('who stops it in a pause does not wait for the next turn', async () => {
  const stop = new AbortController();
  let turns = 0;
  const repeating = repeat(
    async () => {
      turns++;
    },
    { everyMs: 3_600_000, signal: stop.signal, onError: vi.fn() },
  );
  await vi.waitFor(() => expect(turns).toBe(1), { timeout: 30_000 });
  stop.abort();
  await repeating;
  expect(turns).toBe(1);
});

test('what is stopped before it began does nothing', async () => {
  const work = vi.fn<() => Promise<void>>();
  await repeat(work, { everyMs: 1, signal: AbortSignal.abort(), onError: vi.fn() });
  expect(work).not.toHaveBeenCalled();
});
