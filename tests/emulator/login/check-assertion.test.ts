import { SignJWT } from 'jose';
import { createHash, createPrivateKey, X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkAssertion } from '../../../emulator/login/check-assertion.ts';
import { makeClientCertificate } from './client-certificate.ts';

const CLIENT = 'an application';
const AUDIENCE = 'https://localhost:1/tenant/oauth2/v2.0/token';

let pem: { certificate: string; withKey: string };
beforeAll(async () => {
  pem = await makeClientCertificate();
});

type Claims = { iss?: string; sub?: string; aud?: string; startsIn?: number; endsIn?: number };

/** https://learn.microsoft.com/en-us/entra/identity-platform/certificate-credentials */
function assertion(claims: Claims = {}, header: 'x5t' | 'x5t#S256' | 'none' = 'x5t#S256'): Promise<string> {
  const { iss = CLIENT, sub = CLIENT, aud = AUDIENCE, startsIn = 0, endsIn = 600 } = claims;
  const digest = (algorithm: string): string =>
    createHash(algorithm).update(new X509Certificate(pem.certificate).raw).digest('base64url');
  const thumbprint = { x5t: digest('sha1'), 'x5t#S256': digest('sha256'), none: undefined }[header];
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT({ jti: 'once' })
    .setProtectedHeader({ alg: 'PS256', typ: 'JWT', ...(thumbprint !== undefined && { [header]: thumbprint }) })
    .setIssuer(iss)
    .setSubject(sub)
    .setAudience(aud)
    .setNotBefore(now + startsIn)
    .setExpirationTime(now + endsIn)
    .sign(createPrivateKey(pem.withKey.slice(pem.withKey.indexOf('-----BEGIN PRIVATE'))));
}

const judge = (made: string, registered: boolean): Promise<number | null> =>
  checkAssertion({
    assertion: made,
    clientId: CLIENT,
    audiences: [AUDIENCE],
    certificates: registered ? [pem.certificate] : [],
  });

describe.each([
  ['with a registered certificate', true],
  ['with none registered', false],
])('a client assertion, %s', (_how, registered) => {
  // prettier-ignore
  it.each<readonly [string, number | null, () => Promise<string>]>([
    ['that is good',                            null,   () => assertion()],
    ['that names the older thumbprint',         null,   () => assertion({}, 'x5t')],
    ['of a clock some minutes ahead',           null,   () => assertion({ startsIn: 200 })],
    ['without a thumbprint',                    50027,  () => assertion({}, 'none')],
    ['of another application',                  50027,  () => assertion({ iss: 'other' })],
    ['for another application',                 50027,  () => assertion({ sub: 'other' })],
    ['for another host',                        700023, () => assertion({ aud: 'https://elsewhere.example/token' })],
    ['that has ended',                          700024, () => assertion({ startsIn: -2000, endsIn: -1000 })],
    ['that has not begun',                      700024, () => assertion({ startsIn: 1000, endsIn: 2000 })],
    ['that is no token',                        50027,  () => Promise.resolve('nothing')],
  ])('%s is answered with %s', async (_what, number, made) => {
    expect(await judge(await made(), registered)).toBe(number);
  });
});
