/**
 * For a from clause, `$1` the tenant: one row, whose `run` is the number of the run that is going or else of the newest
 * one, 0 before the first. A preview is none: it takes a number while a run with a lower one may still be writing. The
 * caller has the tenant's row locked, so that no other run begins meanwhile.
 */
export const NEWEST_RUN = `(
  select coalesce(max(id), 0) as run from sync_runs where tenant_id = $1 and kind <> 'preview') newest`;
