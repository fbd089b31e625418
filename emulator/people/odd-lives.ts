import { guidOfText } from '../hash.ts';
import type { PersonInput } from './make-person.ts';

/** Ids that the people below need of one another, known before anybody is made. */
export type LifeIds = { readonly deletedManager: string; readonly disabledManager: string };

/** People to whom something happened, or whose manager is odd. */
export function oddLives(domain: string, ids: LifeIds): PersonInput[] {
  const at = (local: string): string => `${local}@${domain}`;
  const idOf = (name: string): string => guidOfText(`life/${domain}/${name}`);
  const lived = (displayName: string, properties: PersonInput['properties'], managerId: string | null = null) => ({
    properties: { id: idOf(displayName), displayName, department: 'Odd Lives', ...properties },
    managerId,
  });
  return [
    lived('Renamed Person', {
      jobTitle: 'Renamed',
      userPrincipalName: at('renamed.person'),
      mail: at('renamed.person'),
      proxyAddresses: [`SMTP:${at('renamed.person')}`, `smtp:${at('former.name')}`],
    }),
    lived('Renamed By Case Alone', { userPrincipalName: at('Renamed.ByCase'), mail: at('renamed.bycase') }),
    lived('Married Name', {
      jobTitle: 'Married, With New Upn And Address',
      surname: 'Name',
      userPrincipalName: at('married.name'),
      mail: at('married.name'),
      proxyAddresses: [`SMTP:${at('married.name')}`, `smtp:${at('maiden.name')}`],
    }),
    lived('Restored With The Same Id', { jobTitle: 'Left And Came Back' }),
    lived('Rehired With A New Id', {
      id: idOf('rehired, second time'),
      jobTitle: 'Purged And Created Again With The Old Address',
      userPrincipalName: at('rehired.person'),
      mail: at('rehired.person'),
    }),
    lived('Moves In And Out Of The Filter', { department: 'Sales', jobTitle: 'Moves In And Out Of The Filter' }),
    lived('Manager Was Deleted', {}, ids.deletedManager),
    lived('Manager Circle One', {}, idOf('Manager Circle Two')),
    lived('Manager Circle Two', {}, idOf('Manager Circle One')),
    lived('Manager Is Themselves', {}, idOf('Manager Is Themselves')),
    lived('Manager Out Of Scope', {}, ids.disabledManager),
  ];
}

/** People who have left and can still be restored, with the id in front of the name that Entra puts there. */
export function leavers(domain: string): PersonInput[] {
  const left = (displayName: string, local: string): PersonInput => {
    const id = guidOfText(`life/${domain}/${local}`);
    const name = `${local}@${domain}`;
    return {
      properties: {
        id,
        displayName,
        department: 'Odd Lives',
        userPrincipalName: name,
        mail: name,
        proxyAddresses: [`SMTP:${name}`],
      },
    };
  };
  return [left('Deleted Upn With Guid Prefix', 'deleted.person'), left('Deleted Manager', 'deleted.manager')];
}
