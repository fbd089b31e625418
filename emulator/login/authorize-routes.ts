import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { z } from 'zod';
import { APPLICATION, type EmulatorContext, type HostEnv } from '../context.ts';
import type { Directory } from '../directory/directory.ts';
import { meetFaults } from '../meet-faults.ts';
import type { Person } from '../people/person.ts';
import { aadstsError, refusalOf } from './aadsts.ts';
import { ANY_DIRECTORY } from './discovery-routes.ts';
import { administratorsOf, errorPage, hidden, loginPage, nameOf, partOf } from './login-page.ts';
import { isRedirectAddress, withQuery } from './redirect-address.ts';

const querySchema = z.object({
  client_id: z.string().default(''),
  redirect_uri: z.string().default(''),
  response_type: z.string().optional(),
  response_mode: z.string().default('query'),
  scope: z.string().default(''),
  state: z.string().optional(),
  nonce: z.string().optional(),
  code_challenge: z.string().optional(),
  code_challenge_method: z.string().optional(),
});
/** What a button of the page adds. */
const choiceSchema = z.object({ person: z.string().default(''), answer: z.string().optional() });
type Query = z.infer<typeof querySchema>;
type Found = { readonly directory: Directory; readonly person: Person };

/** People on the page at a time. */
const SHOWN = 12;

/**
 * Where a browser signs in: a page with people to choose from, which then leads back with a code.
 * https://learn.microsoft.com/en-us/entra/identity-platform/v2-oauth2-auth-code-flow
 */
export function authorizeRoutes(context: EmulatorContext): Hono<HostEnv> {
  const path = '/:tenant/oauth2/v2.0/authorize';
  const meet = meetFaults(context, 'login');
  return new Hono<HostEnv>()
    .get(path, meet, (c) => {
      const query = querySchema.parse(c.req.query());
      return refuse(c, context, query) ?? choosePerson(c, context, query);
    })
    .post(path, meet, async (c) => {
      const form = await c.req.parseBody();
      const query = querySchema.parse(form);
      const { person, answer } = choiceSchema.parse(form);
      const refusal = refuse(c, context, query);
      if (refusal !== null) return refusal;
      const fault = c.get('faults').get('signIn');
      if (fault !== undefined) return leadBack(c, context, query, fault.aadsts, fault.error);
      if (answer === 'cancel') return leadBack(c, context, query, 65004);
      const found = findPerson(context, c.req.param('tenant'), person);
      if (found === null) return errorPage(c, context, 50034);
      if (found.person.properties['accountEnabled'] === false) return errorPage(c, context, 50057);
      if (found.directory.consent === 'disabled') return errorPage(c, context, refusalOf('disabled') ?? 7000112);
      return c.redirect(withQuery(query.redirect_uri, { code: codeFor(context, query, found), state: query.state }));
    });
}

/** What is wrong with a request, as a page where it is not known where to lead; null: nothing is. */
function refuse(c: Context<HostEnv>, context: EmulatorContext, query: Query) {
  const tenant = c.req.param('tenant') ?? '';
  if (!ANY_DIRECTORY.includes(tenant) && context.directories.find(tenant) === null) return errorPage(c, context, 90002);
  if (query.client_id !== APPLICATION.clientId) return errorPage(c, context, 700016);
  if (!isRedirectAddress(query.redirect_uri)) return errorPage(c, context, 50011);
  const number = refusalOfQuery(query);
  return number === null ? null : leadBack(c, context, query, number);
}

function refusalOfQuery(query: Query): number | null {
  if (query.response_type !== 'code') return query.response_type === undefined ? 900144 : 700054;
  if (query.response_mode !== 'query') return 90023; // of what Entra offers, the emulator has this one
  if (!query.scope.split(' ').includes('openid')) return 90023;
  if (query.code_challenge === undefined || query.code_challenge_method !== 'S256') return 9002325;
  return null;
}

function leadBack(c: Context<HostEnv>, { clock }: EmulatorContext, query: Query, number: number, error?: string) {
  const { body } = aadstsError(number, { now: clock.now(), error });
  const { error_description } = body;
  return c.redirect(withQuery(query.redirect_uri, { error: body.error, error_description, state: query.state }));
}

function choosePerson(c: Context<HostEnv>, context: EmulatorContext, query: Query) {
  const text = c.req.query('text') ?? '';
  const kept = Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined)) as Record<
    string,
    string
  >; // those that are undefined are gone
  const directories = directoriesOf(context, c.req.param('tenant') ?? '');
  return loginPage(
    c,
    'Sign in',
    html`<p>Who are you?</p>
      <form method="get">
        ${hidden(kept)}
        <label>Name or address <input name="text" value="${text}" /></label> <button>Search</button>
      </form>
      <form method="post">
        ${hidden(kept)}
        ${directories.map(
          (directory) =>
            html`<h2>${directory.name}</h2>
              <ul>
                ${peopleOf(directory, text).map(
                  (person) =>
                    html`<li>
                      <button name="person" value="${person.properties.id}">${nameOf(person)}</button> ${partOf(person)}
                    </li>`,
                )}
              </ul>`,
        )}
        <p><button name="answer" value="cancel">Cancel</button></p>
      </form>`,
  );
}

const directoriesOf = ({ directories }: EmulatorContext, tenant: string): readonly Directory[] => {
  if (ANY_DIRECTORY.includes(tenant)) return directories.all();
  const one = directories.find(tenant);
  return one === null ? [] : [one];
};

/** Administrators first; then some of the others. */
function peopleOf(directory: Directory, text: string): Person[] {
  const found = directory.search(text, SHOWN).flatMap(({ id }) => directory.find(id) ?? []);
  const first = text === '' ? administratorsOf(directory) : [];
  const ids = new Set(first.map(({ properties }) => properties.id));
  return [...first, ...found.filter(({ properties }) => !ids.has(properties.id))].slice(0, SHOWN);
}

function findPerson(context: EmulatorContext, tenant: string, idOrUpn: string): Found | null {
  for (const directory of directoriesOf(context, tenant)) {
    const person = directory.find(idOrUpn);
    if (person !== null) return { directory, person };
  }
  return null;
}

const codeFor = ({ codes }: EmulatorContext, query: Query, { directory, person }: Found): string =>
  codes.give({
    entraTenantId: directory.entraTenantId,
    entraObjectId: person.properties.id,
    clientId: query.client_id,
    redirectUri: query.redirect_uri,
    scope: query.scope,
    nonce: query.nonce,
    codeChallenge: query.code_challenge ?? '',
  });
