import { Hono, type Context } from 'hono';
import { takeSignIn } from '../../../db/across-tenants/expected-returns.ts';
import { readTenant } from '../../../db/tenants.ts';
import type { Identity } from '../../../entra/identity.ts';
import { SignInError } from '../../../entra/sign-in-error.ts';
import { admit } from '../../access/admit.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { Back } from '../addresses/back.schema.ts';
import type { PageEnv } from '../frame/page-env.ts';
import { openSession } from './session.ts';
import { keyOf, problemOfSignIn, secretsOf, sendAway, signInReturn } from './travel.ts';

type Deps = Pick<ApiDeps, 'db' | 'now' | 'newKey' | 'operatorKey' | 'publicUrl' | 'sessionSecret' | 'signIn' | 'log'>;

/**
 * Signing in with Microsoft. It begins with a link and not with a form, since the policy of our pages judges where a form
 * leads in the end as well.
 */
export const microsoftSignIn = (deps: Deps): Hono<PageEnv> =>
  new Hono<PageEnv>()
    .get('/sign-in/microsoft', (c) => beginSignIn(deps, c, { back: Back.parse(c.req.query('back')) }))
    .get('/sign-in/callback', async (c) => {
      const { search } = new URL(c.req.url);
      const { who, back, invitation } = await whoCameBack(deps, c, search);
      const tenantId = await admit(deps, who, invitation);
      await openSession(deps, c, { kind: 'admin', tenantId, ...who });
      const own = `/tenants/${tenantId}`;
      c.header('Cache-Control', 'no-store');
      return c.redirect(back.startsWith(`${own}/`) || back === own ? back : await firstPage(deps, tenantId), 303);
    });

/** Sends this browser to Microsoft's sign-in page. */
export async function beginSignIn(
  deps: Deps,
  c: Context<PageEnv>,
  { back, invitation }: { readonly back: string; readonly invitation?: Buffer },
): Promise<Response> {
  const secrets = await sendAway(deps, c, { kind: 'signIn', back, invitation });
  const address = await deps.signIn.address(signInReturn(deps), secrets).catch((err: unknown) => {
    throw problemOfSignIn(err);
  });
  c.header('Cache-Control', 'no-store');
  return c.redirect(address, 302);
}

/** The sign-in is over with this, well or not. Throws ProblemError. */
async function whoCameBack(
  deps: Deps,
  c: Context<PageEnv>,
  query: string,
): Promise<{ readonly who: Identity; readonly back: string; readonly invitation: Buffer | undefined }> {
  const state = c.req.query('state') ?? '';
  try {
    const expected = await deps.db.acrossTenants((tx) => takeSignIn(tx, keyOf(deps, c, state)));
    if (expected === undefined) throw new SignInError('notTrusted');
    const who = await deps.signIn.identify(signInReturn(deps), query, secretsOf(deps, state));
    return { who, back: expected.back, invitation: expected.invitation };
  } catch (err) {
    if (err instanceof SignInError) deps.log.info({ event: 'signInRefused', problem: err.problem });
    throw problemOfSignIn(err);
  }
}

/** Whose directory is not linked begins with linking it. */
async function firstPage({ db }: Deps, tenantId: Parameters<Deps['db']['inTransaction']>[0]): Promise<string> {
  const tenant = await db.inTransaction(tenantId, (tx) => readTenant(tenantId, tx));
  const begins = tenant?.status === 'unlinked' || tenant?.status === 'linked';
  return begins ? `/tenants/${tenantId}/integration` : `/tenants/${tenantId}`;
}
