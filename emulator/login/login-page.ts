import type { Context } from 'hono';
import { html } from 'hono/html';
import type { EmulatorContext, HostEnv } from '../context.ts';
import type { Directory } from '../directory/directory.ts';
import { EVERYTHING } from '../directory/population.ts';
import { mayConsent } from '../people/directory-roles.ts';
import type { Person } from '../people/person.ts';
import { aadstsError } from './aadsts.ts';

type Content = ReturnType<typeof html>;

/** A page of the emulated Microsoft, plain on purpose: nobody shall take it for the real one. */
export function loginPage(c: Context<HostEnv>, title: string, content: Content, status: 200 | 400 = 200) {
  c.header('cache-control', 'no-store');
  return c.html(
    html`<!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <link rel="icon" href="data:," />
          <title>${title}</title>
        </head>
        <body style="font-family: sans-serif; max-width: 40rem; margin: 2rem auto; padding: 0 1rem">
          <p><small>The emulator, in Microsoft’s place. No password is asked for here.</small></p>
          <h1>${title}</h1>
          ${content}
        </body>
      </html>`,
    status,
  );
}

/** Entra shows such errors itself and sends nobody on. */
export function errorPage(c: Context<HostEnv>, { clock }: EmulatorContext, number: number) {
  const { error_description: says } = aadstsError(number, { now: clock.now() }).body;
  return loginPage(c, 'Sorry, but we’re having trouble signing you in', html`<pre>${says}</pre>`, 400);
}

/** Fields that a form of these pages sends along unseen. */
export const hidden = (fields: Readonly<Record<string, string>>): Content =>
  html`${Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}`;

export const nameOf = ({ properties }: Person): string => `${properties.displayName} <${properties.userPrincipalName}>`;
export const partOf = (person: Person): string =>
  person.roles.length === 0 ? 'employee' : mayConsent(person) ? 'administrator' : person.roles.join(', ');

/** Those who hold a role, in the order of joining. */
export function administratorsOf(directory: Directory): Person[] {
  const found: Person[] = [];
  for (let slot = 0; slot < directory.population.slots && found.length < MOST_ADMINISTRATORS; slot++) {
    if (slot >= LOOK_AT_MOST) break;
    const person = directory.population.presentAt(slot, EVERYTHING);
    if (person !== null && person.roles.length > 0) found.push(person);
  }
  return found;
}
const MOST_ADMINISTRATORS = 20;
/** A directory of a million is not gone through for a page. */
const LOOK_AT_MOST = 20_000;
