import { Hono } from 'hono';
import type { FC } from 'hono/jsx';
import * as z from 'zod';
import { readIntegration } from '../../../db/integration-settings.ts';
import { listNotImported } from '../../../db/list-not-imported.ts';
import { readNotImported, type NotImported } from '../../../db/read-not-imported.ts';
import { describeFilter } from '../../../sync/filter/describe-filter.ts';
import { parseFilter } from '../../../sync/filter/parse-filter.ts';
import type { TenantId } from '../../../sync/ids.ts';
import type { IntegrationSettings } from '../../../sync/integration-settings.schema.ts';
import { SKIP_REASONS, type SkipReason } from '../../../sync/skip-reason.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { TenantPath } from '../../schemas/path.schema.ts';
import { cursorText, readQuery } from '../addresses/read-query.ts';
import { pathOf } from '../addresses/tenant-path.ts';
import { answerPage } from '../frame/answer-page.tsx';
import { onTenant } from '../frame/on-tenant.ts';
import type { PageEnv } from '../frame/page-env.ts';
import { EMAIL_SOURCE_WORDS } from '../integration/email-source-words.ts';
import { Pager } from '../lists/pager.tsx';
import { NOT_IMPORTED_WORDS, notImportedText } from './not-imported-words.ts';

const Path = TenantPath.extend({ reason: z.enum(SKIP_REASONS) });
const Query = z.object({ cursor: cursorText });
const A_PAGE = 100;

/** Who is left out by which rule, each leading to the rule. */
export const NotImportedList: FC<{ tenantId: TenantId; notImported: NotImported }> = ({ tenantId, notImported }) => {
  const reasons = SKIP_REASONS.filter((reason) => (notImported.people[reason] ?? 0) > 0);
  return (
    <section class="card mb-3" aria-labelledby="not-imported-title">
      <div class="card-body">
        <h2 class="card-title" id="not-imported-title">
          Not imported
        </h2>
        {reasons.length === 0 ? (
          <p class="m-0">Nobody is left out: everybody in the directory is imported.</p>
        ) : (
          <ul class="inline-list">
            {reasons.map((reason) => (
              <li>
                <a href={`/tenants/${tenantId}/not-imported/${reason}`}>
                  {notImportedText(reason, notImported.people[reason] ?? 0)}
                </a>
              </li>
            ))}
          </ul>
        )}
      </div>
    </section>
  );
};

/** Which rule leaves these people out, and what would import them? */
export const notImportedPages = (deps: Pick<ApiDeps, 'db' | 'now'>): Hono<PageEnv> =>
  new Hono<PageEnv>().get('/tenants/:id/not-imported/:reason', async (c) => {
    const { id, reason } = pathOf(c, Path);
    const { cursor } = readQuery(c, Query);
    const { tenant, found } = await onTenant(deps, c, async (tx) => ({
      known: await readNotImported(id, tx),
      settings: (await readIntegration(id, tx)).settings,
      list: await listNotImported(id, tx, { reason, cursor, limit: A_PAGE }),
    }));
    const { rule, cure, setting } = NOT_IMPORTED_WORDS[reason];
    const people = found.known?.people[reason] ?? 0;
    return answerPage(
      c,
      { title: 'Not imported', tenant },
      <>
        <h1>Not imported: {notImportedText(reason, people)}</h1>
        <div class="reading">
          {people === 0 && <p>Nobody is left out for this reason now.</p>}
          <p>{rule}</p>
          <RuleNow reason={reason} settings={found.settings} />
          <p>{cure}</p>
          <p>
            <a href={`/tenants/${id}/integration#${setting}`}>Open the setting that decided</a>
          </p>
        </div>
        {found.list.items.length > 0 && (
          <section class="card" aria-labelledby="who">
            <div class="card-body">
              <h2 class="card-title" id="who">
                Who they are
              </h2>
              <p>Rollcall keeps nothing of them but their object id. “Why?” looks one up in Entra now.</p>
              <ul class="ids">
                {found.list.items.map((oid) => (
                  <li>
                    <code>{oid}</code>{' '}
                    <a href={`/tenants/${id}/why?person=${oid}`} aria-label={`Why ${oid}?`}>
                      Why?
                    </a>
                  </li>
                ))}
              </ul>
              <Pager
                path={`/tenants/${id}/not-imported/${reason}`}
                query={{ cursor }}
                next={found.list.next}
                what="people"
              />
            </div>
          </section>
        )}
        <p class="mt-3">
          <a href={`/tenants/${id}`}>Back to the Dashboard</a>
          {found.known && (
            <>
              {' · '}
              <a href={`/tenants/${id}/runs/${found.known.runId}`}>As of run {found.known.runId}</a>
            </>
          )}
        </p>
      </>,
    );
  });

/** The rule as it is set now, where it has a setting of its own. */
const RuleNow: FC<{ reason: SkipReason; settings: IntegrationSettings }> = ({ reason, settings }) => {
  const { filters, email } = settings;
  if (reason === 'odata' || reason === 'expression') {
    const text = filters[reason];
    if (text === undefined) return <p>There is no such filter any more: the next full run takes them in.</p>;
    const parsed = parseFilter(reason, text);
    return (
      <>
        <pre class="value">{text}</pre>
        {parsed.kind === 'understood' && <p class="value">In words: {describeFilter(parsed.filter)}.</p>}
      </>
    );
  }
  if (reason === 'noEmail') {
    return (
      <p>
        Sources that are switched on, in order:{' '}
        {email.sources.map((source) => EMAIL_SOURCE_WORDS[source].label).join(', ')}.
      </p>
    );
  }
  if (reason === 'serviceAccount') {
    return <p class="value">Patterns: {filters.serviceAccountPatterns.join(', ') || 'none'}.</p>;
  }
  return <></>;
};
