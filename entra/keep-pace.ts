import type { DirectoryPace } from './app-pace.ts';
import { callOf, type GraphStep } from './graph-call.ts';
import { readThrottling } from './read-throttling.ts';

/** Waits before a request as long as Microsoft's limits ask for, and takes notice of what its answer tells of them. */
export const keepPace =
  (pace: DirectoryPace): GraphStep =>
  async (context, rest) => {
    const call = callOf(context);
    await pace.beforeRequest(call.signal);
    await rest();
    if (call.answer === undefined) return;
    const { status, headers } = call.answer;
    pace.afterAnswer(readThrottling(status, (name) => headers.get(name), new Date()));
  };
