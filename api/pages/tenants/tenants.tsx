import { Hono } from 'hono';
import type { FC } from 'hono/jsx';
import * as z from 'zod';
import {
  countTenantsThat,
  listTenants,
  TENANTS_THAT,
  type TenantsThat,
} from '../../../db/across-tenants/list-tenants.ts';
import type { TenantRow } from '../../../db/tenants.ts';
import { tenantSyncId } from '../../../temporal/contract.ts';
import { workflowUrl } from '../../../temporal/workflow-url.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { readQuery } from '../addresses/read-query.ts';
import { withQuery } from '../addresses/with-query.ts';
import { FormButton } from '../forms/form-button.tsx';
import { answerPage } from '../frame/answer-page.tsx';
import { DoneNote } from '../frame/done.tsx';
import type { PageEnv } from '../frame/page-env.ts';
import { readStanding } from '../frame/read-standing.ts';
import { ListTable, NumberHead } from '../lists/list-table.tsx';
import { numberText } from '../words/relative-time.ts';
import { StateSentence } from '../words/state-sentence.tsx';
import { tenantState, type TenantState } from '../words/tenant-state.ts';
import { When } from '../words/when.tsx';

type Deps = Pick<ApiDeps, 'db' | 'now' | 'temporal'>;

/** Each is asked for its state in a transaction of its own. */
const A_PAGE = 25;
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
    return answerPage(
      c,
      { title: 'Tenants' },
      <>
        <div class="d-flex flex-wrap justify-content-between gap-2 mb-3">
          <h1 class="m-0">Tenants</h1>
          <a class="btn btn-primary" href="/tenants/new">
            Onboard a tenant
          </a>
        </div>
        <DoneNote c={c} />
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
            {lines.map((line) => (
              <TenantLine {...line} now={at} formToken={c.var.formToken} temporal={temporal} />
            ))}
          </ListTable>
        )}
        {next !== null && (
          <p class="mt-3">
            <a href={withQuery('/tenants', { show, after: next })}>Next {A_PAGE} tenants</a>
          </p>
        )}
      </>,
    );
  });

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
  return standing === undefined ? [] : [{ tenant, state: tenantState(standing, now) }];
}

type LineProps = { tenant: TenantRow; state: TenantState; now: Date; formToken: string } & Pick<Deps, 'temporal'>;

const TenantLine: FC<LineProps> = ({ tenant, state, now, formToken, temporal }) => {
  const own = `/tenants/${tenant.id}`;
  const syncing = tenant.status === 'active' || tenant.status === 'needsAttention';
  const button = { formToken, back: '/tenants', look: 'btn-sm' };
  return (
    <tr>
      <th scope="row" class="value">
        <a href={own}>{tenant.name}</a>
      </th>
      <td class="wide">
        <StateSentence state={state} />
      </td>
      <td class="number">{numberText(tenant.employees)}</td>
      <td class="text-nowrap">
        <When at={tenant.lastSyncedAt} now={now} />
      </td>
      <td class="text-nowrap">
        <When at={syncing ? tenant.nextSyncAt : null} now={now} never="–" />
      </td>
      <td class="wide">
        <div class="actions">
          {syncing && (
            <FormButton {...button} action={`${own}/sync`} says={`Sync ${tenant.name} now`}>
              Sync
            </FormButton>
          )}
          {syncing && (
            <FormButton
              {...button}
              action={`${own}/sync`}
              says={`Full sync of ${tenant.name}`}
              sends={{ name: 'full', value: 'yes' }}
            >
              Full sync
            </FormButton>
          )}
          {syncing && (
            <FormButton {...button} action={`${own}/pause`} says={`Pause ${tenant.name}`}>
              Pause
            </FormButton>
          )}
          {tenant.status === 'paused' && (
            <FormButton {...button} action={`${own}/resume`} says={`Resume ${tenant.name}`}>
              Resume
            </FormButton>
          )}
          <a
            class="btn btn-sm"
            href={workflowUrl(temporal.uiUrl, temporal.namespace, tenantSyncId(tenant.id))}
            aria-label={`${tenant.name} in Temporal`}
          >
            Temporal
          </a>
          {tenant.status !== 'offboarding' && (
            <FormButton {...button} action={`${own}/invitations`} says={`Invite admin of ${tenant.name}`}>
              Invite admin
            </FormButton>
          )}
          <a class="btn btn-sm" href={`${own}/keys`} aria-label={`Keys of ${tenant.name}`}>
            Keys
          </a>
          {tenant.status !== 'offboarding' && (
            <a class="btn btn-sm" href={`${own}/off-board`} aria-label={`Off-board ${tenant.name}…`}>
              Off-board…
            </a>
          )}
        </div>
      </td>
    </tr>
  );
};
