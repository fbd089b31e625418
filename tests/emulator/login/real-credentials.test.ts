import { ClientCertificateCredential, ClientSecretCredential } from '@azure/identity';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Emulator, startEmulator } from '../../../emulator/start-emulator.ts';
import { authorityFolder, useEmulator } from '../started-emulator.ts';
import { makeClientCertificate } from './client-certificate.ts';

/** As the product has them, for a host that is not Microsoft's. */
const optionsFor = ({ authorityHost }: Emulator) => ({
  authorityHost,
  disableInstanceDiscovery: true,
  retryOptions: { maxRetries: 0 },
});
const scopeOf = ({ graphEndpoint }: Emulator): string => `${graphEndpoint}/.default`;

describe('the credentials of @azure/identity, unchanged and over TLS', () => {
  const emulator = useEmulator();

  it('a client secret gets a token for an hour, which the published keys verify and Graph can read', async () => {
    const { entraTenantId } = emulator().addDirectory({ name: 'Secret' });
    const { clientId, clientSecret, authorityHost, graphEndpoint } = emulator();
    const credential = new ClientSecretCredential(entraTenantId, clientId, clientSecret, optionsFor(emulator()));
    const { token, expiresOnTimestamp } = await credential.getToken(scopeOf(emulator()));
    expect(expiresOnTimestamp - Date.now()).toBeGreaterThan(3_500_000);
    const keys = createRemoteJWKSet(new URL(`${authorityHost}/${entraTenantId}/discovery/v2.0/keys`));
    const { payload } = await jwtVerify(token, keys, { audience: graphEndpoint });
    expect(payload).toMatchObject({
      tid: entraTenantId,
      appid: clientId,
      roles: ['User.Read.All', 'Organization.Read.All'],
    });
  });

  it('a wrong secret is refused', async () => {
    const { entraTenantId } = emulator().addDirectory({ name: 'Wrong secret' });
    const credential = new ClientSecretCredential(entraTenantId, emulator().clientId, 'wrong', optionsFor(emulator()));
    await expect(credential.getToken(scopeOf(emulator()))).rejects.toThrow('7000215');
  });

  it('any certificate gets a token where none is registered', async () => {
    const { entraTenantId } = emulator().addDirectory({ name: 'Any certificate' });
    const { withKey } = await makeClientCertificate();
    const pem = { certificate: withKey };
    const credential = new ClientCertificateCredential(entraTenantId, emulator().clientId, pem, optionsFor(emulator()));
    expect((await credential.getToken(scopeOf(emulator()))).token).toMatch(/^ey/);
  });
});

describe('where certificates are registered', () => {
  let emulator: Emulator;
  let registered: { certificate: string; withKey: string };
  beforeAll(async () => {
    registered = await makeClientCertificate();
    emulator = await startEmulator({ folder: authorityFolder(), clientCertificates: [registered.certificate] });
  });
  afterAll(() => emulator.stop());

  const tokenWith = (pem: string, name: string) => {
    const { entraTenantId } = emulator.addDirectory({ name });
    const certificate = { certificate: pem };
    const credential = new ClientCertificateCredential(
      entraTenantId,
      emulator.clientId,
      certificate,
      optionsFor(emulator),
    );
    return credential.getToken(scopeOf(emulator));
  };

  it('the registered one gets a token', async () => {
    expect((await tokenWith(registered.withKey, 'Registered')).token).toMatch(/^ey/);
  });

  it('another one does not', async () => {
    const other = await makeClientCertificate();
    await expect(tokenWith(other.withKey, 'Other')).rejects.toThrow('700027');
  });

  it('the registered one with another key does not', async () => {
    const other = await makeClientCertificate();
    const mixed = `${registered.certificate}\n${other.withKey.slice(other.withKey.indexOf('-----BEGIN PRIVATE'))}`;
    await expect(tokenWith(mixed, 'Mixed')).rejects.toThrow('700027');
  });
});
