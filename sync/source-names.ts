import type { EmailSource } from './integration-settings.schema.ts';

/** What sources of addresses are called, as the users of such systems know them. */
export const SOURCE_NAMES: Readonly<Record<EmailSource, string>> = {
  proxyAddresses: 'ProxyAddresses array (primary SMTP)',
  mail: 'Mail',
  otherMails: 'Other (Alternative) email array',
  userPrincipalName: 'User Principal Name',
};
