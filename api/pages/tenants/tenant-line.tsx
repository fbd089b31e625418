import type { FC } from 'hono/jsx';
import type { TenantRow } from '../../../db/tenants.ts';
import { tenantSyncId } from '../../../temporal/contract.ts';
import { workflowUrl } from '../../../temporal/workflow-url.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { FormButton } from '../forms/form-button.tsx';
import { numberText } from '../words/relative-time.ts';
import { StateSentence } from '../words/state-sentence.tsx';
import type { TenantState } from '../words/tenant-state.ts';
import { When } from '../words/when.tsx';

type Props = {
  tenant: TenantRow;
  state: TenantState;
  /** The part of the list where it stands. */
  back: string;
  now: Date;
  formToken: string;
} & Pick<ApiDeps, 'temporal'>;

/** A tenant in the operator's list: how it is, and what can be done. Its id tells it from the others, wherever it stands. */
export const TenantLine: FC<Props> = ({ tenant, state, back, now, formToken, temporal }) => {
  const own = `/tenants/${tenant.id}`;
  const syncing = tenant.status === 'active' || tenant.status === 'needsAttention';
  const button = { formToken, back, look: 'btn-sm' };
  return (
    <tr id={`tenant-${tenant.id}`}>
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
