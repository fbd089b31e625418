import { Context } from '@temporalio/activity';

/** Where an activity of a test stands still until the test lets it go on. */
export type Gate = {
  /** Resolves when an activity has come to the gate. */
  readonly reached: Promise<void>;
  /** Waits, with heartbeats, until the gate is open. Cancellation does not open it: a page is finished whole. */
  readonly pass: () => Promise<void>;
  /** Like `pass`, but is let through by cancellation too, as a request in flight is. */
  readonly passOrBeCancelled: () => Promise<void>;
  readonly open: () => void;
};

const HEARTBEAT_MS = 50;

export function createGate(): Gate {
  const reached = Promise.withResolvers<void>();
  const opened = Promise.withResolvers<void>();
  const waitFor = async (event: Promise<unknown>): Promise<void> => {
    const context = Context.current();
    const heartbeat = setInterval(() => context.heartbeat(), HEARTBEAT_MS);
    reached.resolve();
    try {
      await event;
    } finally {
      clearInterval(heartbeat);
    }
  };
  return {
    reached: reached.promise,
    pass: () => waitFor(opened.promise),
    passOrBeCancelled: () => waitFor(Promise.race([opened.promise, Context.current().cancelled])),
    open: opened.resolve,
  };
}
