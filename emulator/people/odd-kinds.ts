import { LICENCE } from './generated-people.ts';
import type { PersonInput } from './make-person.ts';

/** Accounts that are not simply an employee: guests, mailboxes, rooms, machines. */
export function oddKinds(domain: string, tenantDomain: string): PersonInput[] {
  const at = (local: string): string => `${local}@${domain}`;
  const guestUpn = (local: string): string => `${local}_home.example#EXT#@${tenantDomain}`;
  const odd = (
    displayName: string,
    properties: PersonInput['properties'],
    rest: Omit<PersonInput, 'properties'> = {},
  ) => ({
    properties: { displayName, department: 'Odd Kinds', ...properties },
    ...rest,
  });
  const mailbox = (local: string, properties: PersonInput['properties'] = {}) => ({
    userPrincipalName: at(local),
    givenName: null,
    surname: null,
    jobTitle: null,
    ...properties,
  });
  const guest = { userType: 'Guest', creationType: 'Invitation' } as const;
  return [
    odd('Guest Who Was Invited', {
      ...guest,
      userPrincipalName: guestUpn('guest.invited'),
      mail: 'guest.invited@home.example',
      externalUserState: 'Accepted',
    }),
    odd('Guest Who Never Accepted', {
      ...guest,
      userPrincipalName: guestUpn('guest.never.accepted'),
      mail: 'guest.never.accepted@home.example',
      externalUserState: 'PendingAcceptance',
    }),
    odd('External Member', {
      userPrincipalName: guestUpn('external.member'),
      mail: 'external.member@home.example',
      userType: 'Member',
      creationType: 'Invitation',
      externalUserState: 'Accepted',
    }),
    odd('External Member Without Mail', {
      userPrincipalName: guestUpn('external.member.without.mail'),
      mail: null,
      userType: 'Member',
      creationType: 'Invitation',
      externalUserState: 'Accepted',
    }),
    odd('Internal Guest', { userPrincipalName: at('internal.guest'), userType: 'Guest' }),
    odd('User Type Null', { userType: null }),
    odd('User Type Null With Ext', {
      userPrincipalName: guestUpn('user.type.null'),
      mail: 'user.type.null@home.example',
      userType: null,
    }),
    odd('Account Enabled Null', { accountEnabled: null }),
    odd('Disabled With Licence', { accountEnabled: false, assignedLicenses: [LICENCE] }),
    odd('Disabled Without Licence', { accountEnabled: false, assignedLicenses: [] }),
    odd('Shared Mailbox Enabled Old', mailbox('shared.old'), { userPurpose: 'shared' }),
    odd('Shared Mailbox Disabled New', mailbox('shared.new', { accountEnabled: false, assignedLicenses: [] }), {
      userPurpose: 'shared',
    }),
    odd('Conf Room Large', mailbox('conf.room.large', { accountEnabled: false }), {
      userPurpose: 'room',
    }),
    odd('Licensed Teams Room', mailbox('teams.room', { assignedLicenses: [LICENCE], accountEnabled: true }), {
      userPurpose: 'room',
    }),
    odd('Equipment Projector', mailbox('projector', { accountEnabled: false }), {
      userPurpose: 'equipment',
    }),
    odd('On-Premises Directory Synchronization Service Account', {
      userPrincipalName: `Sync_FERNDC01_4f2a9c0d1e7b@${tenantDomain}`,
      mailNickname: 'Sync_FERNDC01_4f2a9c0d1e7b',
      mail: null,
    }),
    odd('HealthMailbox-FERNEX01-Database01', {
      userPrincipalName: at('HealthMailbox7c3d2f1e9b8a4455'),
      mailNickname: 'HealthMailbox7c3d2f1e9b8a4455',
    }),
    odd('Service Account svc-backup', { userPrincipalName: at('svc-backup'), mailNickname: 'svc-backup' }),
    odd('Agent User Assistant', { userPrincipalName: at('agent.assistant') }, { agent: true }),
    odd(
      'Break Glass Admin',
      { userPrincipalName: `breakglass@${tenantDomain}`, mail: null },
      { roles: ['globalAdministrator'] },
    ),
    odd('Test Account Do Not Use', { userPrincipalName: at('test.account') }),
  ];
}
