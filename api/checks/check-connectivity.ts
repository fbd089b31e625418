import type * as z from 'zod';
import { readPhotosError } from '../../db/employee-photos.ts';
import { readExamples } from '../../db/example-versions.ts';
import { readFields } from '../../db/field-versions.ts';
import { readIntegration } from '../../db/integration-settings.ts';
import type { Directory } from '../../entra/directory.ts';
import type { Example } from '../../sync/example.schema.ts';
import { FAILURES } from '../../sync/failure.ts';
import type { EntraTenantId, TenantId } from '../../sync/ids.ts';
import { compileRules, type Rules } from '../../sync/rules.ts';
import { acceptFields } from '../settings/accept-fields.ts';
import { acceptFilters } from '../settings/accept-filters.ts';
import type { ApiDeps } from '../api-deps.ts';
import { findTenant, NOT_LEAVING, requireStatus } from '../require-status.ts';
import type { Check } from '../schemas/check.schema.ts';
import type { Connectivity } from '../schemas/connectivity.schema.ts';
import type { UnsavedChanges } from '../schemas/settings.schema.ts';
import { checkDirectory } from './check-directory.ts';
import { checkGroups } from './check-groups.ts';
import { type CheckSteps, takeAll, tell } from './check-step.ts';
import { filterChecks } from './filter-checks.ts';
import { checkManagers } from './check-managers.ts';
import { kindsWithoutKeeping } from './kinds-without-keeping.ts';
import { measureListing, NOTHING_MEASURED } from './measure-listing.ts';
import { photoChecks } from './photo-checks.ts';
import { suspicionChecks } from './suspicion-checks.ts';
import { tryExamples } from './try-examples.ts';

type Deps = Pick<ApiDeps, 'db' | 'directoryOf' | 'now'>;

/** How long the listing is read: for a part of a large directory, and the whole of most. */
export const MEASURE_FOR_MS = 20_000;

type Whole = z.infer<typeof Connectivity>;

/** What Check Connectivity finds beside its lines. */
export type ConnectivityFound = Omit<Whole, 'checks'>;

/**
 * Check Connectivity, step by step: tries what a sync does, and counts for at most 20 seconds, or until `asked` is
 * aborted, whom these settings and fields would import; what is absent is taken from what is saved. Nothing is stored, and
 * Microsoft is asked as the steps are taken. Throws ProblemError, before there are any, for settings or fields that
 * cannot be used.
 */
export async function beginConnectivity(
  { db, directoryOf, now }: Deps,
  id: TenantId,
  unsaved: z.output<typeof UnsavedChanges>,
  asked: AbortSignal,
): Promise<CheckSteps<ConnectivityFound>> {
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
  const { entraTenantId, status } = tenant;
  if (entraTenantId === null || status === 'unlinked') return notLinked();
  const about = { tenantId: id, directory: directoryOf(entraTenantId), rules };
  return tryAll({ db, now }, about, { entraTenantId, examples, photos }, asked);
}

/** All of Check Connectivity at once: its lines, in the order of the steps, and what it found. Throws as it begins. */
export async function checkConnectivity(...what: Parameters<typeof beginConnectivity>): Promise<Whole> {
  const { found, checks } = await takeAll(await beginConnectivity(...what));
  return { ...found, checks };
}

type About = { readonly tenantId: TenantId; readonly directory: Directory; readonly rules: Rules };
type Known = {
  readonly entraTenantId: EntraTenantId;
  readonly examples: readonly Example[];
  readonly photos: readonly z.infer<typeof Check>[];
};

async function* tryAll(
  deps: Pick<Deps, 'db' | 'now'>,
  about: About,
  { entraTenantId, examples, photos }: Known,
  asked: AbortSignal,
): CheckSteps<ConnectivityFound> {
  const { directory, rules } = about;
  const reached = yield* checkDirectory(directory, { expectedId: entraTenantId, select: rules.select }, asked);
  const signal = AbortSignal.any([asked, AbortSignal.timeout(MEASURE_FOR_MS)]);
  const ok = reached.ok && (yield* tryWhatRulesNeed(directory, rules, signal));
  yield* tell(filterChecks(rules.filter));
  if (ok) yield* tryExamples(deps, about, examples, signal);
  const kindsOf = kindsWithoutKeeping(deps, about);
  const measured = ok ? yield* measureListing(directory, rules, kindsOf, signal) : NOTHING_MEASURED;
  yield* tell([...suspicionChecks(measured), ...photos]);
  return {
    ok,
    tenantName: reached.tenantName ?? null,
    // Microsoft's own count lags behind: what was read to its end is the better one.
    usersTotal: measured.complete ? measured.counted : (reached.usersTotal ?? null),
    usersCounted: measured.counted,
    usersMatching: measured.matching,
    byKind: measured.byKind,
  };
}

/** Both are told, whatever comes of the first. */
async function* tryWhatRulesNeed(directory: Directory, rules: Rules, signal: AbortSignal): CheckSteps<boolean> {
  const groups = yield* checkGroups(directory, rules.filter, signal);
  const managers = yield* checkManagers(directory, rules, signal);
  return groups && managers;
}

async function* notLinked(): CheckSteps<ConnectivityFound> {
  const { message, remedy } = FAILURES.tenantNotLinked;
  yield* tell([{ name: 'link', ok: false, detail: message, remedy }]);
  const { byKind } = NOTHING_MEASURED;
  return { ok: false, tenantName: null, usersTotal: null, usersCounted: 0, usersMatching: 0, byKind };
}
