import type * as z from 'zod';
import { CliError } from './cli-error.ts';
import { failureOf, foreignAnswer } from './failure-of.ts';
import type { Settings } from './settings.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** Rollcall's HTTP API. Every answer is parsed; everything that goes wrong is a CliError. */
export type Api = {
  readonly get: <S extends z.ZodType>(path: string, answer: S) => Promise<z.output<S>>;
  /** `version`: what the change is meant to replace; it is refused where that is the newest no more. */
  readonly send: <S extends z.ZodType>(
    method: Method,
    path: string,
    answer: S,
    body?: unknown,
    version?: number,
  ) => Promise<z.output<S>>;
  /** The body as it arrives; it fails when nothing comes for as long as an answer may take. */
  readonly stream: (path: string, accept: string) => Promise<AsyncIterable<Uint8Array>>;
};

/** A path of the API with its parts escaped: `` path`/api/tenants/${id}` ``. */
export const path = (parts: TemplateStringsArray, ...values: readonly string[]): string =>
  String.raw({ raw: parts }, ...values.map(encodeURIComponent));

/** The query string of what is given. */
export function query(values: Readonly<Record<string, string | number | undefined>>): string {
  const given = Object.entries(values).flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]]));
  return given.length === 0 ? '' : `?${new URLSearchParams(given).toString()}`;
}

/**
 * Settings are asked for with the first request, so that what needs no API needs no key. `timeoutMs` bounds one
 * answer; of a stream, each pause within it.
 */
export function createApi(settings: () => Settings, timeoutMs: number): Api {
  const ask = async (
    method: Method,
    route: string,
    accept: string,
    signal: AbortSignal,
    body?: unknown,
    version?: number,
  ) => {
    const { apiUrl, key } = settings();
    try {
      const response = await fetch(`${apiUrl}${route}`, {
        method,
        signal,
        redirect: 'manual', // a POST would become a GET on the way
        headers: {
          authorization: `Bearer ${key}`,
          accept,
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...(version !== undefined && { 'if-match': `"${version}"` }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      if (response.ok) return response;
      throw failureOf(apiUrl, response, await response.text());
    } catch (error) {
      throw asCliError(error, apiUrl, timeoutMs);
    }
  };

  const send: Api['send'] = async (method, route, answer, body, version) => {
    const response = await ask(method, route, 'application/json', AbortSignal.timeout(timeoutMs), body, version);
    const { apiUrl } = settings();
    const text = await response.text().catch((error: unknown) => {
      throw asCliError(error, apiUrl, timeoutMs);
    });
    const parsed = answer.safeParse(parseJson(text));
    if (!parsed.success) throw foreignAnswer(apiUrl, parsed.error);
    return parsed.data;
  };

  return {
    send,
    get: (route, answer) => send('GET', route, answer),
    async stream(route, accept) {
      const silence = new AbortController();
      const timer = setTimeout(() => silence.abort(new DOMException('silent', 'TimeoutError')), timeoutMs);
      const response = await ask('GET', route, accept, silence.signal).catch((error: unknown) => {
        clearTimeout(timer);
        throw error;
      });
      return chunksOf(response, timer, (error) => asCliError(error, settings().apiUrl, timeoutMs));
    },
  };
}

async function* chunksOf(response: Response, timer: NodeJS.Timeout, failed: (error: unknown) => CliError) {
  try {
    for await (const chunk of response.body ?? []) {
      timer.refresh();
      yield chunk;
    }
  } catch (error) {
    throw failed(error);
  } finally {
    clearTimeout(timer);
  }
}

/** Undefined for an empty body, and for a text that is no JSON: the schema refuses what it has no use for. */
function parseJson(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

function asCliError(error: unknown, apiUrl: string, timeoutMs: number): CliError {
  if (error instanceof CliError) return error;
  const late = error instanceof DOMException && error.name === 'TimeoutError';
  return new CliError(
    'unreachable',
    late
      ? `Rollcall at ${apiUrl} did not answer within ${timeoutMs / 1000} s.`
      : `Rollcall does not answer at ${apiUrl}${causeOf(error)}.`,
    {
      code: late ? 'timeout' : 'unreachable',
      remedy: late
        ? 'Try again, or allow more with --timeout.'
        : 'Check that it runs (`npm start`, or `npm run api`) and that --url or ROLLCALL_URL is its address.',
      passing: true,
    },
  );
}

const CAUSES: Readonly<Record<string, string>> = {
  ECONNREFUSED: ': nothing listens there',
  ENOTFOUND: ': no such host',
  EAI_AGAIN: ': the name of the host could not be looked up',
  ECONNRESET: ': the line was cut',
  UND_ERR_SOCKET: ': the line was cut',
  EHOSTUNREACH: ': no way to that host',
  DEPTH_ZERO_SELF_SIGNED_CERT: ': its certificate is not trusted (NODE_EXTRA_CA_CERTS adds an authority)',
  SELF_SIGNED_CERT_IN_CHAIN: ': its certificate is not trusted (NODE_EXTRA_CA_CERTS adds an authority)',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: ': its certificate is not trusted (NODE_EXTRA_CA_CERTS adds an authority)',
  CERT_HAS_EXPIRED: ': its certificate has expired',
};

/** fetch says "fetch failed"; the reason is in its cause. */
function causeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause !== null && typeof cause === 'object' && 'code' in cause ? String(cause.code) : '';
  return CAUSES[code] ?? '';
}
