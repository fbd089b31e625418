import { afterEach, describe, expect, it } from 'vitest';
import { startFakeRollcall, type FakeRollcall } from './fake-rollcall.ts';
import { rollcallHere } from './rollcall.ts';
import { CONTOSO, employee, listOf } from './sample.ts';

const GONE = '11111111-aaaa-4bbb-8ccc-000000000002';
const TWIN = '11111111-aaaa-4bbb-8ccc-000000000003';

let fake: FakeRollcall | undefined;
afterEach(() => fake?.stop());

/** A tenant with these employees; a search finds all of them, as one for a common part of a name would. */
async function withEmployees(...employees: readonly ReturnType<typeof employee>[]): Promise<string> {
  const route = `/api/tenants/${CONTOSO}/employees`;
  const restored = employees.map(({ id }) => [
    `POST ${route}/${id}/restore`,
    () => ({ body: employee({ id, pinned: true }) }),
  ]);
  fake = await startFakeRollcall({
    [`GET ${route}`]: ({ query }) =>
      listOf(...employees.filter(({ status }) => (query['status'] === 'removed') === (status === 'removed'))),
    ...Object.fromEntries(restored),
  });
  return fake.url;
}
const restore = (url: string, text: string) => rollcallHere(['employees', 'restore', CONTOSO, text], { url });
const changed = () => fake?.asked.filter(({ method }) => method !== 'GET').map(({ path }) => path.split('/').at(-2));

const ada = employee();
const gone = employee({
  id: GONE,
  email: 'grace@contoso.example',
  status: 'removed',
  values: { firstName: 'Grace', lastName: 'Hopper' },
});

describe('an employee is named', () => {
  it.each([
    ['the address', 'Grace@Contoso.example'],
    ['the name', 'grace HOPPER'],
    ['the id', GONE.toUpperCase()],
  ])('by %s, whatever the case, though removed', async (_how, text) => {
    const { code } = await restore(await withEmployees(ada, gone), text);
    expect(changed()).toEqual([GONE]);
    expect(code).toBe(0);
  });

  it('never by a name that two have: both are listed with their ids, and nothing is done', async () => {
    const twin = employee({ id: TWIN, email: 'ada.2@contoso.example', status: 'removed' });
    const { code, stderr } = await restore(await withEmployees(ada, twin), 'ada lovelace');
    expect(stderr).toContain('2 employees are called “ada lovelace”.');
    expect(stderr).toContain(`${ada.id}  ada@contoso.example (active)`);
    expect(stderr).toContain(`${TWIN}  ada.2@contoso.example (removed)`);
    expect(changed()).toEqual([]);
    expect(code).toBe(2);
  });

  it('never by a part: nobody is found, and where to look is said', async () => {
    const { code, stderr } = await restore(await withEmployees(ada, gone), 'Grace');
    expect(stderr).toContain('No employee has the address or name “Grace”.');
    expect(stderr).toContain('--status removed');
    expect(changed()).toEqual([]);
    expect(code).toBe(3);
  });
});

it('employees who are kept are shown so in the list', async () => {
  const url = await withEmployees(employee({ pinned: true }));
  expect((await rollcallHere(['employees', 'list', CONTOSO], { url })).stdout).toMatch(/active, kept/);
});
