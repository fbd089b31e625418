import { decodeJwt, decodeProtectedHeader, errors, jwtVerify } from 'jose';
import { X509Certificate } from 'node:crypto';

export type AssertionCheck = {
  readonly assertion: string;
  readonly clientId: string;
  /** Any of these is this token endpoint. */
  readonly audiences: readonly string[];
  /** PEM; empty = any certificate, whose assertion is then only checked for its form. */
  readonly certificates: readonly string[];
};

const ALGORITHMS = ['RS256', 'PS256'];
/** Entra allows five minutes between two clocks; without, a client that rounds up to the next second is too early. */
const SKEW_SECONDS = 300;

/**
 * Null for a good client assertion, else the AADSTS number of what is wrong with it. Its times are compared with the
 * machine's clock: the client knows no other, whatever the emulator's own says.
 * https://learn.microsoft.com/en-us/entra/identity-platform/certificate-credentials
 */
export async function checkAssertion(check: AssertionCheck): Promise<number | null> {
  const { assertion, clientId, certificates } = check;
  try {
    const header = decodeProtectedHeader(assertion);
    const thumbprint = header['x5t#S256'] ?? header.x5t;
    if (typeof thumbprint !== 'string' || !ALGORITHMS.includes(header.alg ?? '')) return 50027;
    const wanted = { issuer: clientId, subject: clientId, audience: [...check.audiences], algorithms: ALGORITHMS };
    if (certificates.length === 0) return formOf(assertion, wanted);
    const certificate = certificates.map((pem) => new X509Certificate(pem)).find((one) => has(one, thumbprint));
    if (certificate === undefined) return 700027;
    await jwtVerify(assertion, certificate.publicKey, { ...wanted, clockTolerance: SKEW_SECONDS });
    return null;
  } catch (error) {
    return numberOf(error);
  }
}

/** The SHA-1 or SHA-256 thumbprint, as the header holds it: https://www.rfc-editor.org/rfc/rfc7515#section-4.1.7 */
const has = (certificate: X509Certificate, thumbprint: string): boolean =>
  [certificate.fingerprint, certificate.fingerprint256].some(
    (print) => Buffer.from(print.replaceAll(':', ''), 'hex').toString('base64url') === thumbprint,
  );

function formOf(assertion: string, { issuer, audience }: { issuer: string; audience: string[] }): number | null {
  const { iss, sub, aud, exp, nbf } = decodeJwt(assertion);
  const now = Date.now() / 1000;
  if (iss !== issuer || sub !== issuer || exp === undefined) return 50027;
  if (exp < now - SKEW_SECONDS || (nbf ?? 0) > now + SKEW_SECONDS) return 700024;
  return [aud].flat().some((one) => one !== undefined && audience.includes(one)) ? null : 700023;
}

function numberOf(error: unknown): number {
  if (error instanceof errors.JWTExpired) return 700024;
  if (error instanceof errors.JWSSignatureVerificationFailed) return 700027;
  if (!(error instanceof errors.JWTClaimValidationFailed)) return 50027;
  if (error.claim === 'nbf') return 700024;
  return error.claim === 'aud' ? 700023 : 50027;
}
