import { Hono } from 'hono';
import { html } from 'hono/html';
import type { EmulatorContext, HostEnv } from '../context.ts';
import { authorizeRoutes } from './authorize-routes.ts';
import { consentRoutes } from './consent-routes.ts';
import { loginPage } from './login-page.ts';

/**
 * What people see in their browser, on the sign-in host and, without a certificate to trust, on the loopback: signing
 * in, admin consent, signing out. Nobody stays signed in here: each sign-in asks anew who it is.
 */
export function createBrowserApp(context: EmulatorContext): Hono<HostEnv> {
  return new Hono<HostEnv>()
    .route('/', authorizeRoutes(context))
    .route('/', consentRoutes(context))
    .get('/:tenant/oauth2/v2.0/logout', (c) => loginPage(c, 'Signed out', html`<p>You can close this page.</p>`));
}
