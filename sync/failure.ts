/**
 * What a failure asks for.
 *
 * `retry`: now, with back-off. `wait`: until a time Microsoft named. `resync`: our place in the listing is lost, it
 * starts again. `tenantAttention`: only this tenant's admin can cure it. `ownCredential`: our app's secret,
 * certificate or registration, no tenant is blamed. `bug`: we sent something wrong. `run`: this run alone.
 */
export type FailureClass = 'retry' | 'wait' | 'resync' | 'tenantAttention' | 'ownCredential' | 'bug' | 'run';

export type Failure = { readonly class: FailureClass; readonly message: string; readonly remedy: string };

/**
 * Every way in which a run can fail, with what a person reads. Texts are ours alone: what Microsoft answers can
 * hold names and tokens, and is never shown, stored or logged.
 */
export const FAILURES = {
  graphUnavailable: {
    class: 'retry',
    message: 'Microsoft Graph could not be reached or gave a broken answer.',
    remedy:
      'Nothing to do: Rollcall tries again by itself. If it lasts for hours, check the network between Rollcall and Microsoft Graph.',
  },
  graphThrottled: {
    class: 'wait',
    message: 'Microsoft Graph asked Rollcall to wait.',
    remedy: 'Nothing to do: a sync that is going goes on at the time Microsoft named.',
  },
  pageTokenRefused: {
    class: 'resync',
    message: 'Microsoft Graph no longer knew the place in the listing.',
    remedy: 'Nothing to do: the listing starts again by itself, at most five times a run.',
  },
  listingKeepsRestarting: {
    class: 'run',
    message: 'The listing lost its place five times, so the run was given up.',
    remedy:
      'The next run tries again. If every run ends so, ask Microsoft support about expiring page tokens of /users.',
  },
  listingEndless: {
    class: 'run',
    message: 'Microsoft Graph gave more pages than any directory has, without an end. Nobody was removed.',
    remedy: 'The next run reads everything again. If every run ends so, ask Microsoft support about paging of /users.',
  },
  personWithoutId: {
    class: 'run',
    message: 'Microsoft Graph told of somebody without saying who. Everybody else was read, and nobody was removed.',
    remedy:
      'Nothing to do at first: the next run reads it again. If every run ends so, ask Microsoft support why /users gives people without an id.',
  },
  consentWithdrawn: {
    class: 'tenantAttention',
    message: 'This directory no longer knows Rollcall: its consent was withdrawn.',
    remedy: 'An Application Administrator of the directory can link the account again.',
  },
  consentMissing: {
    class: 'tenantAttention',
    message: 'An administrator of this directory has not consented to Rollcall.',
    remedy: 'An Application Administrator of the directory can link the account and accept the permissions.',
  },
  consentNotYetSpread: {
    class: 'wait',
    message: 'Microsoft has not yet told all its servers of the consent just given.',
    remedy: 'Nothing to do: this takes a minute or two.',
  },
  appDisabled: {
    class: 'tenantAttention',
    message: 'Rollcall is disabled in this directory.',
    remedy:
      'An administrator can enable it: Entra admin center, Enterprise applications, Rollcall, Properties, “Enabled for users to sign-in”.',
  },
  permissionMissing: {
    class: 'tenantAttention',
    message: 'Rollcall may not read people in this directory: a permission is missing.',
    remedy:
      'An Application Administrator can grant User.Read.All and Organization.Read.All (application permissions) and press Check Connectivity.',
  },
  groupsNotReadable: {
    class: 'tenantAttention',
    message: 'Rollcall may not read groups in this directory: a permission is missing. Nobody was removed.',
    remedy:
      'An Application Administrator can grant GroupMember.Read.All (application permission), or an admin can clear the groups in the settings.',
  },
  groupGone: {
    class: 'tenantAttention',
    message: 'A group that the settings choose is not there any more. Nobody was removed.',
    remedy:
      'Check Connectivity names the group. It can be restored in Entra within 30 days of its deletion, or an admin can take it out of the settings.',
  },
  groupHidden: {
    class: 'tenantAttention',
    message: 'A group that the settings choose does not show Rollcall its members. Nobody was removed.',
    remedy:
      'Its membership is hidden: an Application Administrator can grant Member.Read.Hidden (application permission), or an admin can choose another group.',
  },
  groupsEmpty: {
    class: 'tenantAttention',
    message: 'The groups that the settings choose have no members at all. Nobody was removed.',
    remedy:
      'Check the members of the groups in Entra; a group with hidden membership needs Member.Read.Hidden as well. Or an admin can choose other groups.',
  },
  tooManyFields: {
    class: 'tenantAttention',
    message: 'Microsoft Graph refused to give so many properties of people at once.',
    remedy: 'An admin can remove some of the fields, directory extensions first: their names are the longest.',
  },
  changesNotOffered: {
    class: 'tenantAttention',
    message:
      'This directory does not offer its changes, and fields of the manager are read from those. Nobody was removed.',
    remedy:
      'Directories of Azure AD B2C and External ID offer none: an admin can take the fields of the manager out, and everything else is synced.',
  },
  blockedByPolicy: {
    class: 'tenantAttention',
    message: 'A Conditional Access policy of this directory keeps Rollcall out.',
    remedy:
      'An administrator can exclude Rollcall from the Conditional Access policy for workload identities, or allow the address it comes from.',
  },
  wrongDirectory: {
    class: 'tenantAttention',
    message: 'The directory that answered is not the one this tenant is linked to. Nothing was read from it.',
    remedy: 'Check the directory id of the tenant, and that Rollcall is set up for the right Microsoft cloud.',
  },
  directoryGone: {
    class: 'tenantAttention',
    message: 'Microsoft knows no directory with this id.',
    remedy: 'Check the directory id. If the directory was deleted, off-board the tenant.',
  },
  wrongCloud: {
    class: 'tenantAttention',
    message: 'This directory lives in another Microsoft cloud than the one Rollcall is set up for.',
    remedy: 'Onboard it with a Rollcall whose ENTRA_CLOUD is that cloud.',
  },
  signInRefused: {
    class: 'tenantAttention',
    message: 'Microsoft refused to let Rollcall sign in to this directory.',
    remedy:
      'An administrator can look under Entra admin center, Sign-in logs, Service principal sign-ins, for the reason.',
  },
  offboardedBefore: {
    class: 'tenantAttention',
    message: 'This tenant was off-boarded, and is not synced any more.',
    remedy:
      'Where it is still listed, it came out of a backup: the operator of Rollcall off-boards it again, and onboards its directory anew if it is to stay.',
  },
  ownCredential: {
    class: 'ownCredential',
    message: 'Microsoft refuses Rollcall’s own secret or certificate. No tenant is at fault.',
    remedy:
      'The operator of Rollcall renews the secret or certificate of the app registration and sets ENTRA_CLIENT_SECRET or ENTRA_CLIENT_CERTIFICATE_PATH.',
  },
  appMisconfigured: {
    class: 'ownCredential',
    message: 'Rollcall’s own app registration is not set up right for Microsoft Graph. No tenant is at fault.',
    remedy:
      'The operator of Rollcall opens the app registration in the Entra admin center and sees that API permissions lists Microsoft Graph, and that ENTRA_CLIENT_ID and ENTRA_CLOUD are those of the registration.',
  },
  requestRefused: {
    class: 'bug',
    message: 'Microsoft Graph refused a request of Rollcall’s as malformed.',
    remedy: 'This is a fault in Rollcall: please report it with the request id.',
  },
  untrustedLink: {
    class: 'bug',
    message: 'Microsoft Graph’s answer led back to the same page or to another host. The link was not followed.',
    remedy: 'The next run tries again. If it comes again, please report it with the request id.',
  },
  listingIncomplete: {
    class: 'run',
    message: 'The directory’s listing was empty, or left out people who are still there. Nobody was removed.',
    remedy:
      'Nothing to do at first: the next run reads everything again. If it comes again, check that the directory holds the people you expect.',
  },
  interrupted: {
    class: 'run',
    message: 'A newer run took over before this one had ended.',
    remedy: 'Nothing to do: the newer run does the work.',
  },
  workflowEnded: {
    class: 'run',
    message: 'The run’s workflow was ended from outside before the run was done.',
    remedy: 'Press Sync Now, or wait for the next run.',
  },
  previewEnded: {
    class: 'run',
    message: 'The preview’s workflow ended before the preview was done: it was terminated, or could not go on.',
    remedy: 'Preview again: the directory is read anew.',
  },
  tenantNotThere: {
    class: 'run',
    message: 'There is no tenant with this id.',
    remedy: 'Check the id: rollcall tenants list shows all of them.',
  },
  tenantNotLinked: {
    class: 'run',
    message: 'This tenant is not linked to a directory.',
    remedy: 'An admin links the account on the page Integration, then saves the settings there.',
  },
  tenantNotActivated: {
    class: 'run',
    message: 'This tenant is linked, but its settings were never saved.',
    remedy: 'Save the integration settings once: that starts the sync.',
  },
  tenantOffboarding: {
    class: 'run',
    message: 'This tenant is being off-boarded.',
    remedy: 'Nothing to do: its data is being erased.',
  },
  databaseUnavailable: {
    class: 'retry',
    message: 'The database could not be reached.',
    remedy:
      'Nothing is lost: Rollcall tries again by itself. The operator checks that PostgreSQL runs at DATABASE_URL.',
  },
  unknown: {
    class: 'bug',
    message: 'Something went wrong that Rollcall has no name for.',
    remedy: 'Look at the worker’s log for the time of the run, and please report it.',
  },
} as const satisfies Readonly<Record<string, Failure>>;

export type FailureCode = keyof typeof FAILURES;

/** What is at fault with Rollcall itself at Microsoft, and stops every tenant. */
export const OWN_FAULTS = ['ownCredential', 'appMisconfigured'] as const satisfies readonly FailureCode[];
export type OwnFault = (typeof OWN_FAULTS)[number];

export const ownFaultOf = (code: FailureCode): OwnFault | undefined => OWN_FAULTS.find((fault) => fault === code);

export const isFailureCode = (text: string): text is FailureCode => Object.hasOwn(FAILURES, text);

/** The text of a stored code. A code of another version of Rollcall reads as `unknown`. */
export const failureOf = (code: string): Failure & { readonly code: FailureCode } => {
  const known = isFailureCode(code) ? code : 'unknown';
  return { code: known, ...FAILURES[known] };
};
