import * as z from 'zod';
import type { EntraObjectId, EntraTenantId } from '../sync/ids.ts';
import { mayConsent } from './consent-roles.ts';
import { SignInError } from './sign-in-error.ts';

/** Who has signed in, as a validated ID token says. */
export type Identity = {
  /** With the object id the whole identity: https://learn.microsoft.com/en-us/entra/identity-platform/claims-validation */
  readonly entraTenantId: EntraTenantId;
  readonly entraObjectId: EntraObjectId;
  /** For people to read, never to decide by. */
  readonly name: string;
  /** The domain of the sign-in name, as a first name of their tenant; undefined where there is none. */
  readonly domain: string | undefined;
  /** A role of theirs may consent for the directory. */
  readonly mayConsent: boolean;
};

/** https://learn.microsoft.com/en-us/entra/identity-platform/id-token-claims-reference */
const Claims = z.object({
  iss: z.string(),
  ver: z.literal('2.0'),
  tid: z.guid().toLowerCase(),
  oid: z.guid().toLowerCase(),
  name: z.string().trim().min(1).max(300).optional().catch(undefined),
  preferred_username: z.string().trim().min(1).max(300).optional().catch(undefined),
  wids: z.array(z.string()).catch([]),
});

/**
 * The identity in the claims of a token whose signature, audience, times and nonce have been checked. Its issuer has to be
 * the metadata's, with the token's own directory in it. Throws SignInError.
 */
export function identityOf(claims: unknown, issuer: string): Identity {
  const { data } = Claims.safeParse(claims);
  if (data === undefined || data.iss !== issuer.replace('{tenantid}', data.tid)) throw new SignInError('notTrusted');
  return {
    entraTenantId: data.tid as EntraTenantId, // a GUID, as the schema saw
    entraObjectId: data.oid as EntraObjectId, // likewise
    name: data.name ?? data.preferred_username ?? 'Admin',
    domain: /@([^@#]+)$/.exec(data.preferred_username ?? '')?.[1],
    mayConsent: mayConsent(data.wids),
  };
}
