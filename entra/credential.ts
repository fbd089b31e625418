import {
  ClientCertificateCredential,
  type ClientCertificateCredentialOptions,
  ClientSecretCredential,
  type ClientSecretCredentialOptions,
  type TokenCredential,
} from '@azure/identity';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { EntraTenantId } from '../sync/ids.ts';
import { isMicrosoftAuthority } from './clouds.ts';
import { EntraError } from './entra-error.ts';
import type { EntraSettings } from './entra-settings.ts';

type CredentialOptions = ClientSecretCredentialOptions & ClientCertificateCredentialOptions;
export type HttpPolicy = NonNullable<CredentialOptions['additionalPolicies']>[number]['policy'];

/**
 * Our app's credential for one directory. It retries nothing, since Temporal does, and follows no redirect, as our
 * secret would go with it. Microsoft's list of authorities is asked only about Microsoft's own: it knows no other
 * (https://learn.microsoft.com/en-us/javascript/api/@azure/identity/authorityvalidationoptions).
 *
 * `watch` sees each request to the sign-in host and its answer, which the library's errors hold only in part.
 */
export async function createCredential(
  { clientId, credential, authorityHost }: EntraSettings,
  directory: EntraTenantId,
  watch: HttpPolicy,
): Promise<TokenCredential> {
  const options: CredentialOptions = {
    authorityHost,
    disableInstanceDiscovery: !isMicrosoftAuthority(authorityHost),
    retryOptions: { maxRetries: 0 },
    redirectOptions: { maxRetries: 0 },
    loggingOptions: { allowLoggingAccountIdentifiers: false, enableUnsafeSupportLogging: false },
    additionalPolicies: [{ policy: watch, position: 'perCall' }],
  };
  if (credential.kind === 'secret') {
    return new ClientSecretCredential(directory, clientId, credential.secret, options);
  }
  const certificate = await readCertificate(credential.path);
  return new ClientCertificateCredential(directory, clientId, { certificate }, options);
}

/** The PEM file with certificate and key. A file that cannot be used is our own trouble, and seen before any request. */
export async function readCertificate(path: string): Promise<string> {
  try {
    const pem = await readFile(path, 'utf8');
    const ours = new X509Certificate(pem).checkPrivateKey(createPrivateKey(pem));
    if (ours) return pem;
  } catch {
    // The library's text can quote the file: the code below says enough.
  }
  throw new EntraError('ownCredential');
}
