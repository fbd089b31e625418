import type { Context, MiddlewareHandler } from 'hono';
import { setTimeout as delay } from 'node:timers/promises';
import type { EmulatorContext, HostEnv } from './context.ts';
import type { MetFaults } from './faults/faults.ts';
import { answerInstead, breakConnection, spoilAnswer } from './faults/spoil-answer.ts';
import { keptHeaders, withoutTokens } from './requests.ts';

/**
 * POST that reads: https://learn.microsoft.com/en-us/graph/json-batching, and those that ask for many ids or a token; and
 * what people send from the pages of sign-in, which no client does.
 */
const READING_POSTS = /\/(\$batch|directoryObjects\/getByIds|oauth2\/v2\.0\/(token|authorize)|v2\.0\/adminconsent)$/i;

/**
 * Lets a request of either host meet the faults that wait for it, and notes it. A fault that replaces the whole answer
 * is carried out here; what else it met, the routes find in `faults`.
 */
export function meetFaults(context: EmulatorContext, host: 'login' | 'graph'): MiddlewareHandler<HostEnv> {
  return async function meetFaultsOfHost(c, next) {
    const url = new URL(c.req.url);
    const entraTenantId = host === 'graph' ? tenantOfToken(context, c) : tenantOfPath(context, url.pathname);
    const faults = context.faults.meet({
      host,
      entraTenantId,
      method: c.req.method,
      path: decoded(url.pathname),
      pageToken: url.searchParams.get('$skiptoken'),
      hasDeltaToken: !['', 'latest'].includes(url.searchParams.get('$deltatoken') ?? ''),
    });
    c.set('faults', faults);
    await answer(c, faults, next, (status) =>
      context.requests.add({
        at: new Date(context.clock.now()).toISOString(),
        host,
        method: c.req.method,
        path: withoutTokens(url.pathname + url.search),
        entraTenantId,
        status,
        faults: faults.kinds,
        inBatch: c.env?.inBatch === true,
        isWrite: !['GET', 'HEAD', 'OPTIONS'].includes(c.req.method) && !READING_POSTS.test(url.pathname),
        headers: keptHeaders(c.req.raw.headers),
      }),
    );
  };
}

/** `note` is told the status before a byte is sent, so that who has the answer finds the request noted. */
async function answer(
  c: Context<HostEnv>,
  faults: MetFaults,
  next: () => Promise<void>,
  note: (status: number) => void,
): Promise<void> {
  const late = faults.get('delay');
  if (late !== undefined) await delay(late.ms);
  const outgoing = c.env?.outgoing;
  const breaks = faults.get('reset')?.when === 'before';
  if (breaks && outgoing !== undefined) {
    note(0);
    c.res = breakConnection(outgoing as Parameters<typeof breakConnection>[0]); // HTTP/1.1 is all that is served
    return;
  }
  // A part of a batch has no line of its own that could break: it was broken behind Graph.
  const instead = breaks
    ? errorAnswer({ status: 504, code: 'UnknownError', message: '' })
    : (answerInstead(faults) ?? statusOf(faults));
  if (instead !== null) {
    note(instead.status);
    // Once it was read, Hono lays its headers over the answer that takes its place: those that name the request.
    void c.res;
    c.res = instead;
    return;
  }
  await next();
  note(c.res.status);
  if (outgoing === undefined) return;
  const spoiled = await spoilAnswer(c.res, faults, outgoing as Parameters<typeof spoilAnswer>[2]); // as above
  if (spoiled !== c.res) {
    c.res = undefined; // else the headers of the answer that was right would be taken over
    c.res = spoiled;
  }
}

function statusOf(faults: MetFaults): Response | null {
  const fault = faults.get('status');
  if (fault === undefined) return null;
  const { status, code, innerCode, message, retryAfter, retryAfterDateInSeconds: date } = fault;
  const headers: Record<string, string> = { ...fault.headers };
  if (retryAfter !== undefined) headers['retry-after'] = retryAfter;
  if (date !== undefined) headers['retry-after'] = new Date(Date.now() + date * 1000).toUTCString();
  return errorAnswer({ status, code, innerCode, message }, headers);
}

type ErrorOfGraph = { status: number; code: string; innerCode?: string | undefined; message: string };

function errorAnswer(
  { status, code, innerCode, message }: ErrorOfGraph,
  headers: Record<string, string> = {},
): Response {
  const body = JSON.stringify({ error: { code, message, innerError: { code: innerCode } } });
  return new Response(body, { status, headers: { 'content-type': 'application/json', ...headers } });
}

/** As it is where it cannot be decoded. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function tenantOfToken({ tokens }: EmulatorContext, c: Context<HostEnv>): string | null {
  const [, token] = /^Bearer (.+)$/i.exec(c.req.header('authorization') ?? '') ?? [];
  return token === undefined ? null : (tokens.read(token)?.entraTenantId ?? null);
}

function tenantOfPath({ directories }: EmulatorContext, path: string): string | null {
  const [, first = ''] = path.split('/');
  return directories.find(decoded(first))?.entraTenantId ?? null;
}
