import { Hono } from 'hono';
import type { Child, FC } from 'hono/jsx';
import * as z from 'zod';
import {
  countTenantsThat,
  listTenants,
  TENANTS_THAT,
  type TenantsThat,
} from '../../../db/across-tenants/list-tenants.ts';
import type { TenantRow } from '../../../db/tenants.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { readQuery } from '../addresses/read-query.ts';
import { withQuery } from '../addresses/with-query.ts';
import { isBusy } from '../dashboard/live-part.tsx';
import { answerPage } from '../frame/answer-page.tsx';
import { DoneNote } from '../frame/done.tsx';
import type { PageEnv } from '../frame/page-env.ts';
import { readStanding } from '../frame/read-standing.ts';
import { ListTable, NumberHead } from '../lists/list-table.tsx';
import { numberText } from '../words/relative-time.ts';
import { tenantState } from '../words/tenant-state.ts';
import { TenantLine } from './tenant-line.tsx';

type Deps = Pick<ApiDeps, 'db' | 'now' | 'temporal'>;

/** Each is asked for its state in a transaction of its own. */
const A_PAGE = 25;
/** A look at a whole page then costs less a second than a Dashboard does while a run is going. */
const FOLLOW_EVERY_S = 15;
const Asked = z.object({ after: z.string().max(200).optional(), show: z.enum(TENANTS_THAT).optional() });

/** The operator's list: how is each tenant, and what can be done. */
export const tenantsPages = ({ db, now, temporal }: Deps): Hono<PageEnv> =>
  new Hono<PageEnv>().get('/tenants', async (c) => {
    const at = now();
    const { after, show } = readQuery(c, Asked);
    const { items, next, counts } = await db.acrossTenants(async (tx) => ({
      ...(await listTenants(tx, { after, that: show, now: at, limit: A_PAGE })),
      counts: await countTenantsThat(tx, at),
    }));
    const lines = (await Promise.all(items.map((tenant) => lineOf(db, tenant, at)))).flat();
    const own = withQuery('/tenants', { show, after });
    const goesOn = lines.some(({ isBusy }) => isBusy);
    return answerPage(
      c,
      { title: 'Tenants', refreshS: goesOn ? FOLLOW_EVERY_S : undefined },
      <>
        <div class="d-flex flex-wrap justify-content-between gap-2 mb-3">
          <h1 class="m-0">Tenants</h1>
          <a class="btn btn-primary" href="/tenants/new">
            Onboard a tenant
          </a>
        </div>
        <DoneNote c={c} />
        <Following own={own}>
          <Chips show={show} counts={counts} />
          {lines.length === 0 ? (
            <p>{after === undefined ? NONE[show ?? 'all'] : 'There are no more tenants.'}</p>
          ) : (
            <ListTable
              label="Tenants"
              heads={['Tenant', 'State', <NumberHead>People</NumberHead>, 'Last sync', 'Next sync', 'Do']}
              box="card"
              look="table-vcenter"
            >
              {lines.map(({ tenant, state }) => (
                <TenantLine {...{ tenant, state, temporal }} back={own} now={at} formToken={c.var.formToken} />
              ))}
            </ListTable>
          )}
          {next !== null && (
            <p class="mt-3">
              <a href={withQuery('/tenants', { show, after: next })}>Next {A_PAGE} tenants</a>
            </p>
          )}
        </Following>
      </>,
    );
  });

/**
 * What follows by itself. It is changed in place: whoever is at a button, or has moved the table aside, stays there; and
 * nothing that is typed is in it. `own`: the address of what is shown, without what was just done.
 */
const Following: FC<{ readonly own: string; readonly children?: Child }> = ({ own, children }) => (
  <div
    id="tenants"
    hx-get={own}
    hx-trigger={`every ${FOLLOW_EVERY_S}s`}
    hx-select="#tenants"
    hx-target="#tenants"
    hx-swap="outerMorph"
  >
    {children}
  </div>
);

const LABELS: Readonly<Record<TenantsThat, string>> = {
  needAttention: 'Need attention',
  wait: 'Wait for a decision',
  areStale: 'Not synced for a day',
};
const NONE: Readonly<Record<TenantsThat | 'all', string>> = {
  all: 'No tenants yet: onboard the first one.',
  needAttention: 'No tenant needs attention.',
  wait: 'No tenant waits for a decision.',
  areStale: 'Every tenant that syncs has done so within a day.',
};

const Chips: FC<{ show: TenantsThat | undefined; counts: Readonly<Record<TenantsThat, number>> }> = ({
  show,
  counts,
}) => (
  <nav class="actions mb-3" aria-label="Tenants that">
    {[undefined, ...TENANTS_THAT].map((that) => (
      <a class="chip" href={withQuery('/tenants', { show: that })} {...(that === show && { 'aria-current': 'true' })}>
        {that === undefined ? 'All' : `${LABELS[that]} ${numberText(counts[that])}`}
      </a>
    ))}
  </nav>
);

/** None of a tenant that was erased meanwhile. */
async function lineOf(db: Deps['db'], tenant: TenantRow, now: Date) {
  const standing = await db.inTransaction(tenant.id, (tx) => readStanding(tenant.id, tx));
  if (standing === undefined) return [];
  const state = tenantState(standing, now);
  return [{ tenant, state, isBusy: isBusy({ state, standing, request: 'unknown' }) }];
}
