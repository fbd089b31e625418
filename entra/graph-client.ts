import { Client, type Middleware, ResponseType } from '@microsoft/microsoft-graph-client';
import type { RequestPriority } from '../sync/request-priority.ts';
import { createAppPace, type DirectoryPace } from './app-pace.ts';
import { authenticate } from './authenticate.ts';
import { classifyAnswer } from './classify-answer.ts';
import { EntraError } from './entra-error.ts';
import { callOf, GraphCall, type GraphAnswer, type GraphStep } from './graph-call.ts';
import { keepPace } from './keep-pace.ts';
import { parseJson, readGraphError } from './read-graph-error.ts';
import { send } from './send.ts';
import type { TokenSource } from './token-source.ts';
import { trustOrigin } from './trust-origin.ts';

/**
 * Asks Graph and gives the JSON of a successful answer. All else is an EntraError; an aborted signal's reason is thrown
 * as it is. Nothing is retried here.
 */
export type GraphClient = {
  /** `path` stands under `/v1.0`, with its query. */
  get(path: string, signal: AbortSignal, headers?: Readonly<Record<string, string>>): Promise<unknown>;
  /** Follows a link that Graph gave, as it is. Headers of the request that gave it are not remembered in it. */
  follow(link: string, signal: AbortSignal, headers?: Readonly<Record<string, string>>): Promise<unknown>;
  /** A content that is no JSON; `tooLarge` beyond so many bytes. Undefined: Graph itself says that there is none. */
  getContent(path: string, signal: AbortSignal, mostBytes: number): Promise<Uint8Array | 'tooLarge' | undefined>;
  post(path: string, content: unknown, signal: AbortSignal): Promise<unknown>;
  /** How urgent these requests are, and their pace: parts of a batch have both of their own. */
  readonly priority: RequestPriority;
  readonly pace: DirectoryPace;
};

/** https://learn.microsoft.com/en-us/graph/throttling-limits: of requests in one directory the low ones are throttled first. */
export const PRIORITY_HEADER = 'x-ms-throttle-priority';

type Pacing = { readonly priority: RequestPriority; readonly pace: DirectoryPace };

/**
 * Microsoft's client with our own chain. The SDK's RetryHandler is left out on purpose: it sleeps for up to three
 * minutes without a heartbeat, and hides that a page was asked for twice
 * (https://learn.microsoft.com/en-us/graph/paging tells why that matters). So are its telemetry and its redirects.
 */
export function createGraphClient(
  graphEndpoint: string,
  tokens: TokenSource,
  timeLimitMs: number,
  { priority, pace }: Pacing = { priority: 'high', pace: createAppPace().ofDirectory() },
): GraphClient {
  const steps = [trustOrigin(graphEndpoint), authenticate(tokens), keepPace(pace), send(timeLimitMs)];
  const chain = steps.map(toMiddleware);
  const client = Client.initWithMiddleware({ baseUrl: graphEndpoint, defaultVersion: 'v1.0', middleware: chain });
  const request = (path: string, call: GraphCall) =>
    client.api(path).middlewareOptions([call]).responseType(ResponseType.RAW).header(PRIORITY_HEADER, priority);
  return {
    priority,
    pace,
    get(path, signal, headers = {}) {
      const call = new GraphCall(signal);
      return answerOf(call, () => request(path, call).headers(headers).get());
    },
    follow(link, signal, headers = {}) {
      const call = new GraphCall(signal, { link });
      return answerOf(call, () => request('/users', call).headers(headers).get());
    },
    async getContent(path, signal, mostBytes) {
      const call = new GraphCall(signal, { mostBytes });
      const answer = await answered(call, () => request(path, call).get());
      if (answer.status === 404 && readGraphError(parseJson(answer.body)) !== undefined) return undefined;
      return answer.content ?? fail(classifyAnswer(answer));
    },
    post(path, content, signal) {
      const call = new GraphCall(signal);
      return answerOf(call, () => request(path, call).post(content));
    },
  };
}

const answerOf = async (call: GraphCall, ask: () => Promise<unknown>): Promise<unknown> =>
  jsonOf(await answered(call, ask));

async function answered(call: GraphCall, ask: () => Promise<unknown>): Promise<GraphAnswer> {
  try {
    await ask();
  } catch (err) {
    // The SDK wraps what a step throws into an error of its own.
    throw call.failure ?? err;
  }
  if (call.answer === undefined) throw new EntraError('graphUnavailable');
  return call.answer;
}

function fail(err: Error): never {
  throw err;
}

function jsonOf(answer: GraphAnswer): unknown {
  if (answer.status < 200 || answer.status > 299) throw classifyAnswer(answer);
  const json = parseJson(answer.body);
  if (json === undefined) throw brokenAnswer();
  return json;
}

/** A successful answer that is cut short, or not what Graph documents. */
export const brokenAnswer = (): EntraError => new EntraError('graphUnavailable');

/** What a parser made of an answer, or of an item of it. Throws brokenAnswer where that is nothing. */
export function orBroken<Parsed>(parsed: Parsed | undefined): Parsed {
  if (parsed === undefined) throw brokenAnswer();
  return parsed;
}

function toMiddleware(step: GraphStep): Middleware {
  let next: Middleware | undefined;
  return {
    setNext: (middleware) => (next = middleware),
    async execute(context) {
      try {
        await step(context, async () => next?.execute(context));
      } catch (err) {
        const call = callOf(context);
        call.failure ??= err;
        throw err;
      }
    },
  };
}
