import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { createSession, endSession, findSession, type SessionOwner } from '../../../db/across-tenants/sessions.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { keyedDigest } from '../../access/keyed-digest.ts';
import { hashOfKey } from '../../access/caller-of.ts';

type Deps = Pick<ApiDeps, 'db' | 'now' | 'newKey' | 'operatorKey' | 'publicUrl' | 'sessionSecret'>;

/** A working day; then one signs in anew. */
const LIFETIME_S = 12 * 60 * 60;
/** Sessions, and browsers that have none yet: a form of theirs is bound to it all the same. */
const SESSION = 'rollcall_session';
const VISIT = 'rollcall_visit';

/** Opens a session for this browser. An earlier one of it ends, so that nobody can have planted it. */
export async function openSession(deps: Deps, c: Context, owner: SessionOwner): Promise<void> {
  await closeSession(deps, c);
  const secret = deps.newKey();
  const now = deps.now();
  const expiresAt = new Date(now.getTime() + LIFETIME_S * 1000);
  await deps.db.acrossTenants((tx) => createSession(tx, { hash: hashOf(deps, secret), owner, now, expiresAt }));
  setCookie(c, SESSION, secret, { ...cookieOptions(deps), maxAge: LIFETIME_S });
}

/** Whose session this browser has. An operator's ends with the key that opened it. */
export async function sessionOf(deps: Deps, c: Context): Promise<SessionOwner | undefined> {
  const secret = getCookie(c, SESSION);
  if (secret === undefined) return undefined;
  const found = await deps.db.acrossTenants((tx) => findSession(tx, hashOf(deps, secret), deps.now()));
  if (found?.kind !== 'operator' || found.keyStored) return found;
  const configured = deps.operatorKey !== undefined && hashOfKey(deps.operatorKey).equals(found.keyHash);
  return configured ? found : undefined;
}

/** Signs out. Safe to repeat. */
export async function closeSession(deps: Deps, c: Context): Promise<void> {
  const secret = getCookie(c, SESSION);
  if (secret === undefined) return;
  await deps.db.acrossTenants((tx) => endSession(tx, hashOf(deps, secret)));
  deleteCookie(c, SESSION, cookieOptions(deps));
}

/**
 * What forms of this browser have to send back: nobody else's page can know it. Derived from the session's secret, so
 * that it ends with the session; of a browser without one from a cookie that says nothing.
 */
export function formTokenOf(deps: Deps, c: Context): string {
  let secret = getCookie(c, SESSION) ?? getCookie(c, VISIT);
  if (secret === undefined) {
    secret = deps.newKey();
    setCookie(c, VISIT, secret, cookieOptions(deps));
  }
  return keyedDigest(deps, 'form', secret).toString('base64url');
}

const hashOf = (deps: Deps, secret: string): Buffer => keyedDigest(deps, 'session', secret);

/** Plain HTTP is for the own machine only. */
export function cookieOptions({ publicUrl }: Pick<ApiDeps, 'publicUrl'>) {
  const { hostname } = new URL(publicUrl);
  const secure = !['localhost', '127.0.0.1', '[::1]'].includes(hostname) || publicUrl.startsWith('https:');
  return { path: '/', httpOnly: true, sameSite: 'Lax', secure } as const;
}
