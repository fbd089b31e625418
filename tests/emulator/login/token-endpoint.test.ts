import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Consent } from '../../../emulator/directory/definition.schema.ts';
import type { Directory } from '../../../emulator/directory/directory.ts';
import { useEmulator } from '../started-emulator.ts';

const emulator = useEmulator();

const goodForm = () => ({
  grant_type: 'client_credentials',
  client_id: emulator().clientId,
  client_secret: emulator().clientSecret,
  scope: `${emulator().graphEndpoint}/.default`,
});
const withoutSecret = (): Form => {
  const { client_secret: _, ...form } = goodForm();
  return form;
};
type Form = Readonly<Record<string, string>>;

async function ask(tenant: string, form: Form = goodForm(), headers: Form = {}) {
  const body = new URLSearchParams(form);
  const address = `${emulator().authorityHost}/${tenant}/oauth2/v2.0/token`;
  const response = await fetch(address, { method: 'POST', body, headers });
  return { status: response.status, body: JSON.parse(await response.text()) };
}

const directory = (name: string, consent: Consent = 'granted'): Directory => emulator().addDirectory({ name, consent });

describe('a refused token has the status and all seven fields of Entra’s', () => {
  // prettier-ignore
  it.each<readonly [string, number, number, string, () => Promise<{ status: number; body: unknown }>]>([
    ['a wrong secret',                         7000215, 401, 'invalid_client',         () => ask(directory('a').entraTenantId, { ...goodForm(), client_secret: 'x' })],
    ['no credential at all',                   7000216, 401, 'invalid_client',         () => ask(directory('b').entraTenantId, withoutSecret())],
    ['a directory that is not there',          90002,   400, 'invalid_request',        () => ask(randomUUID())],
    ['an application that is not known',       700016,  400, 'unauthorized_client',    () => ask(directory('c').entraTenantId, { ...goodForm(), client_id: randomUUID() })],
    ['a consent that was never given',         700016,  400, 'unauthorized_client',    () => ask(directory('d', 'never').entraTenantId)],
    ['a consent that was withdrawn',           7000229, 401, 'invalid_client',         () => ask(directory('e', 'withdrawn').entraTenantId)],
    ['an application that is switched off',    7000112, 400, 'unauthorized_client',    () => ask(directory('f', 'disabled').entraTenantId)],
    ['another grant',                          70003,   400, 'unsupported_grant_type', () => ask(directory('g').entraTenantId, { ...goodForm(), grant_type: 'password' })],
    ['a scope without /.default',              1002012, 400, 'invalid_scope',          () => ask(directory('h').entraTenantId, { ...goodForm(), scope: 'User.Read.All' })],
    ['another resource',                       500011,  400, 'invalid_resource',       () => ask(directory('i').entraTenantId, { ...goodForm(), scope: 'https://vault.example/.default' })],
    ['an empty body',                          900144,  400, 'invalid_request',        () => ask(directory('j').entraTenantId, {})],
  ])('%s: AADSTS%d, status %d, %s', async (_what, number, status, error, asked) => {
    const answer = await asked();
    expect(answer).toEqual({
      status,
      body: {
        error,
        error_description: expect.stringMatching(new RegExp(`^AADSTS${number}: .+\\r\\nTrace ID: .+\\r\\nCorrelation ID: .+\\r\\nTimestamp: .+Z$`)),
        error_codes: [number],
        timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ$/),
        trace_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        correlation_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        error_uri: `https://login.microsoftonline.com/error?code=${number}`,
      },
    });
  });

  it('and the client’s request id as its correlation id', async () => {
    const id = randomUUID();
    const { body } = await ask(randomUUID(), goodForm(), { 'client-request-id': id });
    expect(body.correlation_id).toBe(id);
  });
});

describe('faults of sign-in', () => {
  it('an AADSTS number is answered once, although the client looks into the metadata first', async () => {
    const { entraTenantId } = directory('Expired secret');
    emulator().fault({ entraTenantId, answer: { kind: 'signIn', aadsts: 7000222 } });
    await fetch(`${emulator().authorityHost}/${entraTenantId}/v2.0/.well-known/openid-configuration`);
    expect(await ask(entraTenantId)).toMatchObject({ status: 401, body: { error_codes: [7000222] } });
    expect(await ask(entraTenantId)).toMatchObject({ status: 200 });
  });

  it('a token without roles, and one that ends early', async () => {
    const { entraTenantId } = directory('Odd tokens');
    emulator().fault({ entraTenantId, answer: { kind: 'noRoles' } });
    emulator().fault({ entraTenantId, answer: { kind: 'shortToken', seconds: 2 } });
    const { body } = await ask(entraTenantId);
    expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 2, ext_expires_in: 2 });
    const claims = JSON.parse(Buffer.from(String(body.access_token).split('.')[1] ?? '', 'base64url').toString());
    expect(claims).not.toHaveProperty('roles');
    expect(claims.exp - claims.iat).toBe(2);
  });
});

describe('a directory that was removed', () => {
  it('is as unknown to the metadata as to the token endpoint', async () => {
    const { entraTenantId } = directory('Removed');
    emulator().directories.remove(entraTenantId);
    const metadata = await fetch(`${emulator().authorityHost}/${entraTenantId}/v2.0/.well-known/openid-configuration`);
    expect(metadata.status).toBe(400);
    expect(await metadata.json()).toMatchObject({ error: 'invalid_tenant', error_codes: [90002] });
  });
});

it('neither secrets nor tokens are kept of any request', async () => {
  const { entraTenantId } = directory('Discreet');
  const { body } = await ask(entraTenantId);
  const kept = JSON.stringify(emulator().requests.list());
  expect(kept).toContain(`/${entraTenantId}/oauth2/v2.0/token`);
  expect(kept).not.toContain(emulator().clientSecret);
  expect(kept).not.toContain(body.access_token);
});
