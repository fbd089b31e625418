import { afterAll, beforeAll, expect, test } from 'vitest';
import { closeRun } from '../../db/close-run.ts';
import { readEmailSources } from '../../db/read-email-sources.ts';
import { openStage, person, persons, type Stage, type TestTenant } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const read = (tenant: TestTenant) => tenant.inTransaction((tx) => readEmailSources(tenant.id, tx));
const end = (tenant: TestTenant, runId: Awaited<ReturnType<TestTenant['open']>>, outcome: 'succeeded' | 'cancelled') =>
  tenant.inTransaction((tx) => closeRun(tenant.id, tx, runId, { outcome, now: new Date() }));

test('people are counted by the source of their address in the newest full run that told, over all of its pages', async () => {
  const tenant = await stage.tenant();
  expect(await read(tenant)).toBeUndefined();

  const first = await tenant.open();
  const primary = (n: number) => person(n, { proxyAddresses: [`SMTP:p${n}@contoso.example`] });
  await tenant.page(first, [primary(1), primary(2), ...persons(3, 5)], { last: false });
  expect(await read(tenant)).toBeUndefined(); // it is going, and has told nothing yet
  const other = person(6, { mail: null, otherMails: ['six@home.example'] });
  const left = person(9, { accountEnabled: false });
  await tenant.page(first, [other, person(7, { mail: null }), person(8, { mail: null }), left]);
  await end(tenant, first, 'succeeded');
  const told = {
    runId: first,
    people: { proxyAddresses: 2, mail: 3, otherMails: 1, userPrincipalName: 0 },
    none: 2,
  };
  expect(await read(tenant)).toEqual(told);

  const cut = await tenant.open({ full: true });
  await tenant.page(cut, [primary(1)], { last: false });
  expect(await read(tenant)).toEqual(told);
  await end(tenant, cut, 'cancelled');
  expect(await read(tenant)).toEqual(told);
});

test('another tenant’s people are none of it', async () => {
  const [one, other] = [await stage.tenant(), await stage.tenant()];
  const runId = await one.open();
  await one.page(runId, persons(1, 3));
  await end(one, runId, 'succeeded');
  expect(await read(other)).toBeUndefined();
});
