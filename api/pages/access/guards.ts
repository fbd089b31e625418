import { hash, timingSafeEqual } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import type { ApiDeps } from '../../api-deps.ts';
import { notFound, ProblemError } from '../../problem-error.ts';
import type { PageEnv } from '../frame/page-env.ts';
import { formTokenOf, sessionOf } from './session.ts';

type Deps = Pick<ApiDeps, 'db' | 'now' | 'newKey' | 'operatorKey' | 'publicUrl' | 'sessionSecret'>;

/** What stands before pages, from the outside in. */

/** Notes who looks, as the session says. */
export const recognise = (deps: Deps): MiddlewareHandler<PageEnv> =>
  async function recognise(c, next) {
    const owner = await sessionOf(deps, c);
    c.set('formToken', formTokenOf(deps, c));
    switch (owner?.kind) {
      case undefined:
        c.set('viewer', { kind: 'nobody' });
        break;
      case 'operator':
        c.set('viewer', { kind: 'operator' });
        c.set('caller', { kind: 'operator' });
        break;
      case 'admin':
        c.set('viewer', owner);
        c.set('caller', { kind: 'tenant', tenantId: owner.tenantId });
        break;
    }
    await next();
  };

/** Nobody changes anything but by a form of our own page: it holds this browser's token, and came from our origin. */
export const checkForm = ({ publicUrl }: Deps): MiddlewareHandler<PageEnv> =>
  async function checkForm(c, next) {
    if (c.req.method !== 'GET' && c.req.method !== 'HEAD') {
      const ownOrigin =
        c.req.header('Sec-Fetch-Site') === 'same-origin' || c.req.header('Origin') === new URL(publicUrl).origin;
      const { formToken } = await c.req.parseBody();
      if (!ownOrigin || typeof formToken !== 'string' || !same(formToken, c.var.formToken)) {
        throw new ProblemError('formRefused', 'This form did not come from a page of yours, or is too old.', {
          remedy: 'Nothing was changed. Go back, load the page anew, and try once more.',
        });
      }
    }
    await next();
  };

/** Without a session one is asked to sign in, and then comes back. Only what is looked at can be come back to. */
export const signedIn: MiddlewareHandler<PageEnv> = async function signedIn(c, next) {
  if (c.var.viewer.kind !== 'nobody') return next();
  // A part of a page that its script asks for: the whole page is to lead to the sign-in, and not this part.
  if (c.req.header('HX-Request') !== undefined) return c.body(null, 200, { 'HX-Redirect': '/sign-in' });
  const { pathname, search } = new URL(c.req.url);
  const back = c.req.method === 'GET' && pathname !== '/' ? `?back=${encodeURIComponent(pathname + search)}` : '';
  return c.redirect(`/sign-in${back}`, 303);
};

/** An admin sees one tenant; of all others not even that they are there. */
export const ownTenantOnly: MiddlewareHandler<PageEnv> = async function ownTenantOnly(c, next) {
  const { viewer } = c.var;
  if (viewer.kind === 'admin' && viewer.tenantId !== c.req.param('id')?.toLowerCase()) throw notFound('tenant');
  await next();
};

export const operatorOnly: MiddlewareHandler<PageEnv> = async function operatorOnly(c, next) {
  if (c.var.viewer.kind !== 'operator') {
    throw new ProblemError('operatorOnly', 'This page is for the operators of Rollcall.', {
      remedy: 'Sign in with an operator’s key, or ask an operator to do it.',
    });
  }
  await next();
};

/** Takes as long for any wrong text. */
const same = (a: string, b: string): boolean =>
  timingSafeEqual(hash('sha256', a, 'buffer'), hash('sha256', b, 'buffer'));
