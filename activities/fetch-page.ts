import type { Directory, PageLink } from '../entra/directory.ts';
import { EntraError } from '../entra/entra-error.ts';
import type { EntraUser } from '../sync/entra-user.ts';
import type { EntraObjectId } from '../sync/ids.ts';
import type { Rules } from '../sync/rules.ts';
import type { RunPhase } from '../sync/run.ts';

/** A page of a listing or of changes. */
export type FetchedPage = {
  readonly users: readonly EntraUser[];
  /** Whom Graph calls removed; in a listing, nobody. */
  readonly removed: readonly EntraObjectId[];
  /** Undefined: this was the last page. */
  readonly next: PageLink | undefined;
  /** Where the next run begins: at the end of the changes. */
  readonly watermark?: PageLink;
};

/** Fetches the page at that place. `refused`: Graph does not know the place any more. */
export async function fetchPage(
  { directory, rules }: { readonly directory: Directory; readonly rules: Rules },
  { phase, link }: { readonly phase: RunPhase; readonly link: PageLink | undefined },
  signal: AbortSignal,
): Promise<FetchedPage | 'refused'> {
  try {
    if (phase === 'listing') return { removed: [], ...(await directory.readUsersPage(link, rules.select, signal)) };
    if (link === undefined) return 'refused'; // the watermark was lost with the last run's
    const { users, removed, next } = await directory.readChangesPage(link, rules.select, signal);
    if (next.kind === 'page') return { users, removed, next: next.link };
    return { users, removed, next: undefined, watermark: next.link };
  } catch (err) {
    if (err instanceof EntraError && err.class === 'resync') return 'refused';
    throw err;
  }
}
