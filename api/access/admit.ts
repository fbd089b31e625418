import { addAdmin, findTenantOfAdmin } from '../../db/across-tenants/admins.ts';
import { createTenant } from '../../db/across-tenants/create-tenant.ts';
import { findTenantOfDirectory } from '../../db/across-tenants/find-tenant-of-directory.ts';
import { findInvitation, useInvitation } from '../../db/across-tenants/invitations.ts';
import type { AcrossTenantsTx } from '../../db/database.ts';
import type { Identity } from '../../entra/identity.ts';
import { CONSENT_ROLE_NAMES } from '../../entra/consent-roles.ts';
import { assertNever } from '../../sync/assert-never.ts';
import { decideAdmission, type AdmissionFacts, type Refusal } from '../../sync/decide-admission.ts';
import type { TenantId } from '../../sync/ids.ts';
import type { ApiDeps } from '../api-deps.ts';
import { ProblemError } from '../problem-error.ts';

type Deps = Pick<ApiDeps, 'db' | 'now' | 'log'>;

/**
 * Lets somebody who has signed in with Microsoft administer a tenant, and gives which one: theirs, the one that they were
 * invited to, or a new one for the directory that they are the first to link. Throws ProblemError, which says whom to
 * ask. Safe to repeat: an invitation that they used themselves still lets them in.
 */
export async function admit(deps: Deps, who: Identity, invitation: Buffer | undefined): Promise<TenantId> {
  const now = deps.now();
  const admitted = await deps.db.acrossTenants(async (tx) => {
    const facts: AdmissionFacts = {
      invitation: invitation && ((await findInvitation(tx, invitation, now)) ?? 'over'),
      tenantOfDirectory: await findTenantOfDirectory(tx, who.entraTenantId),
      administers: await findTenantOfAdmin(tx, who),
    };
    const admission = decideAdmission(who, facts);
    switch (admission.kind) {
      case 'refuse':
        return admission;
      case 'enter':
        return { kind: admission.kind, tenantId: admission.tenantId };
      case 'join':
        if (invitation !== undefined) await useInvitation(tx, invitation, who);
        await addAdmin(tx, admission.tenantId, { ...who, now });
        return { kind: admission.kind, tenantId: admission.tenantId };
      case 'begin':
        return { kind: admission.kind, tenantId: await beginTenant(tx, who, now) };
      default:
        return assertNever(admission);
    }
  });
  if (admitted.kind === 'refuse') {
    deps.log.info({ event: 'notAdmitted', reason: admitted.reason });
    throw refusalOf(admitted.reason);
  }
  deps.log.info({ event: 'admitted', how: admitted.kind, tenantId: admitted.tenantId });
  return admitted.tenantId;
}

/** Named after the domain of their sign-in, until the directory says its own name. */
async function beginTenant(tx: AcrossTenantsTx, who: Identity, now: Date): Promise<TenantId> {
  const name = /^[a-z0-9.-]{1,200}$/i.test(who.domain ?? '') ? (who.domain ?? '') : 'New tenant';
  const created = await createTenant(tx, { name, status: 'unlinked', provisionalName: true });
  if (created.kind === 'taken') throw new Error('A tenant without a directory was said to have one.');
  await addAdmin(tx, created.tenant.id, { ...who, now });
  return created.tenant.id;
}

function refusalOf(reason: Refusal): ProblemError {
  switch (reason) {
    case 'invitationOver':
      return invitationOver();
    case 'otherDirectory':
      return new ProblemError('notAdmitted', 'This invitation is for somebody of another directory.', {
        remedy: 'Sign in with an account of the tenant’s directory. The invitation still holds.',
      });
    case 'directoryTaken':
      return new ProblemError('notAdmitted', 'Your directory has a tenant already, and can have no second one.', {
        remedy: 'Ask an admin of that tenant, or the operator of Rollcall, for an invitation to it.',
      });
    case 'notInvited':
      return new ProblemError('notAdmitted', 'Your directory is linked already, and you are not one of its admins.', {
        remedy: 'Ask an admin of it, or the operator of Rollcall, for an invitation. Belonging to it is not enough.',
      });
    case 'noRole':
      return new ProblemError(
        'notAdmitted',
        'Your directory is not linked yet, and your account may not consent for it.',
        {
          remedy: `Ask a ${CONSENT_ROLE_NAMES} of your organisation to sign in here. If you are one, activate the role first.`,
        },
      );
    default:
      return assertNever(reason);
  }
}

export const invitationOver = (): ProblemError =>
  new ProblemError('invitationOver', 'This invitation was used, is too old, or never was.', {
    remedy: 'Ask whoever sent it for a new one. If you have used it yourself, sign in.',
  });
