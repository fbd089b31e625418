import { afterAll, beforeAll, expect, it } from 'vitest';
import { clearAlarm, listAlarms, raiseAlarm } from '../../db/across-tenants/alarms.ts';
import { openStage, type Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const raise = () => stage.db.acrossTenants((tx) => raiseAlarm(tx, 'ownCredential'));
const clear = () => stage.db.acrossTenants((tx) => clearAlarm(tx, 'ownCredential'));
const list = () => stage.db.acrossTenants(listAlarms);

it('an alarm is one, however often it is raised, and is new only once', async () => {
  expect([await raise(), await raise(), await raise()]).toEqual([true, false, false]);
  const [alarm, ...more] = await list();
  expect(more).toEqual([]);
  expect(alarm?.code).toBe('ownCredential');
  expect(alarm?.lastSeenAt.getTime()).toBeGreaterThan(alarm?.since.getTime() ?? Number.NaN);
});

it('an alarm that is cleared is gone, and new again when it comes back', async () => {
  await raise();
  expect([await clear(), await clear()]).toEqual([true, false]);
  expect(await list()).toEqual([]);
  expect(await raise()).toBe(true);
});

it('an alarm is seen by no tenant', async () => {
  await raise();
  const tenant = await stage.tenant();
  expect(await tenant.inTransaction((tx) => tx.query('select code from alarms', []))).toEqual([]);
  await expect(
    tenant.inTransaction((tx) => tx.query(`insert into alarms (code) values ('unknown')`, [])),
  ).rejects.toThrow();
});
