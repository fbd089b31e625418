import type { Directory } from '../../emulator/directory/directory.ts';
import type { EntraUser } from '../../sync/entra-user.ts';
import type { RunId } from '../../sync/ids.ts';
import { readTenant, setTenantStatus } from '../../db/tenants.ts';
import type { TenantStatus } from '../../sync/run.ts';
import { completeTestPreview, previewPage } from '../db/open-test-preview.ts';
import type { TestTenant } from '../db/stage.ts';
import { HOSTILE, member, members, sync } from './company.ts';
import { filled, formOf, type Values } from './form-of.ts';
import { openMicrosoftBench, type MicrosoftBench } from './microsoft.ts';
import { admin, type Seen, type Visitor } from './visitor.ts';

/** A directory that answers, and a tenant that is linked to it: for the pages of Preferences. */

export const SALES = 'aaaaaaaa-0000-4000-8000-000000000001';
export const SALES_EUROPE = 'aaaaaaaa-0000-4000-8000-000000000002';
export const HOSTILE_GROUP = 'aaaaaaaa-0000-4000-8000-000000000003';

/** Five are imported; one is disabled, one a guest, one has no address, one is a service. */
export const PEOPLE: readonly EntraUser[] = [
  ...members(1, 4),
  member(5, { displayName: HOSTILE[0], properties: { jobTitle: HOSTILE[1] } }),
  member(6, { accountEnabled: false }),
  member(7, { userType: 'Guest' }),
  member(8, { mail: null }),
  member(9, { userPrincipalName: 'svc-nine@contoso.example', mailNickname: 'svc-nine' }),
];

const inEntra = ({
  id,
  displayName,
  userPrincipalName,
  mail,
  mailNickname,
  accountEnabled,
  userType,
  properties,
}: EntraUser) => ({
  properties: {
    ...(properties as Record<string, string | string[]>), // texts and lists of texts
    ...{ id, displayName, userPrincipalName, mail, mailNickname, accountEnabled, userType },
    proxyAddresses: [],
  },
});

export const directoryOfPeople = (bench: MicrosoftBench, permissions: readonly string[] = []): Directory =>
  bench.directory({
    consent: 'granted',
    name: 'Contoso Ltd',
    permissions: ['User.Read.All', 'Organization.Read.All', ...permissions],
    people: PEOPLE.map(inEntra),
    groups: [
      { id: SALES, name: 'Sales', description: 'All of Sales', members: PEOPLE.slice(0, 2).map(({ id }) => id) },
      { id: SALES_EUROPE, name: 'Sales Europe', members: [] },
      { id: HOSTILE_GROUP, name: HOSTILE[0], members: [] },
    ],
  });

/** A tenant of that directory. */
export async function tenantOf(
  { stage }: Pick<MicrosoftBench, 'stage'>,
  { entraTenantId }: Directory,
  status: TenantStatus = 'active',
): Promise<TestTenant> {
  const tenant = await stage.tenant();
  await stage.asOwner(`update tenants set entra_tenant_id = null where entra_tenant_id = $1`, [entraTenantId]);
  await stage.asOwner('update tenants set entra_tenant_id = $2 where id = $1', [tenant.id, entraTenantId]);
  await tenant.inTransaction((tx) => setTenantStatus(tenant.id, tx, status));
  return tenant;
}

/** A tenant of that directory that has synced once, and what it stands on. */
export async function openSynced(
  permissions: readonly string[] = [],
): Promise<{ readonly bench: MicrosoftBench; readonly tenant: TestTenant }> {
  const bench = await openMicrosoftBench();
  const tenant = await tenantOf(bench, directoryOfPeople(bench, permissions));
  await sync(tenant, PEOPLE);
  return { bench, tenant };
}

/** Where somebody is. */
export type OnPage = { readonly browser: Visitor; readonly own: string };

/** A page of Preferences as an admin of such a tenant has it. */
export async function openPreferences(page: 'integration' | 'fields', permissions: readonly string[] = []) {
  const { bench, tenant } = await openSynced(permissions);
  const browser = await admin(bench, tenant.id);
  return { bench, tenant, browser, own: `/tenants/${tenant.id}/${page}` };
}

/** Changes the form of the page that is shown now, and presses a button. */
export async function pressIn({ browser, own }: OnPage, button: string, values: Values = {}): Promise<Seen> {
  const { html } = await browser.get(own);
  const form = formOf(html, own.endsWith('/fields') ? 'fields' : 'settings');
  return browser.submit(own, filled(form, { ...values, do: button }));
}

export const statusOf = (tenant: TestTenant) =>
  tenant.inTransaction(async (tx) => (await readTenant(tenant.id, tx))?.status);

/** Reads these people for a preview to its end, as the worker would. */
export async function endPreview(tenant: TestTenant, runId: RunId, users: readonly EntraUser[]): Promise<void> {
  await previewPage(tenant, runId, users);
  await completeTestPreview(tenant, runId, new Date());
}
