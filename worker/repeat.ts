import { setTimeout as sleep } from 'node:timers/promises';

/** Repeats work until the signal is aborted, with a pause after each turn. An error is reported and does not end it. */
export async function repeat(
  work: () => Promise<void>,
  { everyMs, signal, onError }: { everyMs: number; signal: AbortSignal; onError: (err: unknown) => void },
): Promise<void> {
  while (!signal.aborted) {
    await work().catch(onError);
    await sleep(everyMs, undefined, { signal }).catch(() => undefined);
  }
}
