import { describe, expect, it } from 'vitest';
import { generated, graphStage } from './graph-stage.ts';

describe('a fault of Graph', () => {
  it('is met once by a request that fits, and noted with it', async () => {
    const { get, fault, context, directory } = graphStage({ people: generated(5) });
    const answer = { kind: 'status', status: 503, code: 'serviceNotAvailable', retryAfter: '7' } as const;
    fault({ path: '/v1.0/users', page: 'following', entraTenantId: directory.entraTenantId, answer });
    expect((await get('/organization')).status).toBe(200);
    const { nextLink = '' } = await get('/users?$top=1');
    const failed = await get(nextLink);
    expect(failed).toMatchObject({ status: 503, code: 'serviceNotAvailable' });
    expect(failed.headers.get('retry-after')).toBe('7');
    expect(failed.headers.get('request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect((await get(nextLink)).status).toBe(200);
    expect(context.requests.list().map(({ faults }) => faults)).toEqual([[], [], ['status'], []]);
    expect(context.faults.list()).toEqual([]);
  });

  it('can let some pass first, and stay until it is cleared', async () => {
    const { get, fault, context } = graphStage();
    fault({ path: '/v1.0/org*', skip: 1, times: null, answer: { kind: 'status', status: 500 } });
    const statuses = [];
    for (let i = 0; i < 3; i++) statuses.push((await get('/organization')).status);
    expect(statuses).toEqual([200, 500, 500]);
    context.faults.clear();
    expect((await get('/organization')).status).toBe(200);
  });

  it('can name a date to wait for', async () => {
    const { get, fault } = graphStage();
    fault({ answer: { kind: 'status', status: 429, retryAfterDateInSeconds: 60 } });
    const date = Date.parse((await get('/organization')).headers.get('retry-after') ?? '');
    expect(Math.abs(date - Date.now() - 60_000)).toBeLessThan(5_000);
  });

  it('can answer with a page of HTML, or with nothing', async () => {
    const { get, fault } = graphStage();
    fault({ answer: { kind: 'html', status: 502 } });
    expect(await get('/organization')).toMatchObject({ status: 502, text: expect.stringContaining('<html>') });
    fault({ answer: { kind: 'emptyBody' } });
    expect(await get('/organization')).toMatchObject({ status: 200, text: '' });
  });

  it.each([401, 403] as const)('can forget the application (%d)', async (status) => {
    const { get, fault } = graphStage();
    fault({ answer: { kind: 'identityNotFound', status } });
    expect(await get('/organization')).toMatchObject({ status, code: 'Authorization_IdentityNotFound' });
    expect((await get('/organization')).status).toBe(200);
  });

  it('waits for a request whose answer could show it', async () => {
    const { get, fault, context } = graphStage({ people: generated(3) });
    for (const kind of [
      'emptyListing',
      'expiredPageToken',
      'otherOrganization',
      'expiredDelta',
      'retriedToken',
    ] as const) {
      fault({ answer: { kind } });
    }
    expect((await get('/directory/deletedItems/microsoft.graph.user')).status).toBe(200);
    expect(context.faults.list()).toHaveLength(5);
    expect((await get('/users')).items).toEqual([]);
    expect(context.faults.list()).toHaveLength(4);
  });

  it('is noted without tokens', async () => {
    const { get, context } = graphStage({ people: generated(3) });
    const { nextLink = '' } = await get('/users?$top=1', { headers: { 'x-ms-throttle-priority': 'low', cookie: 'x' } });
    await get(nextLink);
    const [first, second] = context.requests.list();
    expect(first).toMatchObject({ path: '/v1.0/users?$top=1', headers: { 'x-ms-throttle-priority': 'low' } });
    expect(first?.headers).not.toHaveProperty('cookie');
    expect(second?.path).toBe('/v1.0/users?$top=1&$skiptoken=…');
  });
});
