import type { EmailSource } from '../../sync/integration-settings.schema.ts';

type Words = { readonly label: string; readonly means: string };

/** What sources of addresses are called, and what they hold. Complete by type. */
export const EMAIL_SOURCE_WORDS: Readonly<Record<EmailSource, Words>> = {
  proxyAddresses: {
    label: 'ProxyAddresses array (primary SMTP)',
    means: 'The address that Exchange sends from.',
  },
  mail: { label: 'Mail', means: 'The e-mail address of the profile in Entra.' },
  otherMails: {
    label: 'Other (Alternative) email array',
    means: 'The first valid one of the alternative addresses.',
  },
  userPrincipalName: {
    label: 'Try to use User Principal Name as Email',
    means: 'The name that people sign in with. It looks like an address, and nobody may read mail there.',
  },
};
