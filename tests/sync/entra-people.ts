import type { EntraUser } from '../../sync/entra-user.ts';
import { DEFAULT_FIELDS, type Field } from '../../sync/field.schema.ts';
import type { EmployeeId, EntraObjectId } from '../../sync/ids.ts';
import { DEFAULT_INTEGRATION_SETTINGS, type IntegrationSettings } from '../../sync/integration-settings.schema.ts';
import { compileRules, type Rules } from '../../sync/rules.ts';

// Ids of tests are readable texts: `objectId('ada')` instead of a GUID. Only here are they branded.
export const objectId = (text: string): EntraObjectId => text as EntraObjectId;
export const employeeId = (text: string): EmployeeId => text as EmployeeId;

/** An enabled member with an address, called Ada Example. A case names only what it is about. */
export function entraUser(about: Partial<EntraUser> = {}): EntraUser {
  return {
    id: objectId('ada'),
    userPrincipalName: 'ada@contoso.example',
    displayName: 'Ada Example',
    mail: 'ada@contoso.example',
    mailNickname: 'ada',
    proxyAddresses: [],
    otherMails: [],
    accountEnabled: true,
    userType: 'Member',
    licensed: true,
    agent: false,
    properties: {},
    ...about,
  };
}

type Changes = {
  readonly email?: Partial<IntegrationSettings['email']>;
  readonly filters?: Partial<IntegrationSettings['filters']>;
  readonly cleanUp?: Partial<IntegrationSettings['cleanUp']>;
};

/** The settings every tenant starts with, but for what a case changes. */
export function settingsWith({ email, filters, cleanUp }: Changes = {}): IntegrationSettings {
  const defaults = DEFAULT_INTEGRATION_SETTINGS;
  return {
    email: { ...defaults.email, ...email },
    filters: { ...defaults.filters, ...filters },
    cleanUp: { ...defaults.cleanUp, ...cleanUp },
  };
}

export const rulesWith = (changes: Changes = {}, fields: readonly Field[] = DEFAULT_FIELDS): Rules =>
  compileRules(settingsWith(changes), fields);

/** The contents themselves stand for their digest, so that no two can collide. */
export const fingerprint = (text: string): string => text;
