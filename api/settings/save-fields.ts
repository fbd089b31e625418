import { readFields, saveFields as storeFields } from '../../db/field-versions.ts';
import type { Field } from '../../sync/field.schema.ts';
import type { TenantId } from '../../sync/ids.ts';
import type { TenantStatus } from '../../sync/run.ts';
import type { ApiDeps } from '../api-deps.ts';
import { changeAndTell } from '../change-and-tell.ts';
import { stale } from '../if-match.ts';
import { findTenant, NOT_LEAVING, refuseOffboarded, requireStatus } from '../require-status.ts';
import { acceptFields, fillAlike } from './accept-fields.ts';
import type { AfterSave } from './after-save.ts';

type Deps = Pick<ApiDeps, 'db' | 'sync' | 'newId' | 'log'>;

export type SavedFieldList = {
  readonly version: number;
  /** As they are stored. */
  readonly items: readonly Field[];
  readonly after: AfterSave;
};

/**
 * Saves fields in place of the version `expected`, and asks for a full run where a key, a source or a policy changed and
 * the tenant syncs. Throws ProblemError: `notAcceptable` names each place that cannot be used, `stale` says that
 * `expected` is not the newest version any more. Then nothing is saved.
 */
export async function saveFields(
  deps: Deps,
  id: TenantId,
  expected: number,
  written: readonly Field[],
): Promise<SavedFieldList> {
  const items = acceptFields(written, 'items');
  const { result, delivery } = await changeAndTell(deps, id, async (tx, tell) => {
    const tenant = await findTenant(id, tx);
    requireStatus(tenant, NOT_LEAVING);
    const before = await readFields(id, tx);
    const outcome = await storeFields(id, tx, expected, items);
    if (outcome.kind === 'stale') throw stale(outcome.version);
    const after = afterSave(tenant.status, fillAlike(before.items, items));
    if (after === 'syncs' || after === 'waitsForResume') {
      await tell({ kind: 'syncNow', requestId: deps.newId(), trigger: 'settings', full: true });
    }
    return { version: outcome.version, after };
  });
  refuseOffboarded(delivery);
  return { items, ...result };
}

function afterSave(status: TenantStatus, alike: boolean): AfterSave {
  if (status === 'unlinked') return 'waitsForLink';
  if (status === 'linked') return 'waitsForSettings';
  if (alike) return 'needsNoSync';
  return status === 'paused' ? 'waitsForResume' : 'syncs';
}
