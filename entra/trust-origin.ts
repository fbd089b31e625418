import { EntraError } from './entra-error.ts';
import { callOf, type GraphStep } from './graph-call.ts';

/** Whether a link leads to our Graph endpoint: same scheme, host and port, and no name or password in it. */
export function isTrustedLink(link: string, graphEndpoint: string): boolean {
  const url = URL.parse(link);
  return url?.origin === new URL(graphEndpoint).origin && url.username === '' && url.password === '';
}

/**
 * The first step: nothing leaves, and no token is attached, unless it goes to our Graph endpoint. The SDK's own test of
 * hosts cuts text by hand and takes `https://graph.microsoft.com:x@evil.example/` for Microsoft's.
 *
 * A link is followed as it is (https://learn.microsoft.com/en-us/graph/paging); the SDK would take its query apart and
 * put it together in another order.
 */
export const trustOrigin =
  (graphEndpoint: string): GraphStep =>
  async (context, rest) => {
    const { link } = callOf(context);
    if (link !== undefined) context.request = link;
    if (typeof context.request !== 'string' || !isTrustedLink(context.request, graphEndpoint)) {
      throw new EntraError('untrustedLink');
    }
    await rest();
  };
