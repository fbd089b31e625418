import { Context } from '@temporalio/activity';
import type { ActivityDeps } from './activity-deps.ts';

/** One time-boxed part of long work. */
export type Chunk = {
  /** Aborted when Temporal cancels the activity: then what is in flight is abandoned whole. */
  readonly signal: AbortSignal;
  /** True when the time is spent, or the process is to end: finish what is in hand and return. */
  readonly isOver: () => boolean;
};

/**
 * Runs time-boxed work with heartbeats. They say no more than "alive", thrice within the time-out, so that one slow
 * request is no death; where the work stands is in the database, in the transaction of what was done.
 */
export async function inChunk<T>(
  { now, chunkTimeMs, stopping }: Pick<ActivityDeps, 'now' | 'chunkTimeMs' | 'stopping'>,
  work: (chunk: Chunk) => Promise<T>,
): Promise<T> {
  const context = Context.current();
  const endsAt = now().getTime() + chunkTimeMs;
  const everyMs = (context.info.heartbeatTimeoutMs ?? 60_000) / 3;
  const heartbeat = setInterval(() => context.heartbeat(), everyMs);
  try {
    return await work({
      signal: context.cancellationSignal,
      isOver: () => stopping.aborted || now().getTime() >= endsAt,
    });
  } finally {
    clearInterval(heartbeat);
  }
}
