import { createHmac } from 'node:crypto';
import type { ApiDeps } from '../api-deps.ts';

/** What a digest is for: one for a purpose is worth nothing for another. */
type Purpose = 'session' | 'form' | 'browser' | 'state' | 'nonce' | 'code verifier';

/** HMAC-SHA256 under the session secret: who reads the database alone can make none. */
export const keyedDigest = (
  { sessionSecret }: Pick<ApiDeps, 'sessionSecret'>,
  purpose: Purpose,
  text: string,
): Buffer => createHmac('sha256', sessionSecret).update(`${purpose} ${text}`).digest();
