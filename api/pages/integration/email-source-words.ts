import type { EmailSource } from '../../../sync/integration-settings.schema.ts';
import { SOURCE_NAMES } from '../../../sync/source-names.ts';

type Words = { readonly label: string; readonly means: string };

/** What sources of addresses are called, and what they hold. Complete by type. */
export const EMAIL_SOURCE_WORDS: Readonly<Record<EmailSource, Words>> = {
  proxyAddresses: {
    label: SOURCE_NAMES.proxyAddresses,
    means: 'The address that Exchange sends from.',
  },
  mail: { label: SOURCE_NAMES.mail, means: 'The e-mail address of the profile in Entra.' },
  otherMails: {
    label: SOURCE_NAMES.otherMails,
    means: 'The first valid one of the alternative addresses.',
  },
  userPrincipalName: {
    label: `Try to use ${SOURCE_NAMES.userPrincipalName} as Email`,
    means: 'The name that people sign in with. It looks like an address, and nobody may read mail there.',
  },
};
