import { createTenant } from '../../db/across-tenants/create-tenant.ts';
import { findTenantOfDirectory } from '../../db/across-tenants/find-tenant-of-directory.ts';
import type { TenantRow } from '../../db/tenants.ts';
import { DEFAULT_FIELDS } from '../../sync/field.schema.ts';
import type { EntraTenantId, TenantId } from '../../sync/ids.ts';
import { DEFAULT_INTEGRATION_SETTINGS } from '../../sync/integration-settings.schema.ts';
import { compileRules } from '../../sync/rules.ts';
import type { ApiDeps } from '../api-deps.ts';
import { checkDirectory } from '../checks/check-directory.ts';
import { takeAll } from '../checks/check-step.ts';
import { ProblemError } from '../problem-error.ts';

type Deps = Pick<ApiDeps, 'db' | 'sync' | 'directoryOf' | 'log'>;

export type TenantToOnboard = {
  readonly name: string;
  /** Undefined: the tenant is `unlinked`, and waits for its admin. */
  readonly entraTenantId: EntraTenantId | undefined;
  /** False: nothing is synced before its settings are saved. */
  readonly activate: boolean;
};

/**
 * Onboards a tenant; its first run starts by itself. Throws ProblemError when its directory has a tenant already, or
 * when a check of the directory fails: then with all of them.
 */
export function onboardTenant(deps: Deps, { name, entraTenantId, activate }: TenantToOnboard): Promise<TenantRow> {
  return entraTenantId === undefined
    ? create(deps, { name, status: 'unlinked' })
    : onboardDirectory(deps, name, entraTenantId, activate);
}

async function onboardDirectory(deps: Deps, name: string, entraTenantId: EntraTenantId, activate: boolean) {
  const { db, directoryOf } = deps;
  const taken = await db.acrossTenants((tx) => findTenantOfDirectory(tx, entraTenantId));
  if (taken !== undefined) throw directoryTaken(taken);
  const { select } = compileRules(DEFAULT_INTEGRATION_SETTINGS, DEFAULT_FIELDS);
  const steps = checkDirectory(directoryOf(entraTenantId), { expectedId: entraTenantId, select });
  const { found, checks } = await takeAll(steps);
  if (!found.ok) {
    const failed = checks.find((check) => !check.ok);
    throw new ProblemError('connectivityFailed', failed?.detail ?? 'A check failed.', {
      ...(failed?.remedy !== undefined && { remedy: failed.remedy }),
      checks,
    });
  }
  const status = activate ? 'active' : 'linked';
  const tenant = await create(deps, { name, entraTenantId, status, directoryName: found.tenantName });
  if (activate) await startSync(deps, tenant.id);
  return tenant;
}

async function create({ db }: Deps, tenant: Parameters<typeof createTenant>[1]) {
  const created = await db.acrossTenants((tx) => createTenant(tx, tenant));
  if (created.kind === 'taken') throw directoryTaken(undefined);
  return created.tenant;
}

/** The reconciler starts the workflow of every active tenant that has none, so that nothing is lost here. */
async function startSync({ sync, log }: Deps, tenantId: TenantId): Promise<void> {
  try {
    await sync.start(tenantId);
  } catch (err) {
    log.warn({ event: 'startWaits', tenantId, error: err instanceof Error ? err.name : '' });
  }
}

const directoryTaken = (tenantId: TenantId | undefined): ProblemError =>
  new ProblemError('directoryTaken', 'A tenant is linked to this directory already.', {
    remedy: 'Use that tenant. Off-board it first if the directory is to begin anew.',
    ...(tenantId !== undefined && { tenantId }),
  });
