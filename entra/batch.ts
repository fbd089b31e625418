import { z } from 'zod';
import { BATCH_SIZE } from './limits.ts';
import { classifyGraphError } from './classify-graph-error.ts';
import { brokenAnswer, type GraphClient, PRIORITY_HEADER } from './graph-client.ts';
import { readThrottling } from './read-throttling.ts';
import { parseRetryAfter } from './retry-after.ts';
import { readGraphError, saysNotThere } from './read-graph-error.ts';
import type { FailureCode } from '../sync/failure.ts';

const Batch = z.object({
  responses: z.array(
    z.looseObject({
      id: z.string(),
      status: z.number(),
      headers: z.record(z.string(), z.unknown()).nullish(),
      body: z.unknown().optional(), // a part that failed may have none
    }),
  ),
});

/** https://learn.microsoft.com/en-us/graph/api/resources/mailboxsettings: Exchange’s own codes, in lower case. */
const NO_MAILBOX = ['mailboxnotenabledforrestapi', 'mailboxnotsupportedforrestapi'];
type Part = z.infer<typeof Batch>['responses'][number];

/**
 * What one request of a batch was answered. `notThere`: Graph itself says that no object has this id.
 * `noMailbox`: Exchange says that this person has no mailbox it keeps.
 */
export type BatchAnswer =
  | { readonly kind: 'answered'; readonly body: unknown }
  | { readonly kind: 'notThere' }
  | {
      readonly kind: 'refused';
      readonly code: FailureCode;
      readonly retryAfterMs: number | undefined;
      readonly noMailbox?: true;
      /** Graph itself says that what was asked for is not there, of somebody or something that may be. */
      readonly foundNothing?: true;
    };

/**
 * Sends GET requests for relative URLs as one, and gives their answers in the same order: Graph gives them in any. The
 * whole succeeds even if each part failed, so each answer is judged by itself; one that is missing counts as refused.
 */
export async function getBatch(
  graph: GraphClient,
  urls: readonly string[],
  signal: AbortSignal,
  more: Readonly<Record<string, string>> = {},
): Promise<readonly BatchAnswer[]> {
  if (urls.length > BATCH_SIZE) throw new RangeError(`A batch holds ${BATCH_SIZE} requests, not ${urls.length}.`);
  // Headers of the whole do not reach its parts.
  const headers = { [PRIORITY_HEADER]: graph.priority, ...more };
  const requests = urls.map((url, index) => ({ id: String(index), method: 'GET', url, headers }));
  const { data } = Batch.safeParse(await graph.post('/$batch', { requests }, signal));
  if (data === undefined) throw brokenAnswer();
  for (const part of data.responses) {
    graph.pace.afterAnswer(readThrottling(part.status, (name) => headerOf(part, name), new Date()));
  }
  const parts = new Map(data.responses.map((part) => [part.id, part]));
  return requests.map(({ id }) => judge(parts.get(id)));
}

function judge(part: Part | undefined): BatchAnswer {
  if (part === undefined) return { kind: 'refused', code: 'graphUnavailable', retryAfterMs: undefined };
  const { status, body } = part;
  if (status >= 200 && status <= 299) return { kind: 'answered', body };
  if (saysNotThere(status, body)) return { kind: 'notThere' };
  const codes = status === 404 ? readGraphError(body) : undefined;
  const noMailbox = NO_MAILBOX.some((code) => codes?.includes(code) === true);
  const retryAfterMs = parseRetryAfter(headerOf(part, 'retry-after'), new Date());
  return {
    kind: 'refused',
    code: classifyGraphError({ status, body, waitNamed: retryAfterMs !== undefined }),
    retryAfterMs,
    ...(noMailbox && { noMailbox }),
    ...(codes !== undefined && { foundNothing: true }),
  };
}

function headerOf({ headers }: Part, name: string): string | undefined {
  const found = Object.entries(headers ?? {}).find(([key]) => key.toLowerCase() === name)?.[1];
  return typeof found === 'string' || typeof found === 'number' ? String(found) : undefined;
}
