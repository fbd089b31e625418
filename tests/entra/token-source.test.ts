import { afterEach, describe, expect, test } from 'vitest';
import { createTokenSource } from '../../entra/token-source.ts';
import { errorOf } from './error-of.ts';
import { SECRET, type ScriptedEntra, startScriptedEntra, TENANT } from './scripted-entra.ts';

const signal = new AbortController().signal;
let scripted: ScriptedEntra;
afterEach(() => scripted[Symbol.asyncDispose]());

async function openTokens() {
  scripted = await startScriptedEntra(() => undefined);
  const { origin: authorityHost } = scripted.login;
  const credential = { kind: 'secret', secret: SECRET } as const;
  return createTokenSource(
    { clientId: TENANT, credential, authorityHost, graphEndpoint: 'https://graph.example' },
    TENANT,
    5_000,
  );
}
const asked = () => scripted.login.seen.filter(({ method }) => method === 'POST').length;

describe('those who ask for a token', () => {
  test('at the same moment share one request', async () => {
    const tokens = await openTokens();
    const given = await Promise.all(Array.from({ length: 50 }, () => tokens.token(signal)));
    expect(new Set(given)).toEqual(new Set(['token-number-1']));
    expect(asked()).toBe(1);
  });

  test('one after the other get the same, while it is valid', async () => {
    const tokens = await openTokens();
    expect([await tokens.token(signal), await tokens.token(signal)]).toEqual(['token-number-1', 'token-number-1']);
    expect(asked()).toBe(1);
  });

  test('share a refusal too, and only the next one asks again', async () => {
    const tokens = await openTokens();
    scripted.refuseTokens = () => ({ status: 401, json: { error: 'invalid_client', error_codes: [7000215] } });
    const errors = await Promise.all([tokens.token(signal), tokens.token(signal)].map(errorOf));
    expect(errors.map(({ code }) => code)).toEqual(['ownCredential', 'ownCredential']);
    expect(asked()).toBe(1);
    scripted.refuseTokens = undefined;
    await expect(tokens.token(signal)).resolves.toBe('token-number-1');
  });

  test('after they have stopped ask for nothing', async () => {
    const tokens = await openTokens();
    await expect(tokens.token(AbortSignal.abort(new Error('paused')))).rejects.toThrow('paused');
    expect(scripted.login.seen).toEqual([]);
  });

  test('and stop meanwhile end nobody else’s waiting', async () => {
    const tokens = await openTokens();
    const stopped = new AbortController();
    const [one, other] = [tokens.token(stopped.signal), tokens.token(signal)];
    stopped.abort(new Error('paused'));
    await expect(one).rejects.toThrow('paused');
    await expect(other).resolves.toBe('token-number-1');
    expect(asked()).toBe(1);
  });
});

describe('a token that Graph refused', () => {
  test('is replaced by a new one', async () => {
    const tokens = await openTokens();
    tokens.forget(await tokens.token(signal));
    await expect(tokens.token(signal)).resolves.toBe('token-number-2');
  });

  test('costs one new one, however many requests it was in', async () => {
    const tokens = await openTokens();
    const refused = await tokens.token(signal);
    tokens.forget(refused);
    await tokens.token(signal);
    tokens.forget(refused);
    await expect(tokens.token(signal)).resolves.toBe('token-number-2');
  });
});
