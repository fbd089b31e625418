import { linkTenant } from '../../db/across-tenants/link-tenant.ts';
import type { Directory, Organization } from '../../entra/directory.ts';
import { EntraError } from '../../entra/entra-error.ts';
import { assertNever } from '../../sync/assert-never.ts';
import { FAILURES, type FailureCode } from '../../sync/failure.ts';
import type { EntraObjectId, EntraTenantId, TenantId } from '../../sync/ids.ts';
import type { ApiDeps } from '../api-deps.ts';
import { askSync } from '../runs/ask-sync.ts';
import { notFound, ProblemError } from '../problem-error.ts';

type Deps = Pick<ApiDeps, 'db' | 'sync' | 'directoryOf' | 'newId' | 'now' | 'log'>;

export type Linking = {
  readonly tenantId: TenantId;
  readonly entraTenantId: EntraTenantId;
  /** Whose session it is. */
  readonly linkedBy: EntraObjectId;
};

/** `because`: what keeps it, in a sentence. */
export type LinkOutcome = { readonly kind: 'linked' } | { readonly kind: 'waiting'; readonly because: string };

/** A browser waits for the answer. */
const PROBE_WITHIN_MS = 10_000;

/**
 * What Microsoft says while it has not yet told all its servers of a consent, and what passes by itself. A token that was
 * given a moment too early has no permission in it either.
 */
const MAY_PASS: readonly FailureCode[] = ['consentWithdrawn', 'consentMissing', 'permissionMissing', 'signInRefused'];

/**
 * Links the tenant once its directory answers to our own credential with its own id: nothing less proves a consent.
 * `waiting`: it does not yet. Throws ProblemError for what waiting does not cure. Safe to repeat.
 */
export async function linkDirectory(deps: Deps, linking: Linking): Promise<LinkOutcome> {
  const { tenantId, entraTenantId, linkedBy } = linking;
  const organization = await probe(deps.directoryOf(entraTenantId));
  if ('missing' in organization) return { kind: 'waiting', because: FAILURES[organization.missing].message };
  if (organization.id !== entraTenantId) throw notLinked('wrongDirectory');
  const link = { entraTenantId, directoryName: organization.displayName, linkedBy, now: deps.now() };
  const linked = await deps.db.acrossTenants((tx) => linkTenant(tx, tenantId, link));
  switch (linked.kind) {
    case 'linked':
      deps.log.info({ event: 'linked', tenantId });
      // Whoever linked again after trouble waits for the sync to go on.
      if (linked.status === 'needsAttention') await askSync(deps, tenantId, { full: false });
      return { kind: 'linked' };
    case 'gone':
      throw notFound('tenant');
    case 'otherDirectory':
      throw otherDirectory();
    case 'directoryTaken':
      throw directoryTaken();
    default:
      return assertNever(linked);
  }
}

/** What the directory says of itself, or why it does not yet. */
async function probe(directory: Directory): Promise<Organization | { readonly missing: FailureCode }> {
  const signal = AbortSignal.timeout(PROBE_WITHIN_MS);
  try {
    await directory.signIn(signal);
    return await directory.readOrganization(signal);
  } catch (err) {
    if (signal.aborted) return { missing: 'graphUnavailable' };
    if (!(err instanceof EntraError)) throw err;
    if (MAY_PASS.includes(err.code) || err.class === 'wait' || err.class === 'retry') return { missing: err.code };
    throw notLinked(err.code);
  }
}

function notLinked(code: FailureCode): ProblemError {
  const { message, remedy } = FAILURES[code];
  return new ProblemError('linkRefused', message, { remedy });
}

export const otherDirectory = (): ProblemError =>
  new ProblemError('linkRefused', 'This tenant belongs to another directory than the one you signed in to.', {
    remedy: 'Only the same directory can be linked again. For another one, off-board the tenant first.',
  });

export const directoryTaken = (): ProblemError =>
  new ProblemError('linkRefused', 'Another tenant is linked to your directory already.', {
    remedy: 'Ask an admin of that tenant, or the operator of Rollcall, for an invitation to it.',
  });
