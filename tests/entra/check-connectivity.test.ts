import { afterEach, describe, expect, test } from 'vitest';
import { takeAll } from '../../api/checks/check-step.ts';
import { checkConnectivity } from '../../entra/check-connectivity.ts';
import { FAILURES } from '../../sync/failure.ts';
import { graphError, person, type ScriptedEntra, startScriptedEntra, TENANT } from './scripted-entra.ts';
import type { Reply } from './scripted-host.ts';

const signal = new AbortController().signal;
const SELECT = ['id', 'userPrincipalName', 'department'];
const REQUEST_ID = '1b9c3f8e-6e70-4f4d-8f0e-1c1c2b1a0d9f';
let scripted: ScriptedEntra;
afterEach(() => scripted[Symbol.asyncDispose]());

const organization = (id: string = TENANT): Reply => ({ json: { value: [{ id, displayName: 'Contoso' }] } });
const onePage: Reply = { json: { value: [person(1), person(2)] } };

type Replies = { readonly organization?: Reply; readonly people?: Reply; readonly count?: Reply };
async function check(replies: Replies = {}) {
  scripted = await startScriptedEntra(({ url }) => {
    if (url.includes('/organization')) return replies.organization ?? organization();
    if (url.includes('$count')) return replies.count ?? { text: '212' };
    return replies.people ?? onePage;
  });
  return tryAll();
}

/** All steps: what was found, and every line. */
async function tryAll(until: AbortSignal = signal) {
  const steps = checkConnectivity(scripted.directory, { expectedId: TENANT, select: SELECT }, until);
  const { found, checks } = await takeAll(steps);
  return { ...found, checks };
}

test('a directory where all goes well is named and counted', async () => {
  expect(await check()).toEqual({
    ok: true,
    tenantName: 'Contoso',
    usersTotal: 212,
    checks: [
      { name: 'signIn', ok: true, detail: 'Rollcall can sign in to this directory.' },
      { name: 'directory', ok: true, detail: 'The directory is Contoso.' },
      { name: 'people', ok: true, detail: 'People can be read: there are 212.' },
    ],
  });
});

test('people are read with the real $select', async () => {
  await check();
  const listing = scripted.graph.seen.find(({ url }) => url.includes('/users?'));
  expect(decodeURIComponent(listing?.url ?? '')).toContain(`$select=${SELECT.join(',')}`);
});

test('each step is taken when it is asked for: what is asked is said before Microsoft sees it', async () => {
  await check();
  const before = scripted.graph.seen.length;
  const steps = checkConnectivity(scripted.directory, { expectedId: TENANT, select: SELECT }, signal);
  const seen: unknown[] = [];
  for await (const step of steps) {
    const asked = scripted.graph.seen.length - before;
    seen.push(step.kind === 'asks' ? [step.question, asked] : [step.check.name, step.check.ok, asked]);
  }
  expect(seen).toEqual([
    ...[
      ['signIn', 0],
      ['signIn', true, 0],
    ],
    ...[
      ['directory', 0],
      ['directory', true, 1],
    ],
    ...[
      ['people', 1],
      ['people', true, 3],
    ],
  ]);
});

describe('a directory that does not count', () => {
  const count = graphError(400, 'Request_BadRequest');

  test('is counted by its only page', async () => {
    expect(await check({ count })).toMatchObject({ ok: true, usersTotal: 2 });
  });

  test('has no total where there are more pages, and is fine all the same', async () => {
    await check(); // for the origin of a link
    const { origin } = scripted.graph;
    scripted.graph.script = ({ url }) => {
      if (url.includes('/organization')) return organization();
      if (url.includes('$count')) return count;
      return { json: { value: [person(1)], '@odata.nextLink': `${origin}/v1.0/users?$skiptoken=2` } };
    };
    const answer = await tryAll();
    expect(answer).toMatchObject({ ok: true, checks: [{}, {}, { detail: 'People can be read.' }] });
    expect(answer).not.toHaveProperty('usersTotal');
  });
});

describe('what a person can cure comes as a check with its remedy', () => {
  const failed = (name: string, code: keyof typeof FAILURES) => ({
    ...{ name, ok: false, remedy: FAILURES[code].remedy },
    detail: expect.stringContaining(FAILURES[code].message),
  });

  test('a refused sign-in ends it: nothing else is tried', async () => {
    scripted = await startScriptedEntra(() => organization());
    const error = { error: 'invalid_client', error_codes: [7000229] };
    scripted.refuseTokens = () => ({ status: 401, json: error });
    const answer = await tryAll();
    expect(answer).toEqual({ ok: false, checks: [failed('signIn', 'consentWithdrawn')] });
    expect(scripted.graph.seen).toEqual([]);
  });

  test('another directory ends it: nobody of it is read', async () => {
    const answer = await check({ organization: organization('1b9c3f8e-6e70-4f4d-8f0e-1c1c2b1a0d9f') });
    expect(answer).toEqual({ ok: false, checks: [{ ...passed('signIn') }, failed('directory', 'wrongDirectory')] });
    expect(scripted.graph.seen).toHaveLength(1);
  });

  const passed = (name: string) => ({ name, ok: true, detail: expect.any(String) });

  test.each<readonly [string, Replies, readonly object[]]>([
    [
      'the organization may not be read, and people may',
      { organization: graphError(403, 'Authorization_RequestDenied') },
      [passed('signIn'), failed('directory', 'permissionMissing'), passed('people')],
    ],
    [
      'people may not be read',
      { people: graphError(403, 'Authorization_RequestDenied') },
      [passed('signIn'), passed('directory'), failed('people', 'permissionMissing')],
    ],
    [
      'everybody is blank',
      { people: { json: { value: [{ id: person(1).id }] } } },
      [passed('signIn'), passed('directory'), failed('people', 'permissionMissing')],
    ],
    [
      'the directory is empty',
      { people: { json: { value: [] } } },
      [passed('signIn'), passed('directory'), failed('people', 'listingIncomplete')],
    ],
    [
      'Graph is down',
      { people: { status: 503, text: '<html>' } },
      [passed('signIn'), passed('directory'), failed('people', 'graphUnavailable')],
    ],
  ])('%s', async (_case, replies, checks) => {
    const answer = await check(replies);
    expect(answer).toMatchObject({ ok: false, checks });
  });

  test('with what was asked, where two questions fail alike', async () => {
    const refused = graphError(403, 'Authorization_RequestDenied');
    const { checks } = await check({ organization: refused, people: refused });
    const [, directory, people] = checks.map(({ detail }) => detail);
    expect(directory).toBe(`Asked which directory it is: ${FAILURES.permissionMissing.message}`);
    expect(people).toBe(`Asked for its people: ${FAILURES.permissionMissing.message}`);
  });

  test('with Microsoft’s request id, for their support', async () => {
    const denied = graphError(403, 'Authorization_RequestDenied', { 'request-id': REQUEST_ID });
    const { checks } = await check({ people: denied });
    expect(checks.at(-1)?.detail).toContain(`(Microsoft request id ${REQUEST_ID})`);
  });
});

test('who stops it gets their own reason', async () => {
  scripted = await startScriptedEntra(() => undefined);
  const stopped = new AbortController();
  const checking = tryAll(stopped.signal);
  stopped.abort(new Error('closed'));
  await expect(checking).rejects.toThrow('closed');
});
