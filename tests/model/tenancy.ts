import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { GROUPS } from './chosen-groups.ts';
import { OPTIONAL, type Beginning, type SettingsChange } from './history.ts';
import { apart, type Lane } from './lane.ts';
import { digestOf } from './observe-everything.ts';
import { endOffboarding } from './play-offboarding.ts';
import { LEAST, RememberedDirectory } from './remembered-directory.ts';
import { WatchedTenant, type Tally } from './watched-tenant.ts';

/** A directory with the tenant that it has now, and the tenant beside it. */
export type Tenancy = { tenant: WatchedTenant; readonly settings: SettingsChange; readonly neighbour?: Neighbour };
type Neighbour = Tenancy & { left: string };

/** The emulator lists people in an order that follows from the beginning of this id: a history is played alike again. */
const ORDER = '5eed5eed';

/** A directory with a tenant that has saved its first settings. */
export async function beginTenancy(lane: Lane, { people, settings }: Beginning, tally: Tally): Promise<Tenancy> {
  const entra = lane.emulator.addDirectory({
    name: randomUUID(),
    domain: 'contoso.example',
    entraTenantId: `${ORDER}${randomUUID().slice(ORDER.length)}`,
    behaviour: CALM,
    permissions: [...LEAST, ...OPTIONAL.slice(0, 2)],
    groups: [...GROUPS],
  });
  const directory = new RememberedDirectory(entra, lane.emulator.clock, people);
  const tenant = await WatchedTenant.open({ lane, directory, tally });
  await tenant.admin.save(settings);
  return { tenant, settings };
}

/** As a neighbour, to whom nothing happens but by visits. */
export const asNeighbour = async (tenancy: Tenancy): Promise<Neighbour> => ({
  ...tenancy,
  left: await digest(tenancy),
});
const digest = ({ tenant: { lane, tenantId } }: Tenancy): Promise<string> => digestOf(lane, tenantId);

/** Something happens to the neighbour, to whom nothing has happened since the last time; and to nobody else. */
export async function visit(tenancy: Tenancy, act: (neighbour: Tenancy) => Promise<void>): Promise<void> {
  const { neighbour, tenant } = tenancy;
  if (neighbour === undefined) return;
  expect(await digest(neighbour), 'what is stored of another tenant').toBe(neighbour.left);
  const before = await digest(tenancy);
  await apart(tenant.lane.emulator, () => act(neighbour));
  expect(await digest(tenancy), 'what is stored of a tenant while another one acts').toBe(before);
  neighbour.left = await digest(neighbour);
}

/** How a directory answers that nothing disturbs. */
export const CALM = {
  ...{ largestPage: 999, deltaPageSize: 200, deltaLagMs: 0, deltaRepeats: false, deltaReplays: false },
  ...{ replicationLagMs: 0, disagreeingReplicas: false, throttling: false },
};

/** The tenant is gone, and its directory begins again. */
export async function onboardAnew(tenancy: Tenancy): Promise<void> {
  const { tenant, settings } = tenancy;
  await endOffboarding(tenant);
  tenancy.tenant = await WatchedTenant.open(tenant);
  await tenancy.tenant.admin.save(settings);
}
