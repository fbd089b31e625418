import type { Context } from 'hono';
import type { GraphEnv } from './graph-env.ts';
import { GraphRefusal } from './graph-refusal.ts';

/** Large directories and slow readers meet it: microsoftgraph/msgraph-sdk-dotnet issue 2254. */
export const expiredPageToken = (): GraphRefusal =>
  new GraphRefusal(400, 'Directory_ExpiredPageToken', 'The specified page token value has expired.');

/** Whether a page token is too old, by the directory's behaviour or by a fault. Times are milliseconds. */
export function isOutdated(c: Context<GraphEnv>, issuedAt: number, now: number): boolean {
  const { pageTokenMinutes } = c.get('directory').behaviour;
  const isOld = pageTokenMinutes !== null && now - issuedAt > pageTokenMinutes * 60_000;
  return isOld || c.get('faults').get('expiredPageToken') !== undefined;
}
