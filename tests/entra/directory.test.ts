import { afterEach, describe, expect, test } from 'vitest';
import { errorOf } from './error-of.ts';
import { graphError, type ScriptedEntra, startScriptedEntra, TENANT } from './scripted-entra.ts';

const signal = new AbortController().signal;
let scripted: ScriptedEntra;
afterEach(() => scripted[Symbol.asyncDispose]());

// https://learn.microsoft.com/en-us/graph/api/organization-list
describe('the organization', () => {
  const organizations = (...value: readonly unknown[]) => ({ json: { value } });

  test('is asked for by id and name alone', async () => {
    scripted = await startScriptedEntra(() => organizations({ id: TENANT, displayName: 'Contoso' }));
    await expect(scripted.directory.readOrganization(signal)).resolves.toEqual({ id: TENANT, displayName: 'Contoso' });
    expect(decodeURIComponent(scripted.graph.seen[0]?.url ?? '')).toBe('/v1.0/organization?$select=id,displayName');
  });

  test('has its id in one spelling, so that it can be compared', async () => {
    scripted = await startScriptedEntra(() => organizations({ id: TENANT.toUpperCase(), displayName: 'Contoso' }));
    await expect(scripted.directory.readOrganization(signal)).resolves.toMatchObject({ id: TENANT });
  });

  test('without a name is a missing permission: only ids come then', async () => {
    scripted = await startScriptedEntra(() => organizations({ id: TENANT, displayName: null }));
    expect(await errorOf(scripted.directory.readOrganization(signal))).toMatchObject({ code: 'permissionMissing' });
  });

  test.each([
    ['none', organizations()],
    ['two', organizations({ id: TENANT, displayName: 'A' }, { id: TENANT, displayName: 'B' })],
    ['one whose id is none', organizations({ id: 'contoso.example', displayName: 'Contoso' })],
  ])('is not guessed where Graph gives %s', async (_case, reply) => {
    scripted = await startScriptedEntra(() => reply);
    expect(await errorOf(scripted.directory.readOrganization(signal))).toMatchObject({ code: 'graphUnavailable' });
  });
});

// https://learn.microsoft.com/en-us/graph/aad-advanced-queries
describe('the number of people', () => {
  test('is asked for with the header that counting needs', async () => {
    scripted = await startScriptedEntra(() => ({ text: '1234' }));
    await expect(scripted.directory.countUsers(signal)).resolves.toBe(1234);
    expect(scripted.graph.seen[0]).toMatchObject({
      url: '/v1.0/users/$count',
      headers: { consistencylevel: 'eventual' },
    });
  });

  test.each([
    ['is refused', graphError(400, 'Request_BadRequest')],
    ['is throttled', graphError(429, 'TooManyRequests')],
    ['is no number', { json: { count: 'many' } }],
    ['is broken', { text: '<html>' }],
  ])('is unknown, and fails no run, when it %s', async (_case, reply) => {
    scripted = await startScriptedEntra(() => reply);
    await expect(scripted.directory.countUsers(signal)).resolves.toBeUndefined();
  });

  test('is given up with the signal’s own reason', async () => {
    scripted = await startScriptedEntra(() => undefined);
    const stopped = new AbortController();
    const counting = scripted.directory.countUsers(stopped.signal);
    stopped.abort(new Error('paused'));
    await expect(counting).rejects.toThrow('paused');
  });
});
