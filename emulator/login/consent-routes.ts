import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { z } from 'zod';
import { APPLICATION, type EmulatorContext, type HostEnv } from '../context.ts';
import type { Directory } from '../directory/directory.ts';
import { meetFaults } from '../meet-faults.ts';
import { mayConsent } from '../people/directory-roles.ts';
import { aadstsError, refusalOf } from './aadsts.ts';
import { administratorsOf, errorPage, hidden, loginPage, nameOf } from './login-page.ts';
import { isRedirectAddress, withQuery } from './redirect-address.ts';

const querySchema = z.object({
  client_id: z.string().default(''),
  redirect_uri: z.string().default(''),
  scope: z.string().optional(),
  state: z.string().optional(),
});
/** What the form of the page adds. */
const choiceSchema = z.object({ person: z.string().default(''), answer: z.string().optional() });
type Query = z.infer<typeof querySchema>;

/**
 * Admin consent: a page that says what the application may do, to accept or to cancel. Where nobody is said to be asking,
 * the directory's first administrator does.
 * https://learn.microsoft.com/en-us/entra/identity-platform/v2-admin-consent
 */
export function consentRoutes(context: EmulatorContext): Hono<HostEnv> {
  const path = '/:tenant/v2.0/adminconsent';
  const meet = meetFaults(context, 'login');
  return new Hono<HostEnv>()
    .get(path, meet, (c) => {
      const query = querySchema.parse(c.req.query());
      const directory = context.directories.find(c.req.param('tenant'));
      return refuse(c, context, query, directory) ?? askForConsent(c, query, directory);
    })
    .post(path, meet, async (c) => {
      const form = await c.req.parseBody();
      const query = querySchema.parse(form);
      const { person: asked, answer: pressed } = choiceSchema.parse(form);
      const directory = context.directories.find(c.req.param('tenant'));
      const refusal = refuse(c, context, query, directory);
      if (refusal !== null || directory === null) return refusal ?? errorPage(c, context, 90002);
      const fault = c.get('faults').get('signIn');
      if (fault !== undefined) return leadBack(c, context, query, fault.aadsts, fault.error);
      if (pressed !== 'accept') return leadBack(c, context, query, 65004);
      const [first] = administratorsOf(directory).filter(mayConsent);
      const person = asked === '' ? first : directory.find(asked);
      if (!person || !mayConsent(person)) return errorPage(c, context, 90094);
      directory.setConsent('granted');
      const { scope, state } = query;
      const answer = { admin_consent: 'True', tenant: directory.entraTenantId, scope, state };
      return c.redirect(withQuery(query.redirect_uri, answer));
    });
}

function refuse(c: Context<HostEnv>, context: EmulatorContext, query: Query, directory: Directory | null) {
  if (directory === null) return errorPage(c, context, 90002);
  if (query.client_id !== APPLICATION.clientId) return errorPage(c, context, 700016);
  if (!isRedirectAddress(query.redirect_uri)) return errorPage(c, context, 50011);
  if (directory.consent === 'disabled') return errorPage(c, context, refusalOf('disabled') ?? 7000112);
  return null;
}

/** In an error too it says `admin_consent=True`, as Microsoft sends it: who looks at that alone takes a refusal for consent. */
function leadBack(c: Context<HostEnv>, { clock }: EmulatorContext, query: Query, number: number, error?: string) {
  const { body } = aadstsError(number, { now: clock.now(), error });
  const { error_description } = body;
  const answer = { error: body.error, error_description, admin_consent: 'True', state: query.state };
  return c.redirect(withQuery(query.redirect_uri, answer));
}

function askForConsent(c: Context<HostEnv>, query: Query, directory: Directory | null) {
  if (directory === null) return c.notFound();
  const kept = Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined)) as Record<
    string,
    string
  >; // those that are undefined are gone
  return loginPage(
    c,
    'Permissions requested',
    html`<p>Rollcall asks <strong>${directory.name}</strong> for these permissions, for the whole organisation:</p>
      <ul>
        ${directory.permissions.map((permission) => html`<li>${permission}</li>`)}
      </ul>
      <form method="post">
        ${hidden(kept)}
        <p>
          <label
            >Consenting as
            <select name="person">
              ${administratorsOf(directory).map(
                (person) => html`<option value="${person.properties.id}">${nameOf(person)}</option>`,
              )}
            </select></label
          >
        </p>
        <button name="answer" value="accept">Accept</button> <button name="answer" value="cancel">Cancel</button>
      </form>`,
  );
}
