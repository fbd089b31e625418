import type { Directory } from '../entra/directory.ts';
import { EntraError } from '../entra/entra-error.ts';
import type { EntraTenantId } from '../sync/ids.ts';
import { runFailure } from './failures.ts';

/** How long Microsoft may take to tell its servers of a consent; 15 to 120 seconds were seen. */
const CONSENT_SPREADS_WITHIN_MS = 5 * 60_000;
const ASK_AGAIN_AFTER_MS = 15_000;

/**
 * Checks that the directory which answers is the tenant's, before anything of it is read: people of another
 * directory must neither come in nor drive anybody out. Gives what it is called now.
 */
export async function confirmDirectory(
  directory: Directory,
  tenant: { readonly entraTenantId: EntraTenantId; readonly linkedAt: Date; readonly everWorked: boolean },
  now: Date,
  signal: AbortSignal,
): Promise<string> {
  try {
    const organization = await directory.readOrganization(signal);
    if (organization.id !== tenant.entraTenantId) throw runFailure('wrongDirectory');
    return organization.displayName;
  } catch (err) {
    const justLinked = !tenant.everWorked && now.getTime() - tenant.linkedAt.getTime() < CONSENT_SPREADS_WITHIN_MS;
    if (err instanceof EntraError && err.code === 'consentWithdrawn' && justLinked) {
      throw new EntraError('consentNotYetSpread', { retryAfterMs: ASK_AGAIN_AFTER_MS });
    }
    throw err;
  }
}
