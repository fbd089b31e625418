import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readFields, saveFields } from '../../db/field-versions.ts';
import { type ActivityStage, emailOf, listed, numbers, openStage, type PlayedTenant } from './stage.ts';

let stage: ActivityStage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const isFromNothing = async (tenant: PlayedTenant, runId: string): Promise<boolean | undefined> => {
  const [run] = await stage.asOwner<{ from_nothing: boolean }>(
    'select from_nothing from sync_runs where tenant_id = $1 and id = $2',
    [tenant.id, runId],
  );
  return run?.from_nothing;
};

const found = (tenant: PlayedTenant, id: string) =>
  stage.asOwner('select from search_blocks where tenant_id = $1 and $2 = any(ids)', [tenant.id, id]);

describe('the run of a tenant that has nobody', () => {
  it('takes whoever matches for new, and every later one looks people up', async () => {
    const tenant = await stage.play();
    tenant.listing.people = numbers(1, 4).map((number) => listed(number));
    const first = await tenant.open({ full: true });
    expect(await isFromNothing(tenant, first)).toBe(true);
    await tenant.readAll(first);
    expect((await tenant.run(first)).counts).toMatchObject({ read: 4, created: 4 });
    const second = await tenant.open({ full: true });
    expect(await isFromNothing(tenant, second)).toBe(false);
    await tenant.readAll(second);
    expect((await tenant.run(second)).counts).toMatchObject({ read: 4, created: 0, unchanged: 4 });
  });

  it('stores somebody on two pages once, as the later page has them', async () => {
    const tenant = await stage.play();
    tenant.listing.people = [listed(1), listed(2), listed(2, { displayName: 'Somebody Else' }), listed(3)];
    const runId = await tenant.open({ full: true });
    await tenant.readAll(runId);
    expect(await tenant.employees()).toEqual([1, 2, 3].map(emailOf));
    expect((await tenant.run(runId)).counts).toMatchObject({ read: 4, created: 3, updated: 1 });
  });

  it('plans the removal of somebody who matches on one page and no more on a later one', async () => {
    const tenant = await stage.play({ cleanUp: { enabled: true } });
    tenant.listing.people = [listed(1), listed(2), listed(2, { accountEnabled: false }), listed(3)];
    const runId = await tenant.open({ full: true });
    await tenant.readAll(runId);
    const planned = await stage.asOwner('select entra_object_id as oid from planned_removals where tenant_id = $1', [
      tenant.id,
    ]);
    expect(planned).toEqual([{ oid: listed(2).id }]);
  });

  it('finds an employee who was brought in by a person meanwhile', async () => {
    const tenant = await stage.play();
    tenant.listing.people = numbers(1, 2).map((number) => listed(number));
    const runId = await tenant.open({ full: true });
    await stage.asOwner(
      `insert into employees (tenant_id, entra_object_id, email, email_key, sort_name, kind, values, hash, held_since, created_in)
       values ($1, $2, $3, $3, 'Old', 'person', '{}', '\\x00', 1, 1)`,
      [tenant.id, listed(2).id, emailOf(2)],
    );
    await tenant.readAll(runId);
    expect(await tenant.employees()).toEqual([1, 2].map(emailOf));
    expect((await tenant.run(runId)).counts).toMatchObject({ created: 1, updated: 1 });
  });

  it('lets a search find everybody whom it stores', async () => {
    const tenant = await stage.play();
    tenant.listing.perPage = 30;
    tenant.listing.people = numbers(1, 50).map((number) => listed(number));
    await tenant.readAll(await tenant.open({ full: true }));
    const ids = await stage.asOwner<{ id: string }>('select id from employees where tenant_id = $1', [tenant.id]);
    expect(ids).toHaveLength(50);
    for (const { id } of ids) expect(await found(tenant, id)).toHaveLength(1);
  });

  it('whose listing begins again looks people up from then on', async () => {
    const tenant = await stage.play();
    tenant.listing.people = numbers(1, 4).map((number) => listed(number));
    const runId = await tenant.open({ full: true });
    let refused = 0;
    tenant.listing.meet = (request) =>
      request.url.includes('skiptoken=2') && refused++ < 2
        ? { status: 400, json: { error: { code: 'Directory_ExpiredPageToken', message: '' } } }
        : undefined;
    await tenant.readAll(runId);
    expect(refused).toBeGreaterThan(0);
    expect(await isFromNothing(tenant, runId)).toBe(false);
    expect((await tenant.run(runId)).counts).toMatchObject({ created: 4, updated: 0 });
  });

  it('judges somebody on a second page by the manager whom the first has told', async () => {
    const tenant = await stage.play();
    await tenant.inTransaction(async (tx) => {
      const { version, items } = await readFields(tenant.id, tx);
      const manager = { key: 'manager', label: 'Manager', source: 'manager/displayName' };
      await saveFields(tenant.id, tx, version, [...items, manager]);
    });
    const chief = listed(2, { displayName: 'Chief' });
    tenant.listing.people = [listed(1, { manager: { '@odata.type': '#microsoft.graph.user', ...chief } }), chief];
    tenant.listing.meet = ({ url, headers }) => {
      if (!url.includes('/users/delta') || url.includes('deltatoken')) return undefined;
      const origin = `https://${headers.host}/v1.0/users/delta`;
      return url.includes('skiptoken=2')
        ? { json: { value: [listed(1)], '@odata.deltaLink': `${origin}?$deltatoken=from-here` } }
        : {
            json: {
              value: [{ ...listed(1), 'manager@delta': [{ id: chief.id }] }, chief],
              '@odata.nextLink': `${origin}?$skiptoken=2`,
            },
          };
    };
    await tenant.readAll(await tenant.open({ full: true }));
    const [person] = await stage.asOwner<{ manager: string }>(
      `select values ->> 'manager' as manager from employees where tenant_id = $1 and entra_object_id = $2`,
      [tenant.id, listed(1).id],
    );
    expect(person).toEqual({ manager: 'Chief' });
  });
});
