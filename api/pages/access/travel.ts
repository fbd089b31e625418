import type { Context } from 'hono';
import {
  expectReturn,
  type LinkReturn,
  type ReturnKey,
  type SignInReturn,
} from '../../../db/across-tenants/expected-returns.ts';
import type { SignInSecrets } from '../../../entra/sign-in.ts';
import { SignInError } from '../../../entra/sign-in-error.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { keyedDigest } from '../../access/keyed-digest.ts';
import { ProblemError } from '../../problem-error.ts';
import type { PageEnv } from '../frame/page-env.ts';

type Deps = Pick<ApiDeps, 'db' | 'now' | 'newKey' | 'publicUrl' | 'sessionSecret'>;

/** Time for a password, a second factor and a page to read. */
export const BACK_WITHIN_MS = 10 * 60_000;

/** Where Microsoft leads browsers back to; both addresses stand in the app registration. */
export const signInReturn = ({ publicUrl }: Pick<Deps, 'publicUrl'>): string => `${publicUrl}/sign-in/callback`;
export const consentReturn = ({ publicUrl }: Pick<Deps, 'publicUrl'>): string => `${publicUrl}/consent/callback`;

/**
 * Notes that this browser is expected back, and gives the state that it takes along. The state is worth something in this
 * browser alone, for ten minutes, once, and for what it was made for.
 */
export async function sendAway(
  deps: Deps,
  c: Context<PageEnv>,
  expected: SignInReturn | LinkReturn,
): Promise<SignInSecrets> {
  const secrets = secretsOf(deps, deps.newKey());
  const key = keyOf(deps, c, secrets.state);
  const expiresAt = new Date(key.now.getTime() + BACK_WITHIN_MS);
  await deps.db.acrossTenants((tx) => expectReturn(tx, key, expected, expiresAt));
  return secrets;
}

/** All that belongs to a state is made of it, by a secret of ours: so nothing of it is stored. */
export const secretsOf = (deps: Deps, state: string): SignInSecrets => ({
  state,
  nonce: keyedDigest(deps, 'nonce', state).toString('base64url'),
  codeVerifier: keyedDigest(deps, 'code verifier', state).toString('base64url'),
});

/** What a browser that comes back with this state is recognised by: what its forms hold, which is bound to its session. */
export const keyOf = (deps: Deps, c: Context<PageEnv>, state: string): ReturnKey => ({
  hash: keyedDigest(deps, 'state', state),
  browser: keyedDigest(deps, 'browser', c.var.formToken),
  now: deps.now(),
});

/** Whatever keeps somebody from signing in, as the page that says what to do. */
export function problemOfSignIn(err: unknown): unknown {
  if (!(err instanceof SignInError)) return err;
  const away = err.problem === 'unreachable' || err.problem === 'ownCredential' || err.problem === 'metadataNotTrusted';
  return new ProblemError(away ? 'microsoftUnavailable' : 'signInRefused', err.message, { remedy: err.remedy });
}
