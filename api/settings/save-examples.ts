import { saveExamples as storeExamples } from '../../db/example-versions.ts';
import type { Example } from '../../sync/example.schema.ts';
import type { TenantId } from '../../sync/ids.ts';
import type { ApiDeps } from '../api-deps.ts';
import { stale } from '../if-match.ts';
import { findTenant, NOT_LEAVING, requireStatus } from '../require-status.ts';

/**
 * Saves a tenant's examples in place of version `expected` and gives the new version. Nobody is looked up: what is
 * expected may come before the filter that brings it about (docs/adr/0020). Throws ProblemError: the tenant is leaving, or
 * somebody saved meanwhile.
 */
export function saveExamples(
  { db }: Pick<ApiDeps, 'db'>,
  id: TenantId,
  expected: number,
  items: readonly Example[],
): Promise<number> {
  return db.inTransaction(id, async (tx) => {
    requireStatus(await findTenant(id, tx), NOT_LEAVING);
    const outcome = await storeExamples(id, tx, expected, items);
    if (outcome.kind === 'stale') throw stale(outcome.version);
    return outcome.version;
  });
}
