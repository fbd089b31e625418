import { decodeJwt, decodeProtectedHeader, type JWK, SignJWT } from 'jose';
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomUUID,
  verify,
} from 'node:crypto';
import { z } from 'zod';
import type { Clock } from '../clock.ts';

/** What Graph learns from a token of the emulator. Times are milliseconds since 1970, by the emulator's clock. */
export type AccessToken = {
  readonly entraTenantId: string;
  readonly clientId: string;
  readonly roles: readonly string[];
  readonly issuedAt: number;
  readonly expiresAt: number;
};

export type TokenOrder = {
  readonly entraTenantId: string;
  readonly clientId: string;
  /** Application permissions; none leaves the claim out, as Entra does where nothing was consented. */
  readonly roles: readonly string[];
  /** The resource: Graph's address. */
  readonly audience: string;
  readonly authorityHost: string;
  readonly lifetimeSeconds: number;
};

export type IdTokenOrder = {
  readonly entraTenantId: string;
  readonly entraObjectId: string;
  readonly clientId: string;
  readonly authorityHost: string;
  readonly lifetimeSeconds: number;
  readonly nonce: string | undefined;
  readonly name: string;
  readonly preferredUsername: string;
  readonly wids: readonly string[];
  /** Laid over the claims that are right. */
  readonly otherClaims: Readonly<Record<string, unknown>>;
  /** Signs with a key that the key set does not hold. */
  readonly foreignKey: boolean;
};

const claimsSchema = z.object({
  tid: z.string(),
  appid: z.string(),
  roles: z.array(z.string()).default([]),
  iat: z.number(),
  exp: z.number(),
});

const ALGORITHM = 'RS256';
/** Tokens whose reading is remembered: more than one emulator ever has in use. */
const MOST = 10_000;

/** Issues access tokens and reads them back. Tokens outlive a restart, since the key is kept with the certificates. */
export class TokenIssuer {
  readonly #privateKey: KeyObject;
  readonly #publicKey: KeyObject;
  readonly #keyId: string;
  readonly #clock: Clock;
  readonly #known = new Map<string, AccessToken | null>();

  constructor(signingKeyPem: string, clock: Clock) {
    this.#privateKey = createPrivateKey(signingKeyPem);
    this.#publicKey = createPublicKey(this.#privateKey);
    const spki = this.#publicKey.export({ format: 'der', type: 'spki' });
    this.#keyId = createHash('sha256').update(spki).digest('base64url').slice(0, 27);
    this.#clock = clock;
  }

  /** The public key as a key set shows it: https://www.rfc-editor.org/rfc/rfc7517 */
  jwk(): JWK {
    return { ...this.#publicKey.export({ format: 'jwk' }), kid: this.#keyId, use: 'sig', alg: ALGORITHM };
  }

  /**
   * A signed token with the claims of an app-only token of version 1, which is what Graph is given.
   * https://learn.microsoft.com/en-us/entra/identity-platform/access-token-claims-reference
   */
  issue({ entraTenantId, clientId, roles, audience, authorityHost, lifetimeSeconds }: TokenOrder): Promise<string> {
    const now = Math.floor(this.#clock.now() / 1000);
    return new SignJWT({
      ...{ appid: clientId, appidacr: '1', idtyp: 'app', tid: entraTenantId, ver: '1.0', uti: randomUUID() },
      ...(roles.length > 0 && { roles: [...roles] }),
    })
      .setProtectedHeader({ typ: 'JWT', alg: ALGORITHM, kid: this.#keyId })
      .setIssuer(`${authorityHost}/${entraTenantId}/`)
      .setAudience(audience)
      .setIssuedAt(now)
      .setNotBefore(now)
      .setExpirationTime(now + lifetimeSeconds)
      .sign(this.#privateKey);
  }

  /**
   * Its times are the machine's, whatever the emulator's clock says: the client compares them with its own.
   * https://learn.microsoft.com/en-us/entra/identity-platform/id-token-claims-reference
   */
  issueIdToken({ entraTenantId: tid, entraObjectId: oid, ...order }: IdTokenOrder): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    const key = order.foreignKey ? generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey : this.#privateKey;
    const sub = createHash('sha256').update(`${order.clientId}/${tid}/${oid}`).digest('base64url');
    return new SignJWT({
      ...{
        iss: `${order.authorityHost}/${tid}/v2.0`,
        aud: order.clientId,
        sub,
        tid,
        oid,
        ver: '2.0',
        uti: randomUUID(),
      },
      ...{ iat: now, nbf: now, exp: now + order.lifetimeSeconds },
      ...{ name: order.name, preferred_username: order.preferredUsername },
      ...(order.nonce !== undefined && { nonce: order.nonce }),
      ...(order.wids.length > 0 && { wids: [...order.wids] }),
      ...order.otherClaims,
    })
      .setProtectedHeader({ typ: 'JWT', alg: ALGORITHM, kid: this.#keyId })
      .sign(key);
  }

  /** Null for what this emulator has not signed. An expired token is read as any other: who asks compares the times. */
  read(token: string): AccessToken | null {
    const known = this.#known.get(token);
    if (known !== undefined) return known;
    const read = this.#readAnew(token);
    const [eldest] = this.#known.keys();
    if (this.#known.size >= MOST && eldest !== undefined) this.#known.delete(eldest);
    this.#known.set(token, read);
    return read;
  }

  #readAnew(token: string): AccessToken | null {
    const [header, payload, signature, ...rest] = token.split('.');
    if (header === undefined || payload === undefined || signature === undefined || rest.length > 0) return null;
    try {
      if (decodeProtectedHeader(token).alg !== ALGORITHM) return null;
      const signed = Buffer.from(`${header}.${payload}`);
      // Node's own check, since it answers at once: jose's is asynchronous, and each request of Graph would wait for it.
      if (!verify('RSA-SHA256', signed, this.#publicKey, Buffer.from(signature, 'base64url'))) return null;
      const { tid, appid, roles, iat, exp } = claimsSchema.parse(decodeJwt(token));
      return { entraTenantId: tid, clientId: appid, roles, issuedAt: iat * 1000, expiresAt: exp * 1000 };
    } catch {
      return null;
    }
  }
}
