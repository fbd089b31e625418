import { hash, timingSafeEqual } from 'node:crypto';
import { findKey, touchKey } from '../../db/across-tenants/find-key.ts';
import type { ApiDeps } from '../api-deps.ts';
import type { Caller } from '../api-env.ts';
import { ProblemError } from '../problem-error.ts';

type Deps = Pick<ApiDeps, 'db' | 'now' | 'operatorKey'>;

/** SHA-256 of a key: all that is stored of it. Keys are random and long, so nothing slower is needed. */
export const hashOfKey = (key: string): Buffer => hash('sha256', key, 'buffer');

/** RFC 6750 (https://www.rfc-editor.org/rfc/rfc6750#section-2.1); the scheme in any case. Keys of a configuration may hold any sign. */
const BEARER = /^Bearer +(\S+) *$/i;
const CHALLENGE = 'Bearer realm="Rollcall"';

/**
 * Who asks, by the value of the Authorization header. The operator's key of the configuration needs no database, so
 * that an operator is known even while it is away. Throws ProblemError for no key, and for one that opens nothing.
 */
export async function callerOf({ db, now, operatorKey }: Deps, authorization: string | undefined): Promise<Caller> {
  const key = BEARER.exec(authorization ?? '')?.[1];
  if (key === undefined) {
    throw new ProblemError('keyMissing', 'This address needs a key.', {
      remedy: 'Send the header Authorization: Bearer <key>. Operators and admins make keys with POST …/keys.',
      headers: { 'WWW-Authenticate': CHALLENGE },
    });
  }
  const hashed = hashOfKey(key);
  if (operatorKey !== undefined && timingSafeEqual(hashed, hashOfKey(operatorKey))) return { kind: 'operator' };
  const found = await db.acrossTenants(async (tx) => {
    const known = await findKey(tx, hashed);
    if (known !== undefined) await touchKey(tx, known.keyId, now());
    return known;
  });
  if (found === undefined) {
    throw new ProblemError('keyUnknown', 'This key opens nothing: it is not right, or was taken back.', {
      remedy: 'Check the key. Operators and admins make new ones with POST …/keys.',
      headers: { 'WWW-Authenticate': `${CHALLENGE}, error="invalid_token"` },
    });
  }
  return found.tenantId === null ? { kind: 'operator' } : { kind: 'tenant', tenantId: found.tenantId };
}
