import { createRoute } from '@hono/zod-openapi';
import { readPhotosError } from '../../db/employee-photos.ts';
import { readExamples } from '../../db/example-versions.ts';
import { readFields } from '../../db/field-versions.ts';
import { readIntegration } from '../../db/integration-settings.ts';
import { FAILURES } from '../../sync/failure.ts';
import { compileRules } from '../../sync/rules.ts';
import { acceptFields } from '../accept-fields.ts';
import { acceptFilters } from '../accept-filters.ts';
import type { ApiDeps } from '../api-deps.ts';
import { checkDirectory } from '../check-directory.ts';
import { checkGroups } from '../check-groups.ts';
import { exampleChecks } from '../example-checks.ts';
import { filterChecks } from '../filter-checks.ts';
import { kindsWithoutKeeping } from '../kinds-without-keeping.ts';
import { measureListing, NOTHING_MEASURED } from '../measure-listing.ts';
import { newApp } from '../new-app.ts';
import { photoChecks } from '../photo-checks.ts';
import { refuseUnacceptable } from '../refuse-invalid.ts';
import { findTenant, NOT_LEAVING, requireStatus } from '../require-status.ts';
import { json, problems } from '../route-parts.ts';
import { Connectivity } from '../schemas/connectivity.schema.ts';
import { NoQuery } from '../schemas/list.schema.ts';
import { TenantPath } from '../schemas/path.schema.ts';
import { UnsavedChanges } from '../schemas/settings.schema.ts';

type Deps = Pick<ApiDeps, 'db' | 'directoryOf' | 'now'>;

/** How long the listing is read: for a part of a large directory, and the whole of most. */
const MEASURE_FOR_MS = 20_000;

const check = createRoute({
  method: 'post',
  path: '/api/tenants/{id}/connectivity',
  operationId: 'checkConnectivity',
  summary: 'Check Connectivity',
  description:
    'Tries what a sync does, and counts for at most 20 seconds whom these settings would import. Nothing is stored. The body holds unsaved settings or fields; what is absent is taken from what is saved. `examples` says whether the example people would be treated as expected: it is of no weight for `ok`, but a save would be refused.',
  tags: ['Settings'],
  request: { params: TenantPath, query: NoQuery, body: { content: json(UnsavedChanges), required: false } },
  responses: {
    200: { description: 'The checks, passed or not, and the counts.', content: json(Connectivity) },
    ...problems(404, 409, 413, 415, 422),
  },
});

export const connectivityRoutes = ({ db, directoryOf, now }: Deps) =>
  newApp(refuseUnacceptable).openapi(check, async (c) => {
    const { id } = c.req.valid('param');
    const unsaved = c.req.valid('json');
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
    if (tenant.entraTenantId === null || tenant.status === 'unlinked') return c.json(NOT_LINKED, 200);

    const directory = directoryOf(tenant.entraTenantId);
    const expected = { expectedId: tenant.entraTenantId, select: rules.select };
    const reached = await checkDirectory(directory, expected);
    const signal = AbortSignal.any([c.req.raw.signal, AbortSignal.timeout(MEASURE_FOR_MS)]);
    const groups = reached.ok ? await checkGroups(directory, rules.filter, signal) : [];
    const ok = reached.ok && groups.every((each) => each.ok);
    const { checks, tenantName, usersTotal } = reached;
    const about = { tenantId: id, directory, rules };
    const tried = ok ? await exampleChecks({ db, now }, about, examples, signal) : [];
    const { counted, matching, byKind, complete } = ok
      ? await measureListing(directory, rules, kindsWithoutKeeping({ db, now }, about), signal)
      : NOTHING_MEASURED;
    // Microsoft's own count lags behind: what was read to its end is the better one.
    const total = complete ? counted : (usersTotal ?? null);
    return c.json(
      {
        ok,
        tenantName: tenantName ?? null,
        checks: [...checks, ...groups, ...filterChecks(rules.filter), ...tried, ...photos],
        usersTotal: total,
        usersCounted: counted,
        usersMatching: matching,
        byKind,
      },
      200,
    );
  });

const { message, remedy } = FAILURES.tenantNotLinked;
const NOT_LINKED = {
  ok: false,
  tenantName: null,
  checks: [{ name: 'link', ok: false, detail: message, remedy }],
  usersTotal: null,
  usersCounted: 0,
  usersMatching: 0,
  byKind: NOTHING_MEASURED.byKind,
};
