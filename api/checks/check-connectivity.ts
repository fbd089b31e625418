import type * as z from 'zod';
import { readPhotosError } from '../../db/employee-photos.ts';
import { readExamples } from '../../db/example-versions.ts';
import { readFields } from '../../db/field-versions.ts';
import { readIntegration } from '../../db/integration-settings.ts';
import { FAILURES } from '../../sync/failure.ts';
import type { TenantId } from '../../sync/ids.ts';
import { compileRules } from '../../sync/rules.ts';
import { acceptFields } from '../settings/accept-fields.ts';
import { acceptFilters } from '../settings/accept-filters.ts';
import type { ApiDeps } from '../api-deps.ts';
import { findTenant, NOT_LEAVING, requireStatus } from '../require-status.ts';
import type { Connectivity } from '../schemas/connectivity.schema.ts';
import type { UnsavedChanges } from '../schemas/settings.schema.ts';
import { checkDirectory } from './check-directory.ts';
import { checkGroups } from './check-groups.ts';
import { exampleChecks } from './example-checks.ts';
import { filterChecks } from './filter-checks.ts';
import { kindsWithoutKeeping } from './kinds-without-keeping.ts';
import { managerChecks } from './manager-checks.ts';
import { measureListing, NOTHING_MEASURED } from './measure-listing.ts';
import { photoChecks } from './photo-checks.ts';
import { suspicionChecks } from './suspicion-checks.ts';

type Deps = Pick<ApiDeps, 'db' | 'directoryOf' | 'now'>;

/** How long the listing is read: for a part of a large directory, and the whole of most. */
const MEASURE_FOR_MS = 20_000;

/**
 * Check Connectivity: tries what a sync does, and counts for at most 20 seconds, or until `asked` is aborted, whom these
 * settings and fields would import; what is absent is taken from what is saved. Nothing is stored. Throws ProblemError for settings or
 * fields that cannot be used.
 */
export async function checkConnectivity(
  { db, directoryOf, now }: Deps,
  id: TenantId,
  unsaved: z.output<typeof UnsavedChanges>,
  asked: AbortSignal,
): Promise<z.infer<typeof Connectivity>> {
  const fields = unsaved.fields && acceptFields(unsaved.fields, 'fields');
  const written = unsaved.settings && acceptFilters(unsaved.settings, 'settings.filters');
  const { tenant, rules, photos, examples } = await db.inTransaction(id, async (tx) => {
    const found = await findTenant(id, tx);
    requireStatus(found, NOT_LEAVING);
    const settings = written ?? (await readIntegration(id, tx)).settings;
    return {
      tenant: found,
      rules: compileRules(settings, fields ?? (await readFields(id, tx)).items),
      examples: (await readExamples(id, tx)).items,
      photos: photoChecks(settings.photos?.enabled === true, await readPhotosError(id, tx)),
    };
  });
  if (tenant.entraTenantId === null || tenant.status === 'unlinked') return NOT_LINKED;

  const directory = directoryOf(tenant.entraTenantId);
  const reached = await checkDirectory(directory, { expectedId: tenant.entraTenantId, select: rules.select });
  const signal = AbortSignal.any([asked, AbortSignal.timeout(MEASURE_FOR_MS)]);
  const needed = reached.ok
    ? [...(await checkGroups(directory, rules.filter, signal)), ...(await managerChecks(directory, rules, signal))]
    : [];
  const ok = reached.ok && needed.every((each) => each.ok);
  const { checks, tenantName, usersTotal } = reached;
  const about = { tenantId: id, directory, rules };
  const tried = ok ? await exampleChecks({ db, now }, about, examples, signal) : [];
  const kindsOf = kindsWithoutKeeping({ db, now }, about);
  const measured = ok ? await measureListing(directory, rules, kindsOf, signal) : NOTHING_MEASURED;
  return {
    ok,
    tenantName: tenantName ?? null,
    checks: [...checks, ...needed, ...filterChecks(rules.filter), ...tried, ...suspicionChecks(measured), ...photos],
    // Microsoft's own count lags behind: what was read to its end is the better one.
    usersTotal: measured.complete ? measured.counted : (usersTotal ?? null),
    usersCounted: measured.counted,
    usersMatching: measured.matching,
    byKind: measured.byKind,
  };
}

const { message, remedy } = FAILURES.tenantNotLinked;
const NOT_LINKED: z.infer<typeof Connectivity> = {
  ok: false,
  tenantName: null,
  checks: [{ name: 'link', ok: false, detail: message, remedy }],
  usersTotal: null,
  usersCounted: 0,
  usersMatching: 0,
  byKind: NOTHING_MEASURED.byKind,
};
