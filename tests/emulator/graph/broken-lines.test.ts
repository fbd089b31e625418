import { describe, expect, it } from 'vitest';
import type { FaultInput } from '../../../emulator/faults/fault.schema.ts';
import { useEmulator } from '../started-emulator.ts';
import { generated } from './graph-stage.ts';

const emulator = useEmulator();

/** A request over HTTPS, with a token from sign-in. */
async function askAs(name: string): Promise<() => Promise<Response>> {
  const { authorityHost, graphEndpoint, clientId, clientSecret } = emulator();
  const { entraTenantId } = emulator().addDirectory({ name, people: generated(30) });
  const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
  const signIn = await fetch(`${authorityHost}/${entraTenantId}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({ ...form, scope: `${graphEndpoint}/.default` }),
  });
  const { access_token: token } = JSON.parse(await signIn.text());
  return () => fetch(`${graphEndpoint}/v1.0/users`, { headers: { authorization: `Bearer ${token}` } });
}

const fault = (answer: FaultInput['answer']): void => void emulator().fault({ path: '/v1.0/users', answer });
const peopleIn = (text: string): number => JSON.parse(text).value.length;

describe('over the line, a fault', () => {
  it('breaks the connection before an answer, and the next request has one', async () => {
    const ask = await askAs('Broken Before');
    fault({ kind: 'reset' });
    await expect(ask()).rejects.toThrow('fetch failed');
    expect(emulator().requests.list().at(-1)).toMatchObject({ status: 0, faults: ['reset'] });
    expect(peopleIn(await (await ask()).text())).toBe(30);
  });

  it('breaks the connection in the middle of an answer', async () => {
    const ask = await askAs('Broken Within');
    fault({ kind: 'reset', when: 'midBody' });
    const answer = await ask();
    expect(answer.status).toBe(200);
    await expect(answer.text()).rejects.toThrow();
    expect(peopleIn(await (await ask()).text())).toBe(30);
  });

  it('cuts the JSON of a complete answer', async () => {
    const ask = await askAs('Cut');
    fault({ kind: 'cutJson' });
    const text = await (await ask()).text();
    expect(text).toMatch(/^\{"@odata\.context"/);
    expect(() => peopleIn(text)).toThrow(SyntaxError);
  });

  it.each<FaultInput['answer']>([
    { kind: 'drip', bytes: 2_000, everyMs: 1 },
    { kind: 'delay', ms: 5 },
  ])('sends the right answer slowly: $kind', async (slow) => {
    const ask = await askAs(slow.kind);
    fault(slow);
    const answer = await ask();
    expect(peopleIn(await answer.text())).toBe(30);
    expect(answer.headers.get('request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(emulator().requests.list().at(-1)).toMatchObject({ status: 200, faults: [slow.kind] });
  });
});
