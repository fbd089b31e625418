import { execFileSync } from 'node:child_process';
import { afterEach, expect, test } from 'vitest';
import { errorOf } from './error-of.ts';
import { graphError, type ScriptedEntra, startScriptedEntra, SECRET } from './scripted-entra.ts';

const signal = new AbortController().signal;
const organization = { json: { value: [{ id: '0f8fad5b-d9cb-469f-a165-70867728950e', displayName: 'Contoso' }] } };
let scripted: ScriptedEntra;
afterEach(() => scripted[Symbol.asyncDispose]());

test('one token serves many requests, also those of the same moment', async () => {
  scripted = await startScriptedEntra(() => organization);
  const { directory } = scripted;
  await Promise.all([directory.readOrganization(signal), directory.readOrganization(signal)]);
  await directory.readOrganization(signal);
  expect(scripted.tokens).toHaveLength(1);
});

test('a directory is the same object each time, so its token is kept', async () => {
  scripted = await startScriptedEntra(() => organization);
  const { entra, directory } = scripted;
  await directory.readOrganization(signal);
  const again = entra.directory('0f8fad5b-d9cb-469f-a165-70867728950e' as never);
  await again.readOrganization(signal);
  expect(scripted.tokens).toHaveLength(1);
});

test('the token is asked for with /.default of our Graph endpoint', async () => {
  scripted = await startScriptedEntra(() => organization);
  await scripted.directory.signIn(signal);
  const asked = new URLSearchParams(scripted.login.seen.at(-1)?.body);
  expect(asked.get('scope')).toContain(`${scripted.graph.origin}/.default`);
  expect(asked.get('grant_type')).toBe('client_credentials');
});

test('a token that Graph calls invalid is replaced once, and the request goes through', async () => {
  scripted = await startScriptedEntra(({ headers }) =>
    headers.authorization === 'Bearer token-number-1' ? graphError(401, 'InvalidAuthenticationToken') : organization,
  );
  await expect(scripted.directory.readOrganization(signal)).resolves.toMatchObject({ displayName: 'Contoso' });
  expect(scripted.tokens).toHaveLength(2);
});

test('a second token that is refused as well ends it: the directory does not let us in', async () => {
  scripted = await startScriptedEntra(() => graphError(401, 'InvalidAuthenticationToken'));
  expect(await errorOf(scripted.directory.readOrganization(signal))).toMatchObject({ code: 'signInRefused' });
  expect(scripted.graph.seen).toHaveLength(2);
});

test('after a missing permission the next try has a new token, as the old one would stay without it', async () => {
  scripted = await startScriptedEntra(({ headers }) =>
    headers.authorization === 'Bearer token-number-1' ? graphError(403, 'Authorization_RequestDenied') : organization,
  );
  expect(await errorOf(scripted.directory.readOrganization(signal))).toMatchObject({ code: 'permissionMissing' });
  await expect(scripted.directory.readOrganization(signal)).resolves.toMatchObject({ displayName: 'Contoso' });
});

const refusal = (status: number, error: string, number: number) => ({
  status,
  json: { error, error_description: `AADSTS${number}: Ada Lovelace`, error_codes: [number], correlation_id: 'x' },
});

test.each([
  ['our expired secret is our own trouble', refusal(401, 'invalid_client', 7000222), 'ownCredential'],
  ['a withdrawn consent is the tenant’s', refusal(401, 'invalid_client', 7000229), 'consentWithdrawn'],
  ['an app unknown there is the tenant’s', refusal(400, 'unauthorized_client', 700016), 'consentWithdrawn'],
  ['a policy of the directory is the tenant’s', refusal(400, 'invalid_grant', 53003), 'blockedByPolicy'],
  ['a sign-in host that is broken is tried again', { status: 503, text: '<html>' }, 'graphUnavailable'],
])('%s', async (_guarantee, reply, code) => {
  scripted = await startScriptedEntra(() => organization);
  scripted.refuseTokens = () => reply;
  expect(await errorOf(scripted.directory.signIn(signal))).toMatchObject({ code });
});

test('a directory that Microsoft does not know is found out before any token is asked for', async () => {
  scripted = await startScriptedEntra(() => organization);
  scripted.login.script = () => refusal(400, 'invalid_tenant', 90002);
  expect(await errorOf(scripted.directory.signIn(signal))).toMatchObject({ code: 'directoryGone' });
});

test('a sign-in host that asks us to wait is asked once, and the wait is passed on', async () => {
  scripted = await startScriptedEntra(() => organization);
  scripted.refuseTokens = () => ({ status: 429, text: '', headers: { 'retry-after': '17' } });
  const error = await errorOf(scripted.directory.signIn(signal));
  expect(error).toMatchObject({ code: 'graphThrottled', retryAfterMs: 17_000 });
  expect(scripted.login.seen.filter(({ method }) => method === 'POST')).toHaveLength(1);
});

test('a failed sign-in is not remembered: the next one asks again', async () => {
  scripted = await startScriptedEntra(() => organization);
  scripted.refuseTokens = () => ({ status: 429, text: '', headers: { 'retry-after': '3600' } });
  await errorOf(scripted.directory.signIn(signal));
  scripted.refuseTokens = undefined;
  await expect(scripted.directory.signIn(signal)).resolves.toBeUndefined();
});

test('our secret is not sent where the sign-in host redirects', async () => {
  scripted = await startScriptedEntra(() => organization);
  const location = `${scripted.graph.origin}/take-it`;
  scripted.refuseTokens = () => ({ status: 307, text: '', headers: { location } });
  expect(await errorOf(scripted.directory.signIn(signal))).toMatchObject({ class: 'retry' });
  expect(scripted.graph.seen).toEqual([]);
});

test('a sign-in host that never answers is given up at the time limit', async () => {
  scripted = await startScriptedEntra(() => organization, { timeLimitMs: 150 });
  scripted.refuseTokens = () => undefined;
  scripted.login.script = () => undefined;
  expect(await errorOf(scripted.directory.signIn(signal))).toMatchObject({ code: 'graphUnavailable' });
});

test('who stops waiting for a token gets their own reason, and the others get the token', async () => {
  scripted = await startScriptedEntra(() => organization);
  const { directory } = scripted;
  const stopped = new AbortController();
  const [one, other] = [directory.signIn(stopped.signal), directory.signIn(signal)];
  stopped.abort(new Error('paused'));
  await expect(one).rejects.toThrow('paused');
  await expect(other).resolves.toBeUndefined();
});

test('no error holds our secret, a token, or what Microsoft wrote', async () => {
  scripted = await startScriptedEntra(() => graphError(403, 'Authorization_RequestDenied'));
  const refused = await errorOf(scripted.directory.readOrganization(signal));
  scripted.refuseTokens = () => refusal(401, 'invalid_client', 7000215);
  const ours = await errorOf(scripted.directory.signIn(signal));
  for (const error of [refused, ours]) {
    const whole = [error.message, error.stack, JSON.stringify(error), String(error.cause)].join();
    expect(whole).not.toMatch(new RegExp(`${SECRET}|token-number|Ada Lovelace|AADSTS`));
  }
});

test('Node was started with the tests’ certificate authority', () => {
  const answer = execFileSync(process.execPath, ['-p', 'process.env.NODE_EXTRA_CA_CERTS'], { encoding: 'utf8' });
  expect(answer.trim()).not.toBe('undefined');
});
