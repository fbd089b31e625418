import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import { createPrivateKey, randomBytes, X509Certificate } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

/** A certificate authority of the emulator's own, what its servers show, and the key its tokens are signed with. */
export type Authority = {
  /** For NODE_EXTRA_CA_CERTS, which Node reads when it starts and never again. */
  readonly caFile: string;
  /** PEM: the servers' certificate and its private key. */
  readonly server: string;
  /** PEM, RSA. */
  readonly tokenSigningKey: string;
};

type KeyPair = { readonly publicKey: CryptoKey; readonly privateKey: CryptoKey };

const DAY_MS = 86_400_000;
const CA_DAYS = 3_650;
/** Apple refuses certificates of servers that live longer than 825 days, whoever signed them. */
const SERVER_DAYS = 397;
const RENEW_BEFORE_DAYS = 30;
const EC = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

const validity = (days: number) => ({
  notBefore: new Date(Date.now() - DAY_MS),
  notAfter: new Date(Date.now() + days * DAY_MS),
});

const serialNumber = (): string => `00${randomBytes(15).toString('hex')}`;

async function privateKeyPem(key: CryptoKey): Promise<string> {
  const der = Buffer.from(await crypto.subtle.exportKey('pkcs8', key));
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
    .export({ format: 'pem', type: 'pkcs8' })
    .toString();
}

async function makeCa(): Promise<{ certificate: x509.X509Certificate; keys: KeyPair }> {
  const keys = await crypto.subtle.generateKey(EC, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(),
    name: 'CN=Rollcall emulator (this machine only)',
    ...validity(CA_DAYS),
    signingAlgorithm: EC,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { certificate, keys };
}

/** A server certificate for the loopback names; its authority's key is forgotten, so nothing else can ever be signed. */
async function makeServer(ca: { certificate: x509.X509Certificate; keys: KeyPair }): Promise<string> {
  const keys = await crypto.subtle.generateKey(EC, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    subject: 'CN=localhost',
    issuer: ca.certificate.subject,
    ...validity(SERVER_DAYS),
    signingAlgorithm: EC,
    publicKey: keys.publicKey,
    signingKey: ca.keys.privateKey,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension([
        { type: 'dns', value: 'localhost' },
        { type: 'ip', value: '127.0.0.1' },
        { type: 'ip', value: '::1' },
      ]),
      await x509.AuthorityKeyIdentifierExtension.create(ca.certificate),
    ],
  });
  return `${certificate.toString('pem')}\n${await privateKeyPem(keys.privateKey)}`;
}

async function makeTokenSigningKey(): Promise<string> {
  const algorithm = {
    name: 'RSASSA-PKCS1-v1_5',
    modulusLength: 2048,
    publicExponent: new Uint8Array([1, 0, 1]),
    hash: 'SHA-256',
  };
  const { privateKey } = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  return privateKeyPem(privateKey);
}

async function read(place: string): Promise<Authority | null> {
  try {
    const [server, tokenSigningKey] = await Promise.all([
      readFile(join(place, 'server.pem'), 'utf8'),
      readFile(join(place, 'token-signing-key.pem'), 'utf8'),
      readFile(join(place, 'ca.pem')),
    ]);
    const ends = new X509Certificate(server).validToDate.getTime();
    if (ends - Date.now() < RENEW_BEFORE_DAYS * DAY_MS) return null;
    return { caFile: join(place, 'ca.pem'), server, tokenSigningKey };
  } catch {
    return null;
  }
}

async function make(folder: string): Promise<string> {
  const made = await mkdtemp(join(folder, 'authority-new-'));
  const ca = await makeCa();
  const secret = { mode: 0o600 };
  await writeFile(join(made, 'ca.pem'), `${ca.certificate.toString('pem')}\n`);
  await writeFile(join(made, 'server.pem'), await makeServer(ca), secret);
  await writeFile(join(made, 'token-signing-key.pem'), await makeTokenSigningKey(), secret);
  return made;
}

/**
 * Makes the authority of a folder once and keeps it; renews it a month before its end. The whole folder appears by one
 * rename, so of two processes that start at once one wins and both use what is there.
 */
export async function ensureAuthority(folder: string): Promise<Authority> {
  const place = resolve(folder, 'authority');
  const kept = await read(place);
  if (kept !== null) return kept;
  await mkdir(folder, { recursive: true });
  const made = await make(folder);
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      await rename(made, place);
      break;
    } catch {
      if ((await read(place)) !== null) break;
      // Something old or broken stands there: step over it.
      await rename(place, `${made}-replaced`).catch(() => undefined);
      await rm(`${made}-replaced`, { recursive: true, force: true });
    }
  }
  await rm(made, { recursive: true, force: true });
  const authority = await read(place);
  if (authority === null) throw new Error(`The emulator could not keep its certificates in ${place}.`);
  return authority;
}
