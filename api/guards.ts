import { isUtf8 } from 'node:buffer';
import type { MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { ApiDeps } from './api-deps.ts';
import type { ApiEnv } from './api-env.ts';
import { callerOf } from './access/caller-of.ts';
import { notFound, ProblemError } from './problem-error.ts';

/** What stands before routes, from the outside in. */

/** Lets nobody by without a key, and notes whose it is. */
export const authenticate = (deps: Pick<ApiDeps, 'db' | 'now' | 'operatorKey'>): MiddlewareHandler<ApiEnv> =>
  async function authenticate(c, next) {
    c.set('caller', await callerOf(deps, c.req.header('Authorization')));
    await next();
  };

/** A tenant's key sees its own tenant; of all others it cannot even learn that they are there. */
export const ownTenantOnly: MiddlewareHandler<ApiEnv> = async function ownTenantOnly(c, next) {
  const { caller } = c.var;
  if (caller.kind === 'tenant' && caller.tenantId !== c.req.param('id')?.toLowerCase()) throw notFound('tenant');
  await next();
};

export const operatorOnly: MiddlewareHandler<ApiEnv> = async function operatorOnly(c, next) {
  if (c.var.caller.kind !== 'operator') {
    throw new ProblemError('operatorOnly', 'A tenant’s key may not do this.', { remedy: 'Use an operator’s key.' });
  }
  await next();
};

/** Bytes of a body of JSON. The longest settings take some 60 KB in Latin letters. */
export const BODY_LIMIT = 256 * 1024;

export const limitBody: MiddlewareHandler<ApiEnv> = bodyLimit({
  maxSize: BODY_LIMIT,
  onError: () => {
    throw new ProblemError('tooLarge', `The body is longer than ${BODY_LIMIT / 1024} KB.`);
  },
});

/** JSON is UTF-8 (https://www.rfc-editor.org/rfc/rfc8259#section-8.1): what is none would be stored as question marks. */
export const refuseBrokenText: MiddlewareHandler<ApiEnv> = async function refuseBrokenText(c, next) {
  if (c.req.raw.body !== null && !isUtf8(Buffer.from(await c.req.arrayBuffer()))) {
    const message = 'The body is not UTF-8.';
    throw new ProblemError('malformed', message, { errors: [{ path: '', message }] });
  }
  await next();
};

/** A body of no length is none, whatever type it is said to have: some clients always say one. */
export const forgetTypeOfNothing: MiddlewareHandler<ApiEnv> = async function forgetTypeOfNothing(c, next) {
  const { raw } = c.req;
  if (raw.headers.has('content-type') && (raw.body === null || raw.headers.get('content-length') === '0')) {
    const headers = new Headers(raw.headers);
    headers.delete('content-type');
    c.req.raw = new Request(raw.url, { method: raw.method, headers, signal: raw.signal });
  }
  await next();
};

/** For routes that take no body: none, or an empty object. */
export const noBody: MiddlewareHandler<ApiEnv> = async function noBody(c, next) {
  if (!/^\s*(\{\s*\})?\s*$/.test(await c.req.text())) {
    const message = 'This route takes no body.';
    throw new ProblemError('malformed', message, { errors: [{ path: '', message }] });
  }
  await next();
};
