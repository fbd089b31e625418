import type { EntraObjectId, EntraTenantId, TenantId } from './ids.ts';

/** Who has signed in, as far as it decides. */
export type Newcomer = {
  readonly entraTenantId: EntraTenantId;
  readonly entraObjectId: EntraObjectId;
  /** A role of theirs may consent to an application for their directory. */
  readonly mayConsent: boolean;
};

/** The invitation that they came with. */
export type Invitation = {
  readonly tenantId: TenantId;
  /** The directory of its tenant: the one that is linked, else that of its admins. Null: it has neither. */
  readonly entraTenantId: EntraTenantId | null;
  readonly usedBy: Pick<Newcomer, 'entraTenantId' | 'entraObjectId'> | undefined;
};

export type AdmissionFacts = {
  /** `over`: it was one, or never was. Undefined: they came without. */
  readonly invitation: Invitation | 'over' | undefined;
  /** The tenant that is linked to their directory. */
  readonly tenantOfDirectory: TenantId | undefined;
  /** The tenant that they administer already. */
  readonly administers: TenantId | undefined;
};

export type Refusal = 'invitationOver' | 'otherDirectory' | 'directoryTaken' | 'notInvited' | 'noRole';
export type Admission =
  | { readonly kind: 'enter'; readonly tenantId: TenantId }
  /** They become an admin of it, and the invitation is used up. */
  | { readonly kind: 'join'; readonly tenantId: TenantId }
  /** Nobody knows their directory yet: they may be the first to link it. */
  | { readonly kind: 'begin' }
  | { readonly kind: 'refuse'; readonly reason: Refusal };

/**
 * Who may administer a tenant: those who were invited, and whoever is the first to link a directory that nobody knows and
 * may consent for it. All admins of a tenant are of one directory: else somebody could invite the administrator of
 * another one to link it to a tenant of theirs. Belonging to a directory that consented long ago is no ground, and neither is an address.
 */
export function decideAdmission(who: Newcomer, facts: AdmissionFacts): Admission {
  const { invitation, tenantOfDirectory, administers } = facts;
  if (invitation === 'over') return refuse('invitationOver');
  if (invitation !== undefined) return admitInvited(who, invitation, tenantOfDirectory);
  if (administers !== undefined) return { kind: 'enter', tenantId: administers };
  if (tenantOfDirectory !== undefined) return refuse('notInvited');
  return who.mayConsent ? { kind: 'begin' } : refuse('noRole');
}

function admitInvited(
  who: Newcomer,
  { tenantId, entraTenantId, usedBy }: Invitation,
  tenantOfDirectory: TenantId | undefined,
): Admission {
  if (entraTenantId !== null && entraTenantId !== who.entraTenantId) return refuse('otherDirectory');
  if (usedBy !== undefined) {
    const same = usedBy.entraTenantId === who.entraTenantId && usedBy.entraObjectId === who.entraObjectId;
    return same ? { kind: 'enter', tenantId } : refuse('invitationOver');
  }
  // The tenant could never be linked: their directory has another one.
  if (tenantOfDirectory !== undefined && tenantOfDirectory !== tenantId) return refuse('directoryTaken');
  return { kind: 'join', tenantId };
}

const refuse = (reason: Refusal): Admission => ({ kind: 'refuse', reason });
