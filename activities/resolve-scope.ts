import { readScope } from '../db/read-scope.ts';
import type { Directory } from '../entra/directory.ts';
import { hasScope, type InScope } from '../sync/evaluate-filter.ts';
import type { EntraUser } from '../sync/entra-user.ts';
import type { EntraObjectId } from '../sync/ids.ts';
import type { ScopeOf } from '../sync/judge.ts';
import type { Rules } from '../sync/rules.ts';
import type { ActivityDeps } from './activity-deps.ts';
import type { RunIds } from './run-ids.ts';

/**
 * Tells who of these people is a member of the chosen groups. An employee whom the run did not read as one is asked for
 * by id first: a listing of members that shifts while it is read must drive nobody out. Asks Graph, so it stands outside
 * of every transaction; a second call asks again.
 */
export async function resolveScope(
  { db }: Pick<ActivityDeps, 'db'>,
  { tenantId, runId }: RunIds,
  { directory, rules }: { readonly directory: Directory; readonly rules: Rules },
  users: readonly Pick<EntraUser, 'id'>[],
  signal: AbortSignal,
): Promise<ScopeOf> {
  const { groups = [] } = rules.filter;
  if (!hasScope(rules.filter) || users.length === 0) return () => 'unknown';
  const ids = users.map(({ id }) => id);
  const { members, leaving } = await db.inTransaction(tenantId, (tx) =>
    readScope(tenantId, tx, runId, ids, rules.cleanUpEnabled),
  );
  const proofs: ReadonlyMap<EntraObjectId, InScope> =
    leaving.length === 0 ? new Map() : await directory.proveMemberships(leaving, groups, signal);
  return (id) => members.has(id) || (proofs.get(id) ?? false);
}
