import { setTimeout as pause } from 'node:timers/promises';

/**
 * Waits until the question is answered with anything but undefined or false, and returns the answer. Fails after a
 * minute with what was waited for.
 */
export async function until<T>(what: string, ask: () => T | Promise<T>): Promise<Exclude<T, undefined | false>> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer as Exclude<T, undefined | false>; // just checked
    if (Date.now() > deadline) throw new Error(`Waited a minute in vain until ${what}.`);
    await pause(20);
  }
}
