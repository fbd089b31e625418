import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '../clock.ts';

/** What a code stands for: who signed in, and for whom. */
export type Grant = {
  readonly entraTenantId: string;
  readonly entraObjectId: string;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly scope: string;
  readonly nonce: string | undefined;
  /** Of PKCE, S256: https://www.rfc-editor.org/rfc/rfc7636 */
  readonly codeChallenge: string;
};

/** What a client shows to have its code redeemed. */
export type Redemption = {
  readonly redirectUri: string | undefined;
  readonly codeVerifier: string | undefined;
  /** The directory of the token endpoint; undefined: one that serves all of them. */
  readonly entraTenantId: string | undefined;
};

/** https://learn.microsoft.com/en-us/entra/identity-platform/v2-oauth2-auth-code-flow: "typically, they expire after about 10 minutes" */
const LIFETIME_MS = 10 * 60_000;

/** Authorization codes: each is redeemed once, by who began the sign-in. */
export class AuthorizationCodes {
  readonly #clock: Clock;
  readonly #given = new Map<string, { readonly grant: Grant; readonly until: number; redeemed: boolean }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  give(grant: Grant): string {
    const code = `1.${randomBytes(48).toString('base64url')}`;
    this.#given.set(code, { grant, until: this.#clock.now() + LIFETIME_MS, redeemed: false });
    return code;
  }

  /** The grant, or the AADSTS number of what is wrong. A code that was shown once is used up, whatever came of it. */
  redeem(code: string, shown: Redemption): Grant | number {
    const given = this.#given.get(code);
    if (given === undefined) return 70000;
    if (given.redeemed) return 54005;
    given.redeemed = true;
    const { grant, until } = given;
    if (this.#clock.now() > until) return 70008;
    if ((shown.entraTenantId ?? grant.entraTenantId) !== grant.entraTenantId) return 700005;
    if (shown.redirectUri !== grant.redirectUri) return 500112;
    if (shown.codeVerifier === undefined) return 9002325;
    const challenge = createHash('sha256').update(shown.codeVerifier).digest('base64url');
    return challenge === grant.codeChallenge ? grant : 501481;
  }
}
