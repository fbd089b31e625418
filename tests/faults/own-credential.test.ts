import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { listAlarms } from '../../db/across-tenants/alarms.ts';
import { FAILURES } from '../../sync/failure.ts';
import { createOwnCredentialAlarm } from '../../worker/own-credential-alarm.ts';
import { people } from '../scenarios/workbench.ts';
import { type FaultStage, openFaultStage } from './stage.ts';

let stage: FaultStage;
beforeAll(async () => {
  stage = await openFaultStage();
});
afterAll(() => stage.close());

/** A worker's alarm, and what an operator sees of it. */
function openAlarm() {
  const lines: { readonly level: number; readonly event: string }[] = [];
  const gauge: number[] = [];
  const log = pino({}, { write: (line: string) => void lines.push(JSON.parse(line)) });
  const alarm = createOwnCredentialAlarm({ db: stage.db, log, gauge: { set: (value) => void gauge.push(value) } });
  const alarms = async () => {
    await alarm.stored();
    return (await stage.db.acrossTenants(listAlarms)).map(({ code }) => code);
  };
  return { alarm, alarms, gauge, lines };
}
const ERROR = 50;
const ADVICE = FAILURES.ownCredential.remedy;

it('our own secret at fault marks no tenant, is one alarm, and clears by itself', async () => {
  const { alarm, alarms, gauge, lines } = openAlarm();
  const entra = () => stage.entra({ onOwnCredential: alarm.note });
  const tenants = await Promise.all(
    ['One', 'Two', 'Three'].map((name) => stage.tenant({ name: `Secret ${name}`, people: people(2) })),
  );
  for (const tenant of tenants) await tenant.run({ entra: entra() });
  expect(await alarms()).toEqual([]);

  const fault = stage.emulator.fault({ host: 'login', times: null, answer: { kind: 'signIn', aadsts: 7000222 } });
  for (const tenant of tenants) {
    expect((await tenant.run({ entra: entra() })).row).toMatchObject({
      state: 'failed',
      error: { code: 'ownCredential' },
      counts: { removed: 0 },
    });
    expect(await tenant.row()).toMatchObject({ status: 'active', attention: null });
  }
  expect(await alarms()).toEqual(['ownCredential']);
  expect(gauge.at(-1)).toBe(1);
  expect(lines).toMatchObject([{ level: ERROR, event: 'alarmRaised', remedy: ADVICE }]);

  stage.emulator.faults.clear(fault.id);
  await tenants[0]?.run({ entra: entra() });
  expect(await alarms()).toEqual([]);
  expect(gauge.at(-1)).toBe(0);
  expect(lines.slice(1)).toMatchObject([{ event: 'alarmCleared' }]);
});

it('an unknown refusal is ours once several tenants meet it at once', async () => {
  const { alarm, alarms } = openAlarm();
  const entra = stage.entra({ onOwnCredential: alarm.note });
  const [first, second, third] = await Promise.all(
    ['One', 'Two', 'Three'].map((name) => stage.tenant({ name: `Unknown ${name}`, people: people(2) })),
  );
  const answer = { kind: 'signIn', aadsts: 7999999, error: 'unauthorized_client' } as const;
  const fault = stage.emulator.fault({ host: 'login', times: null, answer });
  expect((await first?.run({ entra }))?.row.error?.code).toBe('signInRefused');
  expect(await alarms()).toEqual([]);
  for (const tenant of [second, third]) {
    expect((await tenant?.run({ entra }))?.row.error?.code).toBe('ownCredential');
    expect(await tenant?.row()).toMatchObject({ status: 'active' });
  }
  expect(await alarms()).toEqual(['ownCredential']);

  stage.emulator.faults.clear(fault.id);
  expect((await first?.run({ entra }))?.row.state).toBe('succeeded');
  expect(await first?.row()).toMatchObject({ status: 'active', attention: null });
  expect(await alarms()).toEqual([]);
});
