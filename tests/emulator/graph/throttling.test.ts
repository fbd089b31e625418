import { describe, expect, it } from 'vitest';
import { type Answer, generated, graphStage } from './graph-stage.ts';

const shareOf = ({ headers }: Answer) => headers.get('x-ms-throttle-limit-percentage');

/** https://learn.microsoft.com/en-us/graph/throttling-limits and https://learn.microsoft.com/en-us/graph/throttling */
describe('a request costs', () => {
  const stage = graphStage({ people: generated(3), permissions: ['User.Read.All', 'Directory.Read.All'] });
  const [, id = ''] = [...stage.directory.ids()];
  it.each([
    ['/users', 2],
    ['/users?$select=id', 1],
    ['/users?$top=5', 1],
    ['/users?$top=5&$select=id', 1],
    ['/users?$expand=manager', 3],
    ['/users?$select=id&$expand=manager', 2],
    [`/users/${id}`, 1],
    [`/users/${id}/manager`, 1],
    ['/users/delta', 1],
    ['/organization', 1],
  ])('for %s: %d', async (path, units) => {
    expect((await stage.get(path)).headers.get('x-ms-resource-unit')).toBe(String(units));
  });

  it('for following pages what the first one cost', async () => {
    const { nextLink = '' } = await stage.get('/users?$top=2&$select=id');
    expect((await stage.get(nextLink)).headers.get('x-ms-resource-unit')).toBe('1');
  });

  it('as much as its parts, for a batch', async () => {
    const own = graphStage({ people: generated(3), behaviour: { resourceUnits: 10 } });
    const requests = Array.from({ length: 12 }, (_, i) => ({ id: String(i), method: 'GET', url: '/organization' }));
    const { body } = await own.get('/$batch', { method: 'POST', body: { requests } });
    const refused = body.responses?.filter(({ status }) => status === 429) ?? [];
    expect(refused).toHaveLength(2);
    expect(refused).toMatchObject([{ headers: { 'retry-after': expect.stringMatching(/^\d+$/) } }, {}]);
  });
});

describe('the units of a directory', () => {
  const used = async (units: number, resourceUnits = 20) => {
    const stage = graphStage({ behaviour: { resourceUnits } });
    const answers: Answer[] = [];
    for (let i = 0; i < units; i++) answers.push(await stage.get('/organization'));
    return { ...stage, answers };
  };

  it('are told of from eight tenths on, and refused beyond', async () => {
    const { answers, get, directory } = await used(20);
    expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
    expect(answers.slice(0, 14).map(shareOf)).toEqual(answers.slice(0, 14).map(() => null));
    expect(Number(answers.at(-1) && shareOf(answers.at(-1) as Answer))).toBeGreaterThanOrEqual(0.9);
    const refused = await get('/organization');
    expect(refused).toMatchObject({ status: 429, code: 'TooManyRequests' });
    expect(Number(shareOf(refused))).toBeGreaterThan(1);
    expect(refused.headers.get('x-ms-throttle-information')).toBe('ResourceUnitLimitExceeded');
    expect(refused.headers.get('x-ms-throttle-scope')).toMatch(
      new RegExp(`^Tenant_Application/ReadWrite/[0-9a-f-]{36}/${directory.entraTenantId}$`),
    );
  });

  it('are free again after Retry-After, and later for who does not wait', async () => {
    const { get, context } = await used(20);
    const first = Number((await get('/organization')).headers.get('retry-after'));
    for (let i = 0; i < 10; i++) await get('/organization');
    const later = Number((await get('/organization')).headers.get('retry-after'));
    expect(later).toBeGreaterThan(first);
    context.clock.advance(later * 1_000);
    expect((await get('/organization')).status).toBe(200);
  });

  it('are not counted where the directory is told so', async () => {
    const { get, directory } = await used(21);
    expect((await get('/organization')).status).toBe(429);
    directory.setBehaviour({ throttling: false });
    expect((await get('/organization')).status).toBe(200);
  });

  it('are counted for each directory by itself, and for the application over all: 150,000 in 20 s', async () => {
    const { context, directory } = graphStage({ behaviour: { resourceUnits: 1_000_000 } });
    const other = context.directories.add({ name: 'Other', behaviour: { resourceUnits: 1_000_000 } });
    const third = context.directories.add({ name: 'Third', behaviour: { resourceUnits: 10 } });
    expect(context.throttle.charge(directory, 75_000)).toMatchObject({ kind: 'passed', percentage: null });
    expect(context.throttle.charge(other, 74_000)).toMatchObject({ kind: 'passed' });
    expect(context.throttle.charge(third, 5)).toMatchObject({ kind: 'passed' });
    expect(context.throttle.charge(other, 5_000)).toMatchObject({ kind: 'throttled', scope: 'Application' });
    context.clock.advance(20_000);
    expect(context.throttle.charge(other, 5_000)).toMatchObject({ kind: 'passed' });
  });
});
