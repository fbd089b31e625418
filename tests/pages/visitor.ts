import { createApp } from '../../api/create-app.ts';
import type { ApiDeps } from '../../api/api-deps.ts';
import { addAdmin } from '../../db/across-tenants/admins.ts';
import { createSession } from '../../db/across-tenants/sessions.ts';
import { readTenant } from '../../db/tenants.ts';
import { createHmac, randomUUID } from 'node:crypto';
import type { EntraObjectId, EntraTenantId, TenantId } from '../../sync/ids.ts';
import { OPERATOR, type Bench } from '../api/bench.ts';
import type { Sent } from './form-of.ts';

export type Seen = {
  readonly status: number;
  readonly headers: Headers;
  readonly html: string;
  /** Where it leads, if it leads elsewhere. */
  readonly leadsTo: string | null;
};

/** A browser without scripts: it keeps cookies and sends back the token of the page that it saw last. */
export type Visitor = {
  readonly get: (path: string, headers?: Readonly<Record<string, string>>) => Promise<Seen>;
  readonly submit: (
    path: string,
    fields?: Readonly<Record<string, string>> | Sent,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<Seen>;
  readonly cookies: Map<string, string>;
};

export function visitor(bench: Pick<Bench, 'deps'>, changes: Partial<ApiDeps> = {}): Visitor {
  const app = createApp({ ...bench.deps, ...changes });
  const { origin } = new URL(changes.publicUrl ?? bench.deps.publicUrl);
  const cookies = new Map<string, string>();
  let token = '';
  async function ask(
    path: string,
    init: Omit<RequestInit, 'headers'> & { headers: Readonly<Record<string, string>> },
  ): Promise<Seen> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await app.request(`${origin}${path}`, {
      ...init,
      headers: { accept: 'text/html,*/*;q=0.8', ...(cookie && { cookie }), ...init.headers },
    });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (/max-age=0/i.test(line)) cookies.delete(name);
      else cookies.set(name, value);
    }
    const html = await answer.text();
    token = /name="formToken" value="([^"]*)"/.exec(html)?.[1] ?? token;
    return { status: answer.status, headers: answer.headers, html, leadsTo: answer.headers.get('location') };
  }
  return {
    cookies,
    get: (path, headers = {}) => ask(path, { headers }),
    submit: (path, fields = {}, headers = {}) =>
      ask(path, {
        method: 'POST',
        body: new URLSearchParams(entriesOf({ formToken: token }, fields)),
        headers: { origin, ...headers },
      }),
  };
}

/** A form that was read from a page has its token already. */
function entriesOf(
  token: Readonly<Record<string, string>>,
  fields: Readonly<Record<string, string>> | Sent,
): string[][] {
  if (isSent(fields)) return fields.map(([name, value]) => [name, value]);
  return Object.entries({ ...token, ...fields });
}

const isSent = (fields: Readonly<Record<string, string>> | Sent): fields is Sent => Array.isArray(fields);

/** Signed in with the operator's key. */
export async function operator(bench: Pick<Bench, 'deps'>, changes: Partial<ApiDeps> = {}): Promise<Visitor> {
  const browser = visitor(bench, changes);
  await browser.get('/sign-in');
  const { status } = await browser.submit('/sign-in', { key: OPERATOR });
  if (status !== 303) throw new Error(`Signing in was answered with ${status}.`);
  await browser.get('/tenants');
  return browser;
}

/** An admin of that tenant, whose session was opened as signing in with Microsoft opens it. */
export async function admin(
  { deps }: Pick<Bench, 'deps'>,
  tenantId: TenantId,
  { mayConsent = true }: { readonly mayConsent?: boolean } = {},
): Promise<Visitor> {
  const secret = deps.newKey();
  const tenant = await deps.db.inTransaction(tenantId, (tx) => readTenant(tenantId, tx));
  const entraTenantId = tenant?.entraTenantId ?? (randomUUID() as EntraTenantId);
  const who = { entraTenantId, entraObjectId: randomUUID() as EntraObjectId, name: 'Adele' };
  const owner = { kind: 'admin', tenantId, ...who, mayConsent } as const;
  const hash = createHmac('sha256', deps.sessionSecret).update(`session ${secret}`).digest();
  const now = deps.now();
  const expiresAt = new Date(now.getTime() + 3_600_000);
  await deps.db.acrossTenants(async (tx) => {
    await addAdmin(tx, tenantId, { ...who, now });
    await createSession(tx, { hash, owner, now, expiresAt });
  });
  const browser = visitor({ deps });
  browser.cookies.set('rollcall_session', secret);
  await browser.get(`/tenants/${tenantId}/integration`);
  return browser;
}
