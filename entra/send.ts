import { EntraError } from './entra-error.ts';
import { callOf, type GraphStep } from './graph-call.ts';

/**
 * The last step: sends the request and reads the answer to its end, all within the time limit, since a body that drips
 * would hold a run for ever. Redirects are not followed: the token would go with them. Retrying is the caller's.
 */
export const send =
  (timeLimitMs: number): GraphStep =>
  async (context) => {
    const call = callOf(context);
    const { method = 'GET', headers = {}, body } = context.options ?? {};
    const signal = AbortSignal.any([call.signal, AbortSignal.timeout(timeLimitMs)]);
    try {
      const request = { method, headers, redirect: 'manual', signal, ...(body != null && { body }) } as const;
      const response = await fetch(context.request, request);
      const { status } = response;
      if (call.mostBytes !== undefined && response.ok) {
        const content = await readAtMost(response, call.mostBytes);
        call.answer = { status, headers: response.headers, body: '', content };
        context.response = new Response(null, { status, headers: response.headers });
        return;
      }
      call.answer = { status, headers: response.headers, body: await response.text() };
      // The SDK only passes it on: a page of people need not be there twice.
      context.response = new Response(null, { status, headers: response.headers });
    } catch {
      call.signal.throwIfAborted();
      throw new EntraError('graphUnavailable');
    }
  };

/** What is longer is given up, whatever it says of its length. */
async function readAtMost(response: Response, most: number): Promise<Uint8Array | 'tooLarge'> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of response.body ?? []) {
    length += part.byteLength;
    if (length > most) return 'tooLarge'; // leaving the loop cancels the body
    parts.push(part);
  }
  return Buffer.concat(parts);
}
