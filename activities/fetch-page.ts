import type { Directory, PageLink } from '../entra/directory.ts';
import { EntraError } from '../entra/entra-error.ts';
import type { EntraUser } from '../sync/entra-user.ts';
import type { EntraObjectId } from '../sync/ids.ts';
import type { Rules } from '../sync/rules.ts';
import type { RunPhase } from '../sync/run.ts';

/** A page of a listing or of changes. */
export type FetchedPage = {
  readonly users: readonly EntraUser[];
  /** Whom Graph calls removed. */
  readonly removed: readonly EntraObjectId[];
  /** False: somebody is missing of whom Graph told without an id. */
  readonly complete: boolean;
  /** Undefined: this was the last page. */
  readonly next: PageLink | undefined;
  /** Where the next run begins: at the end of the changes. */
  readonly watermark?: PageLink;
};

/**
 * Fetches the page at that place. `refused`: Graph does not know the place any more. Where a field needs the manager,
 * everybody is read as changes from their start, for a listing does not tell of managers; its end is a watermark too.
 */
export async function fetchPage(
  { directory, rules }: { readonly directory: Directory; readonly rules: Rules },
  { phase, link }: { readonly phase: RunPhase; readonly link: PageLink | undefined },
  signal: AbortSignal,
): Promise<FetchedPage | 'refused'> {
  try {
    const isListed = phase === 'listing' && !rules.usesManager;
    if (isListed) return { removed: [], ...(await directory.readUsersPage(link, rules.select, signal)) };
    if (phase === 'changes' && link === undefined) return 'refused'; // the watermark was lost with the last run's
    const { next, ...page } = await directory.readChangesPage(link, rules.select, signal);
    if (next.kind === 'page') return { ...page, next: next.link };
    return { ...page, next: undefined, watermark: next.link };
  } catch (err) {
    if (err instanceof EntraError && err.class === 'resync') return 'refused';
    throw err;
  }
}
