import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { Clock } from '../../../emulator/clock.ts';
import { TokenIssuer } from '../../../emulator/login/token-issuer.ts';

const newKey = (): string =>
  generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
const KEY = newKey();
const ORDER = {
  entraTenantId: '0f8fad5b-d9cb-469f-a165-70867728950e',
  clientId: 'an application',
  roles: ['User.Read.All'],
  audience: 'https://localhost:1',
  authorityHost: 'https://localhost:2',
  lifetimeSeconds: 3_599,
};

test('a token is read as it was issued, by the emulator’s clock', async () => {
  const clock = new Clock(86_400_000);
  const issuer = new TokenIssuer(KEY, clock);
  const read = issuer.read(await issuer.issue(ORDER));
  expect(read).toMatchObject({
    entraTenantId: ORDER.entraTenantId,
    clientId: ORDER.clientId,
    roles: ORDER.roles,
  });
  expect(Math.abs((read?.issuedAt ?? 0) - clock.now())).toBeLessThan(5_000);
  expect((read?.expiresAt ?? 0) - (read?.issuedAt ?? 0)).toBe(3_599_000);
});

test('a token outlives a restart, since the key is kept', async () => {
  const token = await new TokenIssuer(KEY, new Clock()).issue(ORDER);
  expect(new TokenIssuer(KEY, new Clock()).read(token)?.clientId).toBe(ORDER.clientId);
});

test('an expired token is still read, with its times', async () => {
  const clock = new Clock();
  const issuer = new TokenIssuer(KEY, clock);
  const token = await issuer.issue(ORDER);
  clock.advance(7_200_000);
  expect(issuer.read(token)?.expiresAt).toBeLessThan(clock.now());
});

test('nothing else is a token: another key’s, a changed one, one without signature, any text', async () => {
  const issuer = new TokenIssuer(KEY, new Clock());
  const [header, payload, signature] = (await issuer.issue(ORDER)).split('.');
  const claims = Buffer.from(JSON.stringify({ tid: 'other', appid: 'other', iat: 1, exp: 2 })).toString('base64url');
  const none = Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url');
  expect(issuer.read(await new TokenIssuer(newKey(), new Clock()).issue(ORDER))).toBeNull();
  expect(issuer.read(`${header}.${claims}.${signature}`)).toBeNull();
  expect(issuer.read(`${none}.${payload}.`)).toBeNull();
  expect(issuer.read('opaque')).toBeNull();
});

test('reading the same token again costs next to nothing', async () => {
  const issuer = new TokenIssuer(KEY, new Clock());
  const token = await issuer.issue(ORDER);
  // The same object: it was not verified again.
  expect(issuer.read(token)).toBe(issuer.read(token));
});
