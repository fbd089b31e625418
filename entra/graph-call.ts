import type { Context, MiddlewareOptions } from '@microsoft/microsoft-graph-client';

/** What came back, read to its end. */
export type GraphAnswer = { readonly status: number; readonly headers: Headers; readonly body: string };

/** One request on its way through the steps of our client: what they need beside the SDK's own, and what they found. */
export class GraphCall implements MiddlewareOptions {
  readonly signal: AbortSignal;
  /** A link of Graph's, to be followed as it is. */
  readonly link: string | undefined;
  answer: GraphAnswer | undefined;
  /** What a step threw. */
  failure: unknown;

  constructor(signal: AbortSignal, link?: string) {
    this.signal = signal;
    this.link = link;
  }
}

export function callOf(context: Context): GraphCall {
  const call = context.middlewareControl?.getMiddlewareOptions(GraphCall);
  if (!(call instanceof GraphCall))
    throw new TypeError('A request of ours goes through the client of graph-client.ts.');
  return call;
}

/** A step of the client's chain: does its part, then calls the rest. */
export type GraphStep = (context: Context, rest: () => Promise<void>) => Promise<void>;
