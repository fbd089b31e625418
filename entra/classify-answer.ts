import { classifyGraphError } from './classify-graph-error.ts';
import { EntraError } from './entra-error.ts';
import type { GraphAnswer } from './graph-call.ts';
import { parseJson, saysNotThere } from './read-graph-error.ts';
import { parseRetryAfter } from './retry-after.ts';

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The error that an unsuccessful answer of Graph is. */
export function classifyAnswer({ status, headers, body }: GraphAnswer, now: Date = new Date()): EntraError {
  const retryAfterMs = parseRetryAfter(headers.get('Retry-After'), now);
  const challenge = headers.get('WWW-Authenticate') ?? undefined;
  const json = parseJson(body);
  const code = classifyGraphError({ status, body: json, waitNamed: retryAfterMs !== undefined, challenge });
  return new EntraError(code, { retryAfterMs, requestId: requestIdOf(headers), notThere: saysNotThere(status, json) });
}

/** Microsoft's id of a request; only if it looks like one, as it is shown and stored. */
export function requestIdOf(headers: Headers): string | undefined {
  const id = headers.get('request-id');
  return id !== null && GUID.test(id) ? id : undefined;
}
