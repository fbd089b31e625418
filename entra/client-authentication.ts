import { X509Certificate, webcrypto, createPrivateKey, hash } from 'node:crypto';
import * as openid from 'openid-client';
import { readCertificate } from './credential.ts';
import type { EntraSettings } from './entra-settings.ts';

/**
 * How our app shows that it is itself when it redeems a code: by the same secret or certificate as everywhere.
 * https://learn.microsoft.com/en-us/entra/identity-platform/certificate-credentials: PS256, the certificate's SHA-256
 * thumbprint, and the token endpoint as audience. Throws EntraError for a certificate that cannot be used.
 */
export async function clientAuthentication({ credential, authorityHost }: EntraSettings): Promise<openid.ClientAuth> {
  if (credential.kind === 'secret') return openid.ClientSecretPost(credential.secret);
  const pem = await readCertificate(credential.path);
  const thumbprint = hash('sha256', new X509Certificate(pem).raw, 'buffer').toString('base64url');
  const key = await webcrypto.subtle.importKey(
    'pkcs8',
    createPrivateKey(pem).export({ format: 'der', type: 'pkcs8' }),
    { name: 'RSA-PSS', hash: 'SHA-256' },
    false,
    ['sign'],
  );
  return openid.PrivateKeyJwt(key, {
    [openid.modifyAssertion](header, payload) {
      header['x5t#S256'] = thumbprint;
      payload['aud'] = `${authorityHost}/organizations/oauth2/v2.0/token`;
    },
  });
}
