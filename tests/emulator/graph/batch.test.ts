import { describe, expect, it } from 'vitest';
import { type Answer, generated, graphStage } from './graph-stage.ts';

const stage = graphStage({ people: generated(40), permissions: ['User.Read.All'] });
const ids = [...stage.directory.ids()];
const NOBODY = '00000000-0000-4000-8000-000000000000';

type Part = { readonly id: string; readonly url: string; readonly method?: string; readonly dependsOn?: string[] };
const batch = (parts: readonly Part[], on = stage): Promise<Answer> =>
  on.get('/$batch', { method: 'POST', body: { requests: parts.map((part) => ({ method: 'GET', ...part })) } });
const statuses = ({ body }: Answer) => Object.fromEntries((body.responses ?? []).map(({ id, status }) => [id, status]));
const askFor = (some: readonly string[]): Part[] => some.map((id) => ({ id, url: `/users/${id}?$select=id` }));

/** https://learn.microsoft.com/en-us/graph/json-batching */
describe('a batch', () => {
  it('answers up to twenty requests, in another order than they were asked', async () => {
    const asked = ids.slice(0, 20);
    const answer = await batch(askFor(asked));
    const answered = (answer.body.responses ?? []).map(({ id }) => id);
    expect(answered).not.toEqual(asked);
    expect(new Set(answered)).toEqual(new Set(asked));
    for (const { id, status, body } of answer.body.responses ?? [])
      expect({ status, body }).toEqual({ status: 200, body: { id } });
  });

  it('succeeds as a whole though parts fail, each with its own status', async () => {
    const answer = await batch([
      ...askFor([ids[0] ?? '', NOBODY]),
      { id: 'org', url: '/organization' },
      { id: 'w', url: '/users', method: 'POST' },
    ]);
    expect(answer.status).toBe(200);
    expect(statuses(answer)).toEqual({ [ids[0] ?? '']: 200, [NOBODY]: 404, org: 403, w: 403 });
    const gone = answer.body.responses?.find(({ id }) => id === NOBODY);
    expect(gone?.body).toMatchObject({ error: { code: 'Request_ResourceNotFound' } });
  });

  it('does not ask what depends on a part that failed', async () => {
    const answer = await batch([
      { id: 'a', url: `/users/${NOBODY}` },
      { id: 'b', url: `/users/${ids[0]}`, dependsOn: ['a'] },
      { id: 'c', url: `/users/${ids[0]}`, dependsOn: ['b'] },
      { id: 'd', url: `/users/${ids[0]}` },
    ]);
    expect(statuses(answer)).toEqual({ a: 404, b: 424, c: 424, d: 200 });
  });

  it.each<readonly [string, readonly Part[]]>([
    ['more than twenty requests', askFor(ids.slice(0, 21))],
    ['none', []],
    [
      'two requests of one id',
      [
        { id: '1', url: '/users' },
        { id: '1', url: '/organization' },
      ],
    ],
    ['an absolute url', [{ id: '1', url: 'https://graph.test/v1.0/users' }]],
    ['a batch in a batch', [{ id: '1', url: '/$batch', method: 'POST' }]],
  ])('is refused with %s', async (_what, parts) => {
    expect(await batch(parts)).toMatchObject({ status: 400, code: 'Request_BadRequest' });
  });

  it('needs a token as everything does', async () => {
    const answer = await stage.get('/$batch', { method: 'POST', body: { requests: askFor(ids) }, authorization: '' });
    expect(answer).toMatchObject({ status: 401, code: 'InvalidAuthenticationToken' });
  });

  it('meets faults in its parts, and notes each part', async () => {
    const own = graphStage({ people: generated(3) });
    const [a = '', b = '', c = ''] = [...own.directory.ids()];
    own.fault({ path: `/v1.0/users/${a}`, answer: { kind: 'status', status: 429, code: '', retryAfter: '2.128' } });
    own.fault({ path: `/v1.0/users/${b}`, answer: { kind: 'reset' } });
    const answer = await batch(askFor([a, b, c]), own);
    expect(statuses(answer)).toEqual({ [a]: 429, [b]: 504, [c]: 200 });
    expect(answer.body.responses?.find(({ id }) => id === a)).toMatchObject({ headers: { 'retry-after': '2.128' } });
    const noted = own.context.requests.list().map(({ inBatch, isWrite, status }) => ({ inBatch, isWrite, status }));
    expect(noted).toEqual([
      { inBatch: true, isWrite: false, status: 429 },
      { inBatch: true, isWrite: false, status: 504 },
      { inBatch: true, isWrite: false, status: 200 },
      { inBatch: false, isWrite: false, status: 200 },
    ]);
  });
});
