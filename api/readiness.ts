import { setTimeout as sleep } from 'node:timers/promises';
import type * as z from 'zod';
import { DatabaseUnavailableError } from '../db/errors.ts';
import type { ApiDeps } from './api-deps.ts';
import type { Check } from './schemas/check.schema.ts';

/** As long as temporal/sync-client.ts waits; a session with PostgreSQL may take twice that. */
const ANSWER_WITHIN_MS = 5_000;

/** Whether what the API needs answers now: the database for everything, Temporal to pass messages on. */
export async function readiness({ db, sync }: Pick<ApiDeps, 'db' | 'sync'>): Promise<readonly z.infer<typeof Check>[]> {
  return Promise.all([
    checkOf('database', () => within(ANSWER_WITHIN_MS, db.ping()), 'Check that PostgreSQL runs, and DATABASE_URL.'),
    checkOf('temporal', () => sync.ping(), 'Check that Temporal runs, and TEMPORAL_ADDRESS. What was asked for waits.'),
  ]);
}

async function checkOf(name: string, ask: () => Promise<void>, remedy: string): Promise<z.infer<typeof Check>> {
  try {
    await ask();
    return { name, ok: true, detail: 'It answers.' };
  } catch (err) {
    // Its message is written for operators, and holds no address.
    const detail = err instanceof DatabaseUnavailableError ? err.message : 'It does not answer.';
    return { name, ok: false, detail, remedy };
  }
}

/** The work's outcome, or an error once the time is up; what comes after that is nobody's any more. */
async function within<T>(timeMs: number, work: Promise<T>): Promise<T> {
  work.catch(() => undefined);
  const stop = new AbortController();
  const late = sleep(timeMs, undefined, { signal: stop.signal }).then(() => {
    throw new DOMException(`It took longer than ${timeMs} ms.`, 'TimeoutError');
  });
  late.catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    stop.abort();
  }
}
