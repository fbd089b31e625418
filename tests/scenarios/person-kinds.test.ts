import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changeByHand } from '../../api/by-hand/change-by-hand.ts';
import { setKindByHand } from '../../api/by-hand/set-kind-by-hand.ts';
import { takeAll } from '../../api/checks/check-step.ts';
import { kindsWithoutKeeping } from '../../api/checks/kinds-without-keeping.ts';
import { measureListing } from '../../api/checks/measure-listing.ts';
import { openEntra } from '../../entra/open-entra.ts';
import { DEFAULT_FIELDS } from '../../sync/field.schema.ts';
import type { EntraObjectId, EntraTenantId } from '../../sync/ids.ts';
import { DEFAULT_INTEGRATION_SETTINGS } from '../../sync/integration-settings.schema.ts';
import type { PersonKind } from '../../sync/person-kind.ts';
import { compileRules } from '../../sync/rules.ts';
import { openWorkbench, people, type SyncedTenant, type Workbench } from './workbench.ts';

let bench: Workbench;
beforeAll(async () => {
  bench = await openWorkbench();
}, 120_000);
afterAll(() => bench.close());

const LEAST = ['User.Read.All', 'Organization.Read.All'];
const MAILBOXES = [...LEAST, 'MailboxSettings.Read'];
const LICENCE = { skuId: '05e9a617-0261-4cee-bb44-138d3ef5d965', disabledPlans: [] };
const special = (displayName: string, userPurpose: 'shared' | 'room' | 'equipment') => ({
  properties: { displayName, mail: `${displayName.replaceAll(' ', '.')}@contoso.example`, assignedLicenses: [] },
  userPurpose,
});

/** Twenty-five licensed people, a person without a licence, and one of each kind of mailbox. */
async function tenantWith(name: string, permissions: readonly string[]): Promise<SyncedTenant> {
  const licensed = people(25).map(({ properties }) => ({ properties: { ...properties, assignedLicenses: [LICENCE] } }));
  const tenant = await bench.tenant({
    name,
    permissions: [...permissions],
    people: [
      ...licensed,
      { properties: { displayName: 'Not Licensed', mail: 'not.licensed@contoso.example', assignedLicenses: [] } },
      special('Our Sales', 'shared'),
      special('Blue Room', 'room'),
      special('Old Projector', 'equipment'),
    ],
  });
  await tenant.save((settings) => ({ ...settings, cleanUp: { ...settings.cleanUp, enabled: true } }));
  return tenant;
}

const asked = (tenant: SyncedTenant, what: RegExp): number =>
  bench.emulator.requests.list(
    ({ entraTenantId, path }) => entraTenantId === tenant.entra.entraTenantId && what.test(path),
  ).length;
const MAILBOX = /userPurpose/;
const idOf = (tenant: SyncedTenant, name: string) => tenant.entra.show(name).id as EntraObjectId; // as the emulator made it
const deps = () => {
  const { authorityHost, graphEndpoint, clientId, clientSecret } = bench.emulator;
  const entra = openEntra({
    authorityHost,
    graphEndpoint,
    clientId,
    credential: { kind: 'secret', secret: clientSecret },
  });
  return { db: bench.db, directoryOf: (id: EntraTenantId) => entra.directory(id), now: () => new Date() };
};
const say = (tenant: SyncedTenant, name: string, kind: PersonKind | undefined) =>
  setKindByHand(deps(), { tenantId: tenant.id, entraObjectId: idOf(tenant, name) }, kind);

describe('where MailboxSettings.Read is granted', () => {
  it('mailboxes stay out, each with its reason, and nobody unchanged is asked about again', async () => {
    const tenant = await tenantWith('Mailboxes', MAILBOXES);
    expect(await tenant.sync()).toMatchObject({
      state: 'succeeded',
      counts: { created: 26, skipped: { sharedMailbox: 1, room: 1, equipment: 1 } },
    });
    expect(await tenant.employee('Not Licensed')).toMatchObject({
      kind: 'person',
      kindEvidence: { evidence: 'userPurpose' },
    });
    expect(asked(tenant, MAILBOX)).toBe(4);
    expect(await tenant.sync({ full: true })).toMatchObject({ counts: { skipped: { sharedMailbox: 1 }, updated: 0 } });
    expect(asked(tenant, MAILBOX)).toBe(4);
    tenant.entra.change('Our Sales', { properties: { displayName: 'Our Sales Team' } });
    expect(await tenant.sync()).toMatchObject({ kind: 'incremental', counts: { skipped: { sharedMailbox: 1 } } });
    expect(asked(tenant, MAILBOX)).toBe(5);

    const rules = compileRules(DEFAULT_INTEGRATION_SETTINGS, DEFAULT_FIELDS);
    const entraTenantId = tenant.entra.entraTenantId as EntraTenantId; // as the emulator made it
    const live = deps().directoryOf(entraTenantId);
    const kinds = kindsWithoutKeeping(deps(), { tenantId: tenant.id, directory: live, rules });
    const { found } = await takeAll(measureListing(live, rules, kinds, AbortSignal.timeout(20_000)));
    expect(found).toMatchObject({
      matching: 26,
      byKind: { person: 26, sharedMailbox: 1, room: 1, equipment: 1 },
    });
  });

  it('a permission that is withdrawn, and a mailbox that cannot be read, remove nobody and fail no run', async () => {
    const tenant = await tenantWith('Withdrawn', MAILBOXES);
    await tenant.sync();
    tenant.entra.setConsent('granted', LEAST);
    for (const name of ['Not Licensed', 'Our Sales'])
      tenant.entra.change(name, { properties: { jobTitle: 'Changed', displayName: `${name} Again` } });
    const run = await tenant.sync({ full: true });
    // Of whom is new to us nothing is known, so that they pass; whoever has not changed stays what they were.
    expect(run).toMatchObject({
      state: 'succeeded',
      counts: { removed: 0, created: 1, skipped: { room: 1, equipment: 1 } },
    });
    expect((await tenant.employee('Not Licensed Again'))?.status).toBe('active');
    tenant.entra.setConsent('granted', MAILBOXES);
    bench.emulator.fault({
      entraTenantId: tenant.entra.entraTenantId,
      path: '/v1.0/users/*/mailboxSettings*',
      times: 20,
      answer: { kind: 'status', status: 503 },
    });
    const before = asked(tenant, MAILBOX);
    expect(await tenant.sync({ full: true })).toMatchObject({ state: 'succeeded', counts: { removed: 0 } });
    expect(asked(tenant, MAILBOX)).toBeGreaterThan(before);
    bench.emulator.faults.clear();
    expect(await tenant.sync({ full: true })).toMatchObject({ counts: { removed: 1, skipped: { sharedMailbox: 1 } } });
  });
});

describe('where only Place.Read.All is granted', () => {
  it('rooms stay out, and what else looks like a mailbox is imported and shown as such', async () => {
    const tenant = await tenantWith('Places', [...LEAST, 'Place.Read.All']);
    expect(await tenant.sync()).toMatchObject({ counts: { created: 28, skipped: { room: 1 } } });
    expect(await tenant.employee('Old Projector')).toMatchObject({
      kind: 'person',
      kindEvidence: { evidence: 'noPlace', looksLike: { kind: 'equipment', evidence: 'name' } },
    });
    expect(asked(tenant, /places/)).toBe(1);
  });
});

describe('a kind by hand', () => {
  it('acts at once, on whoever is no employee too, holds in every run, and is given back at once', async () => {
    const tenant = await tenantWith('By hand', MAILBOXES);
    await tenant.sync();
    for (let twice = 0; twice < 2; twice++) await say(tenant, 'Our Sales', 'person');
    expect(await tenant.employee('Our Sales')).toMatchObject({
      status: 'active',
      kind: 'person',
      kindEvidence: { evidence: 'byHand' },
    });
    expect((await tenant.row())?.employees).toBe(27);
    for (let twice = 0; twice < 2; twice++) await say(tenant, 'Person 001', 'room');
    expect(await tenant.employee('Person 001')).toMatchObject({ status: 'removed', kind: 'room' });
    expect((await tenant.row())?.employees).toBe(26);

    expect(await tenant.sync({ full: true })).toMatchObject({
      state: 'succeeded',
      counts: { created: 0, updated: 0, removed: 0, restored: 0, skipped: { room: 2, equipment: 1 } },
    });

    await say(tenant, 'Our Sales', undefined);
    await say(tenant, 'Person 001', undefined);
    expect(await tenant.employee('Our Sales')).toMatchObject({ status: 'removed', kind: 'sharedMailbox' });
    expect(await tenant.employee('Person 001')).toMatchObject({ status: 'active', kind: 'person' });
    expect(await tenant.sync({ full: true })).toMatchObject({ counts: { created: 0, updated: 0, removed: 0 } });
  });

  it('of somebody who was kept and did not match brings with the next run what Entra said of them meanwhile', async () => {
    const tenant = await tenantWith('Kept guest', LEAST);
    await tenant.sync();
    const kept = await tenant.employee('Person 001');
    if (kept === undefined) throw new Error('Nobody was imported.');
    await bench.db.inTransaction(tenant.id, (tx) => changeByHand(tenant.id, tx, kept.id, 'pin'));
    tenant.entra.change('Person 001', { properties: { userType: 'Guest', displayName: 'Person One' } });
    await tenant.sync();
    await say(tenant, 'Person One', 'person');
    expect((await tenant.employee('Person 001'))?.kind).toBe('person');
    expect(await tenant.sync()).toMatchObject({ kind: 'incremental', counts: { read: 1, updated: 1 } });
    expect((await tenant.employee('Person One'))?.kind).toBe('person');
    expect(await tenant.sync()).toMatchObject({ kind: 'incremental', counts: { read: 0, updated: 0 } });
  });
});
