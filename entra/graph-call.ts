import type { Context, MiddlewareOptions } from '@microsoft/microsoft-graph-client';

/** What came back, read to its end. */
export type GraphAnswer = {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
  /** Of a call for a content, where it succeeded; `tooLarge`: it was not read to its end. */
  readonly content?: Uint8Array | 'tooLarge';
};

/** One request on its way through the steps of our client: what they need beside the SDK's own, and what they found. */
export class GraphCall implements MiddlewareOptions {
  readonly signal: AbortSignal;
  /** A link of Graph's, to be followed as it is. */
  readonly link: string | undefined;
  /** It is a content that is asked for, no JSON, and of at most so many bytes. */
  readonly mostBytes: number | undefined;
  answer: GraphAnswer | undefined;
  /** What a step threw. */
  failure: unknown;

  constructor(signal: AbortSignal, { link, mostBytes }: { readonly link?: string; readonly mostBytes?: number } = {}) {
    this.signal = signal;
    this.link = link;
    this.mostBytes = mostBytes;
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
