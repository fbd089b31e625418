import type { RunId, TenantId } from '../sync/ids.ts';
import type { Tx } from './database.ts';

/** Where a listing goes on. */
export type ListingPlace = {
  /** The link of the next page; undefined: the first. */
  readonly link: string | undefined;
  /** Pages written so far. */
  readonly page: number;
  readonly read: number;
};

/**
 * Gives up the place in the listing that Graph refused: back to the link before it, or to the start. Counters of
 * people read begin anew with the listing; those of changes stand, for they were made. The number of pages moves on,
 * so that another attempt which still reads from the old place finds itself out of it.
 */
export async function restartListing(
  tenantId: TenantId,
  tx: Tx,
  runId: RunId,
  { backOneLink }: { readonly backOneLink: boolean },
): Promise<ListingPlace> {
  if (!backOneLink) {
    await tx.query('delete from listing_pages where tenant_id = $1 and run_id = $2', [tenantId, runId]);
    await tx.query('delete from planned_removals where tenant_id = $1 and run_id = $2', [tenantId, runId]);
  }
  const [row] = await tx.query<{ cursor_link: string | null; page: number; read: number }>(
    backOneLink
      ? `update sync_runs set cursor_link = previous_link, previous_link = null, went_back = true, page = page + 1
         where tenant_id = $1 and id = $2 returning cursor_link, page, read`
      : `update sync_runs set cursor_link = null, previous_link = null, went_back = false, restarts = restarts + 1, page = page + 1,
           read = 0, unchanged = 0, skipped = '{}'
         where tenant_id = $1 and id = $2 returning cursor_link, page, read`,
    [tenantId, runId],
  );
  if (row === undefined) throw new Error('The run of this listing is not there.');
  return { link: row.cursor_link ?? undefined, page: row.page, read: row.read };
}
