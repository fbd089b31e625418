import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApplicationFailureCategory } from '@temporalio/common';
import type { Fault } from '../../emulator/faults/fault.schema.ts';
import { LICENCE } from '../../emulator/people/generated-people.ts';
import { assertNever } from '../../sync/assert-never.ts';
import { FAILURES } from '../../sync/failure.ts';
import { people } from '../scenarios/workbench.ts';
import { FAULTS } from './all-rows.ts';
import type { Does, FaultRow } from './fault-row.ts';
import { type FaultStage, type FaultTenant, openFaultStage, type PlayedRun } from './stage.ts';

let stage: FaultStage;
beforeAll(async () => {
  stage = await openFaultStage();
});
afterAll(() => stage.close());

const PEOPLE = 12;
/** Since the last run one person has joined, one has moved and one has left. */
const OF_THREE = { created: 1, updated: 1, removed: 1, restored: 0, missing: 0, unproven: 0 };

describe.each(FAULTS.map(({ about, rows }) => [about, rows] as const))('%s', (_about, rows) => {
  it.each(rows.map((row) => [row.fault, row] as const))('%s', async (_fault, row) => {
    const tenant = await stage.tenant({
      name: row.fault,
      people: people(row.people ?? PEOPLE),
      behaviour: { throttling: false },
      ...(row.scope === true && scoped()),
    });
    if (row.scope === true) await tenant.chooseGroup('All');
    if (row.run !== 'first') await synced(tenant);
    if (row.behaviour !== undefined) tenant.entra.setBehaviour(row.behaviour);
    if (row.extensions !== undefined) await tenant.addExtensions(row.extensions);
    if (row.managers !== undefined) await tenant.addManagerField();
    row.happens?.(tenant.entra);
    const { entraTenantId } = tenant.entra;
    const faults = (row.meets ?? []).map((fault) => stage.emulator.fault({ ...fault, entraTenantId }));

    const { timeLimitMs } = row;
    const entra = stage.entra(timeLimitMs === undefined ? {} : { timeLimitMs });
    const played = await tenant.run({ full: row.run === 'full', entra, pagesBefore: row.pagesBefore ?? 0 });

    for (const fault of faults) expect(met(fault), `met: ${JSON.stringify(fault.answer)}`).toBe(true);
    expectDone(row, played);
    if (played.row.kind === 'full' && row.does.kind !== 'keeps' && row.does.kind !== 'fails')
      expect(played.row.counts.read).toBe(tenant.entra.count);
    await expectNobodyLost(tenant, row);
    expect((await tenant.row()).status).toBe(statusAfter(row.does));
    expect(writesOf(tenant)).toEqual([]);
    for (const fault of faults) stage.emulator.faults.clear(fault.id);
    if (row.does.kind === 'keeps') await expectAskedAgain(tenant);
  });
});

it('a tenant that met a fault is well again with the next run', async () => {
  const tenant = await stage.tenant({ name: 'Well again', people: people(PEOPLE) });
  const { entraTenantId } = tenant.entra;
  await synced(tenant);
  stage.emulator.fault({ entraTenantId, answer: { kind: 'signIn', aadsts: 7000229 } });
  expect((await tenant.run()).row.error?.code).toBe('consentWithdrawn');
  expect(await tenant.row()).toMatchObject({ status: 'needsAttention', attention: { code: 'consentWithdrawn' } });
  expect((await tenant.run()).row).toMatchObject({ state: 'succeeded', counts: OF_THREE });
  expect(await tenant.row()).toMatchObject({ status: 'active', attention: null });
});

it('somebody told of without an id keeps nobody else waiting, and who has left goes with the next run', async () => {
  const tenant = await stage.tenant({ name: 'Told of without an id', people: people(PEOPLE) });
  const { entraTenantId } = tenant.entra;
  stage.emulator.fault({ entraTenantId, path: '/v1.0/users', answer: { kind: 'withoutId' } });
  expect((await tenant.run()).row).toMatchObject({
    state: 'failed',
    counts: { read: PEOPLE - 1, created: PEOPLE - 1 },
  });
  await synced(tenant);
  stage.emulator.fault({ entraTenantId, path: '/v1.0/users/delta', answer: { kind: 'withoutId' } });
  stage.emulator.fault({ entraTenantId, path: '/v1.0/users', times: 2, answer: { kind: 'withoutId' } });
  for (const full of [false, true, true]) {
    const { row } = await tenant.run({ full });
    expect(row).toMatchObject({ state: 'failed', error: { code: 'personWithoutId' }, counts: { removed: 0 } });
    if (full) await expectNobodyLost(tenant, { does: { kind: 'keeps', unproven: 0 } });
  }
  expect((await tenant.run()).row).toMatchObject({ state: 'succeeded', kind: 'incremental', counts: { removed: 1 } });
  expect(await tenant.row()).toMatchObject({ status: 'active', attention: null });
});

async function synced(tenant: FaultTenant): Promise<void> {
  expect((await tenant.run()).row).toMatchObject({ state: 'succeeded', kind: 'full' });
  tenant.entra.join({ properties: { displayName: 'Newcomer', assignedLicenses: [{ skuId: LICENCE.skuId }] } });
  if (tenant.entra.groups.list().length > 0) tenant.entra.groups.addMember('Half', 'Newcomer');
  tenant.entra.change('Person 001', { properties: { jobTitle: 'Moved' } });
  tenant.entra.leave('Person 002');
}

/** A group of everybody, half of them through a group within it, and the permission to read it. */
function scoped() {
  const names = people(PEOPLE).map(({ properties }) => properties.displayName);
  return {
    permissions: ['User.Read.All', 'Organization.Read.All', 'GroupMember.Read.All'],
    groups: [
      { name: 'All', members: ['Half', ...names.slice(0, PEOPLE / 2)] },
      { name: 'Half', members: names.slice(PEOPLE / 2) },
    ],
  };
}

const met = ({ met: times, skip }: Fault): boolean => times > skip;

function expectDone({ does, run, people: count = PEOPLE }: FaultRow, { row, failures, alarms }: PlayedRun): void {
  if (does.kind === 'fails') {
    expect(row).toMatchObject({ state: 'failed', error: { code: does.code } });
    expect(failures.map(({ type }) => type)).toEqual([does.code]);
    expect(row.counts).toMatchObject({ removed: 0, missing: 0, ...does.counts });
    const kind = FAILURES[does.code].class;
    const loud = kind === 'ownCredential' || kind === 'bug';
    expect(alarms.map(({ meta }) => meta?.['event'])).toEqual(loud ? [does.code] : []);
    return;
  }
  const counts = run === 'first' ? { created: count, removed: 0 } : OF_THREE;
  expect(row).toMatchObject({ state: 'succeeded', error: null, counts: { ...counts, ...countsOf(does) } });
  expect(alarms).toEqual([]);
  const types = failures.map(({ type }) => type);
  switch (does.kind) {
    case 'copes':
    case 'keeps':
      expect(types).toEqual([]);
      return;
    case 'startsAgain':
      expect(types.filter((type) => type !== 'graphUnavailable')).toEqual([]);
      return;
    case 'readsEverybody':
      expect(row).toMatchObject({ kind: 'full', kindReason: does.reason });
      expect(types).toEqual([]);
      return;
    case 'retries':
      expect(types.length).toBeGreaterThan(0);
      expect(types).toEqual(
        Array.from({ length: does.times === 'some' ? types.length : (does.times ?? 1) }, () => does.code),
      );
      return;
    case 'waits': {
      expect(types).toEqual([does.code]);
      expect(failures[0]?.category).toBe(ApplicationFailureCategory.BENIGN);
      const { ms } = does;
      const wait = failures[0]?.nextRetryDelay ?? undefined;
      if (ms === 'backOff') expect(wait).toBeUndefined();
      else expect(wait).toSatisfy((named: number) => named >= ms[0] && named <= ms[1]);
      return;
    }
    default:
      return assertNever(does);
  }
}

function countsOf(does: Does) {
  if (does.kind === 'keeps') return { removed: does.removed ?? 0, unproven: does.unproven };
  return does.kind === 'copes' ? (does.counts ?? {}) : {};
}

/** Whatever a run meets: whoever is in the directory stays an employee. */
async function expectNobodyLost(tenant: FaultTenant, { does }: Pick<FaultRow, 'does'>): Promise<void> {
  const employees = await tenant.employees();
  const there = tenant.entra.search('', 10_000).map(({ id }) => id);
  const lost = there.filter((id) => employees.has(id) && employees.get(id) !== 'active');
  expect(lost).toEqual([]);
  if (does.kind === 'fails') return;
  expect(there.filter((id) => !employees.has(id))).toEqual([]);
  const active = [...employees].filter(([, status]) => status === 'active').length;
  // who left and could not be proven gone
  expect(active).toBe(there.length + (does.kind === 'keeps' && does.removed === undefined ? 1 : 0));
}

/** Who could not be proven gone is asked for by the next run, though no change tells of them again. */
async function expectAskedAgain(tenant: FaultTenant): Promise<void> {
  expect((await tenant.run()).row).toMatchObject({ state: 'succeeded', kind: 'incremental', counts: { unproven: 0 } });
  const active = [...(await tenant.employees())].flatMap(([id, status]) => (status === 'active' ? [id] : []));
  expect(active.sort()).toEqual(
    tenant.entra
      .search('', 10_000)
      .map(({ id }) => id)
      .sort(),
  );
}

const statusAfter = (does: Does): string =>
  does.kind === 'fails' && FAILURES[does.code].class === 'tenantAttention' ? 'needsAttention' : 'active';

const writesOf = ({ entra: { entraTenantId } }: FaultTenant) =>
  stage.emulator.requests.list((request) => request.isWrite && request.entraTenantId === entraTenantId);
