import { afterEach, describe, expect, it } from 'vitest';
import { problem, startFakeRollcall, type FakeRollcall } from './fake-rollcall.ts';
import { rollcallHere } from './rollcall.ts';
import { CONTOSO } from './sample.ts';

const ADELE = '11111111-aaaa-4bbb-8ccc-000000000001';
const OTHER = '11111111-aaaa-4bbb-8ccc-000000000002';
const ROUTE = `/api/tenants/${CONTOSO}/examples`;
const GREEN = { entraObjectId: OTHER, expected: 'notImported' };

let fake: FakeRollcall | undefined;
afterEach(() => fake?.stop());

/** A tenant with these examples, in version 7. */
async function withExamples(items: readonly unknown[], put = () => ({ body: { version: 8, items } })) {
  fake = await startFakeRollcall({ [`GET ${ROUTE}`]: () => ({ body: { version: 7, items } }), [`PUT ${ROUTE}`]: put });
  return fake.url;
}
const saved = () => fake?.asked.filter(({ method }) => method === 'PUT');

describe('the examples of a tenant', () => {
  it('keep their order when one is added or changed, on top of the version that was read', async () => {
    const url = await withExamples([GREEN]);
    await rollcallHere(['examples', 'set', CONTOSO, ADELE.toUpperCase(), 'imported'], { url });
    await rollcallHere(['examples', 'set', CONTOSO, OTHER, 'imported'], { url });
    await rollcallHere(['examples', 'remove', CONTOSO, OTHER], { url });
    expect(saved()).toMatchObject([
      { ifMatch: '"7"', body: { items: [GREEN, { entraObjectId: ADELE, expected: 'imported' }] } },
      { ifMatch: '"7"', body: { items: [{ ...GREEN, expected: 'imported' }] } },
      { ifMatch: '"7"', body: { items: [] } },
    ]);
  });

  it('are not saved anew for what is so already', async () => {
    const url = await withExamples([GREEN]);
    expect(await rollcallHere(['examples', 'set', CONTOSO, OTHER, 'notImported'], { url })).toMatchObject({ code: 0 });
    expect(await rollcallHere(['examples', 'remove', CONTOSO, ADELE], { url })).toMatchObject({ code: 0 });
    expect(saved()).toEqual([]);
  });

  it('are not overwritten where somebody else saved meanwhile', async () => {
    const url = await withExamples(
      [],
      () => problem(412, 'stale', 'Somebody saved.', { remedy: 'Look again.' }) as never,
    );
    const answer = await rollcallHere(['examples', 'set', CONTOSO, ADELE, 'imported'], { url });
    expect(answer).toMatchObject({ code: 4, stderr: expect.stringContaining('Somebody saved. Look again.') });
  });

  it.each([
    ['an address for a person', [ADELE.slice(1), 'imported'], 'object id in Entra'],
    ['an outcome that is none', [ADELE, 'maybe'], 'Allowed choices are imported, notImported'],
  ])('take no %s', async (_what, args, text) => {
    const url = await withExamples([]);
    const answer = await rollcallHere(['examples', 'set', CONTOSO, ...args], { url });
    expect(answer).toMatchObject({ code: 2, stderr: expect.stringContaining(text) });
    expect(fake?.asked).toEqual([]);
  });
});
