import { request } from 'node:http';
import { describe, expect, it } from 'vitest';
import { useEmulator } from '../started-emulator.ts';

const emulator = useEmulator();

async function ask(method: string, path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}) {
  const response = await fetch(`${emulator().controlUrl}${path}`, {
    method,
    headers,
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, type: response.headers.get('content-type'), text, json: () => JSON.parse(text) };
}

/** With a Host of its own, which fetch does not allow. */
const statusAs = (host: string): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const { port } = new URL(emulator().controlUrl);
    const asked = request({ host: '127.0.0.1', port, path: '/directories', headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    asked.on('error', reject).end();
  });

describe('the control API', () => {
  it('lists at its root what there is, readable without anything else', async () => {
    const { status, type, text } = await ask('GET', '/');
    expect(status).toBe(200);
    expect(type).toMatch(/^text\/plain/);
    for (const path of ['/directories', '/faults', '/requests', '/clock', '/counts']) expect(text).toContain(path);
    expect(text).toContain(emulator().authorityHost);
  });

  it('adds, shows and removes a directory', async () => {
    const added = await ask('POST', '/directories', { name: 'Contoso', people: { seed: 1, count: 3 } });
    expect(added.status).toBe(201);
    const { entraTenantId } = added.json();
    expect((await ask('GET', `/directories/${entraTenantId}`)).json()).toMatchObject({ name: 'Contoso', people: 3 });
    expect((await ask('DELETE', '/directories/contoso')).status).toBe(204);
    expect((await ask('GET', `/directories/${entraTenantId}`)).status).toBe(404);
  });

  it('changes one behaviour without touching the others', async () => {
    const directory = emulator().addDirectory({ name: 'Behaving', behaviour: { deltaPageSize: 3 } });
    await ask('PATCH', '/directories/Behaving/behaviour', { pageLatencyMs: 9 });
    expect(directory.behaviour).toMatchObject({ deltaPageSize: 3, pageLatencyMs: 9 });
  });

  it('a million people are there at once', async () => {
    const { json } = await ask('POST', '/directories', { name: 'Million', people: { seed: 1, count: 1_000_000 } });
    expect(json()).toMatchObject({ people: 1_000_000 });
    const { items } = (await ask('GET', '/directories/Million/people?limit=1')).json();
    expect((await ask('GET', `/directories/Million/people/${items[0].id}`)).status).toBe(200);
  });
});

describe('what is wrong is told as problem+json, and changes nothing', () => {
  // prettier-ignore
  it.each([
    ['a body that is no JSON',        'POST',   '/directories',                              '{',                                    400],
    ['an unknown key',                'POST',   '/directories',                              { name: 'X', colour: 'red' },           400],
    ['an unknown query',              'GET',    '/requests?colour=red',                      undefined,                              400],
    ['an unknown behaviour',          'PATCH',  '/directories/Wrong/behaviour',              { mood: 'bad' },                        400],
    ['a consent that is none',        'PUT',    '/directories/Wrong/consent',                { consent: 'perhaps' },                 400],
    ['time that goes backwards',      'POST',   '/clock',                                    { advanceMs: -1 },                      400],
    ['a fault without a kind',        'POST',   '/faults',                                   { answer: {} },                         400],
    ['a directory that is not there', 'GET',    '/directories/nowhere',                      undefined,                              404],
    ['a path that is not there',      'GET',    '/nothing',                                  undefined,                              404],
    ['a fault that is not there',     'DELETE', '/faults/99',                                undefined,                              404],
    ['a person who is not there',     'POST',   '/directories/Wrong/people/nobody/leave',    undefined,                              409],
    ['a name that is taken',          'POST',   '/directories/Wrong/people',                 { properties: { displayName: 'A', userPrincipalName: 'ada@wrong.example' } }, 409],
  ])('%s', async (_what, method, path, body, status) => {
    if (emulator().directories.find('wrong.example') === null) {
      emulator().addDirectory({ name: 'Wrong', people: [{ properties: { displayName: 'Ada' } }] });
    }
    const before = JSON.stringify(emulator().directories.find('wrong.example')?.dump());
    const answer = await ask(method, path, body);
    expect(answer).toMatchObject({ status, type: 'application/problem+json' });
    expect(answer.json()).toMatchObject({ status, title: expect.any(String), detail: expect.any(String) });
    expect(JSON.stringify(emulator().directories.find('wrong.example')?.dump())).toBe(before);
  });
});

describe('only programs of this machine', () => {
  it('are answered: a name that somebody let point here is not', async () => {
    expect(await statusAs('localhost')).toBe(200);
    expect(await statusAs('attacker.example')).toBe(403);
  });

  it('may change anything: a page of another origin may not', async () => {
    const definition = { name: 'From a page' };
    const origin = 'https://attacker.example';
    expect((await ask('POST', '/directories', definition, { origin })).status).toBe(403);
    expect((await ask('POST', '/directories', definition, { origin: 'http://localhost:1' })).status).toBe(201);
  });
});
