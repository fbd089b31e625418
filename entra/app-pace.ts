import { setTimeout as delay } from 'node:timers/promises';
import { EntraError } from './entra-error.ts';
import { type AppUse, type DirectoryUse, pauseBefore, UNUSED, useUnits } from './pace.ts';
import { LEAST_UNITS } from './limits.ts';
import type { Throttling } from './read-throttling.ts';

/** Keeps requests to one directory at a pace that Microsoft accepts. */
export type DirectoryPace = {
  /** Waits where it has to. Throws the signal's reason, or EntraError `graphThrottled` where waiting here took too long. */
  beforeRequest(signal: AbortSignal): Promise<void>;
  /** Takes notice of what an answer tells. */
  afterAnswer(told: Throttling): void;
};

/** The budget that all tenants of one app share within this process; the pace of each directory is a part of it. */
export type AppPace = { ofDirectory(): DirectoryPace };

export type PaceOptions = {
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Told of the resource units of each answer. */
  readonly onUnits?: (units: number) => void;
};

/** What has to wait for longer is tried again later instead, and holds up nobody else meanwhile. */
const LONGEST_PAUSE_MS = 30_000;

export function createAppPace({
  now = Date.now,
  sleep = sleepUntilAborted,
  onUnits = () => undefined,
}: PaceOptions = {}): AppPace {
  let app: AppUse = UNUSED;
  return {
    ofDirectory() {
      let directory: DirectoryUse | undefined;
      return {
        async beforeRequest(signal) {
          const pauseMs = pauseBefore(app, directory, now());
          if (pauseMs > LONGEST_PAUSE_MS) throw new EntraError('graphThrottled', { retryAfterMs: pauseMs });
          // Counted before it is sent, so that those who wait together do not all go at once.
          app = useUnits(app, LEAST_UNITS, now());
          if (pauseMs > 0) await sleep(pauseMs, signal);
        },
        afterAnswer({ units, share, appClosedForMs }) {
          const at = now();
          app = useUnits(app, units - LEAST_UNITS, at);
          if (appClosedForMs !== undefined)
            app = { ...app, closedUntil: Math.max(app.closedUntil, at + appClosedForMs) };
          directory = share === undefined ? undefined : { share, at };
          onUnits(units);
        },
      };
    },
  };
}

/** Ends early with the signal's reason. */
async function sleepUntilAborted(ms: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  await delay(ms, undefined, { signal }).catch(() => signal.throwIfAborted());
}
