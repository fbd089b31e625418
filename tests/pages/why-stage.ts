import type { Directory } from '../../emulator/directory/directory.ts';
import type { EntraObjectId, EntraTenantId } from '../../sync/ids.ts';
import type { TestTenant } from '../db/stage.ts';
import { entraUser } from '../sync/entra-people.ts';
import { HOSTILE, sync } from './company.ts';
import type { MicrosoftBench } from './microsoft.ts';

const at = (name: string): string => `${name}@fernhill.example`;
const person = (
  displayName: string,
  name: string,
  more: Readonly<Record<string, string | boolean | string[] | null>> = {},
) => ({
  properties: { displayName, userPrincipalName: at(name), mail: at(name), mailNickname: name, ...more },
});

/** A directory of people of whom each is here or not for a reason of its own, and a tenant that has synced it. */
export type WhyStage = {
  readonly of: Directory;
  readonly tenant: TestTenant;
  readonly idOf: (name: string) => EntraObjectId;
};

export async function openWhyStage(bench: MicrosoftBench): Promise<WhyStage> {
  const of = bench.directory({
    name: 'Fernhill Instruments Ltd',
    domain: 'fernhill.example',
    consent: 'granted',
    people: [
      { ...person('Ada Admin', 'ada.admin'), roles: ['globalAdministrator'] },
      person('Adele Vance', 'adele'),
      person('Dora Disabled', 'dora', { accountEnabled: false }),
      person('Gita Guest', 'gita', { userType: 'Guest' }),
      person('Backup Service', 'svc-backup'),
      person('Nobody Mail', 'nomail', { mail: null, proxyAddresses: [] }),
      person('Two Alike', 'two-alike'),
      person('Two Others', 'two-others'),
      person('Twin of Adele', 'twin', { mail: at('adele'), proxyAddresses: [`SMTP:${at('adele')}`] }),
      person(HOSTILE[0], 'hostile', { accountEnabled: false }),
      person(HOSTILE[2], 'rtl', { accountEnabled: false }),
      person('Left Long Ago', 'left'),
    ],
  });
  const idOf = (name: string) => of.show(at(name)).id as EntraObjectId; // a GUID of the emulator's
  const tenant = await bench.stage.tenant({ cleanUp: { enabled: true } });
  await bench.stage.asOwner('update tenants set entra_tenant_id = $2, linked_at = now() where id = $1', [
    tenant.id,
    of.entraTenantId as EntraTenantId, // so is this
  ]);
  const names = ['ada.admin', 'adele', 'dora', 'gita', 'svc-backup', 'nomail', 'left'];
  await sync(
    tenant,
    names.map((name) => {
      const { displayName, mail, accountEnabled, userType, userPrincipalName } = of.show(at(name));
      const said = { displayName: String(displayName), mail: mail as string | null };
      const rest = { accountEnabled: accountEnabled !== false, userType: userType === 'Guest' ? 'Guest' : 'Member' };
      return entraUser({
        ...{ id: idOf(name), ...said, ...rest, userPrincipalName: String(userPrincipalName) },
        ...{ mailNickname: null, properties: { displayName: said.displayName, jobTitle: 'Engineer' } },
      });
    }),
  );
  return { of, tenant, idOf };
}
