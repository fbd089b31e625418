import { X509Certificate } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeClientCertificate } from '../emulator/login/client-certificate.ts';
import { errorOf } from './error-of.ts';
import { graphError, type ScriptedEntra, startScriptedEntra } from './scripted-entra.ts';

const signal = new AbortController().signal;
let folder: string;
let path: string;
let scripted: ScriptedEntra;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-credential-'));
  path = join(folder, 'certificate.pem');
  scripted = await startScriptedEntra(() => graphError(403, 'Authorization_RequestDenied'), {
    credential: { kind: 'certificate', path },
  });
});
afterEach(async () => {
  await scripted[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

/** The thumbprints (SHA-256) of the certificates that sign-ins were signed with, in order. */
function thumbprints(): readonly string[] {
  return scripted.login.seen
    .filter(({ method }) => method === 'POST')
    .map(({ body }) => {
      const [head = ''] = new URLSearchParams(body).get('client_assertion')?.split('.') ?? [];
      const { 'x5t#S256': thumbprint }: { 'x5t#S256': string } = JSON.parse(Buffer.from(head, 'base64url').toString());
      return Buffer.from(thumbprint, 'base64url').toString('hex');
    });
}
const thumbprintOf = ({ certificate }: { readonly certificate: string }) =>
  new X509Certificate(certificate).fingerprint256.replaceAll(':', '').toLowerCase();

test('a certificate file with its key signs in, and no secret is sent', async () => {
  const ours = await makeClientCertificate();
  await writeFile(path, ours.withKey);
  await scripted.directory.signIn(signal);
  expect(thumbprints()).toEqual([thumbprintOf(ours)]);
  expect(scripted.login.seen.at(-1)?.body).not.toContain('client_secret');
});

test.each([
  ['is not there', async () => undefined],
  ['holds no certificate', async () => '-----BEGIN NONSENSE-----'],
  ['holds no key', async () => (await makeClientCertificate()).certificate],
  [
    'holds the key of another certificate',
    async () => {
      const [ours, other] = await Promise.all([makeClientCertificate(), makeClientCertificate()]);
      return `${ours.certificate}\n${other.withKey.slice(other.certificate.length)}`;
    },
  ],
])('a file that %s is our own trouble, seen before anything is asked', async (_how, content) => {
  const pem = await content();
  if (pem !== undefined) await writeFile(path, pem);
  const error = await errorOf(scripted.directory.signIn(signal));
  expect(error).toMatchObject({ code: 'ownCredential', class: 'ownCredential' });
  expect([error.message, error.stack, JSON.stringify(error)].join()).not.toContain(folder);
  expect(scripted.login.seen).toEqual([]);
});

test('a file that comes late is found by the next sign-in', async () => {
  await errorOf(scripted.directory.signIn(signal));
  await writeFile(path, (await makeClientCertificate()).withKey);
  await expect(scripted.directory.signIn(signal)).resolves.toBeUndefined();
});

test('a renewed file is read anew after a refusal, without a new start', async () => {
  const [old, renewed] = await Promise.all([makeClientCertificate(), makeClientCertificate()]);
  await writeFile(path, old.withKey);
  scripted.refuseTokens = () => ({ status: 401, json: { error: 'invalid_client', error_codes: [700027] } });
  expect(await errorOf(scripted.directory.signIn(signal))).toMatchObject({ code: 'ownCredential' });
  await writeFile(path, renewed.withKey);
  scripted.refuseTokens = undefined;
  await scripted.directory.signIn(signal);
  expect(thumbprints()).toEqual([thumbprintOf(old), thumbprintOf(renewed)]);
});
