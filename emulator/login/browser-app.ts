import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { APPLICATION, type EmulatorContext, type HostEnv } from '../context.ts';
import { meetFaults } from '../meet-faults.ts';
import { aadstsError, refusalOf } from './aadsts.ts';

const querySchema = z.object({
  client_id: z.string().default(''),
  redirect_uri: z.string().default(''),
  scope: z.string().optional(),
  state: z.string().optional(),
});

/**
 * What people see in their browser, on the sign-in host and, without a certificate to trust, on the loopback. So far:
 * admin consent, given at once. The sign-in page of administrators is to be `/:tenant/oauth2/v2.0/authorize` here.
 * https://learn.microsoft.com/en-us/entra/identity-platform/v2-admin-consent
 */
export function createBrowserApp(context: EmulatorContext): Hono<HostEnv> {
  return new Hono<HostEnv>().get('/:tenant/v2.0/adminconsent', meetFaults(context, 'login'), (c) => {
    const parsed = querySchema.safeParse(c.req.query());
    const directory = context.directories.find(c.req.param('tenant'));
    if (directory === null) return errorPage(c, context, 90002);
    const { client_id: clientId, redirect_uri: redirectUri, scope, state } = parsed.data ?? querySchema.parse({});
    if (clientId !== APPLICATION.clientId) return errorPage(c, context, 700016);
    if (!isRedirectAddress(redirectUri)) return errorPage(c, context, 50011);
    if (directory.consent === 'disabled') return errorPage(c, context, refusalOf('disabled') ?? 7000112);

    // In an error too, as Microsoft sends it: who looks at it alone takes a refusal for consent.
    const answer = { admin_consent: 'True', state };
    const fault = c.get('faults').get('signIn');
    if (fault !== undefined) {
      const { body } = aadstsError(fault.aadsts, { now: context.clock.now(), error: fault.error });
      const { error, error_description } = body;
      return c.redirect(withQuery(redirectUri, { error, error_description, ...answer }));
    }
    directory.setConsent('granted');
    return c.redirect(withQuery(redirectUri, { ...answer, tenant: directory.entraTenantId, scope }));
  });
}

/** https anywhere, http on the loopback only; https://learn.microsoft.com/en-us/entra/identity-platform/reply-url */
function isRedirectAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || (protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname));
}

function withQuery(address: string, values: Readonly<Record<string, string | undefined>>): string {
  const url = new URL(address);
  for (const [name, value] of Object.entries(values)) if (value !== undefined) url.searchParams.set(name, value);
  return url.href;
}

/** Entra shows such errors itself and sends nobody on. */
function errorPage(c: Context<HostEnv>, { clock }: EmulatorContext, number: number): Response {
  return c.text(`${aadstsError(number, { now: clock.now() }).body.error_description}\r\n`, 400);
}
