import type { FC } from 'hono/jsx';
import type { TenantId } from '../../../sync/ids.ts';
import { syncRunId, tenantSyncId } from '../../../temporal/contract.ts';
import { workflowUrl } from '../../../temporal/workflow-url.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { FormButton } from '../forms/form-button.tsx';
import type { Viewer } from '../frame/page-env.ts';
import type { ReadStanding } from '../frame/read-standing.ts';
import type { StateKind, TenantState } from '../words/tenant-state.ts';

type Props = {
  readonly id: TenantId;
  readonly standing: ReadStanding;
  readonly state: TenantState;
  readonly viewer: Viewer;
  readonly formToken: string;
  /** For a link, where who looks may open it. */
  readonly temporal: ApiDeps['temporal'] | undefined;
  readonly replaces?: boolean | undefined;
};

/** States that are cured in Integration, and what the button that leads there says. To link is an admin's alone. */
const LEADS: Readonly<Partial<Record<StateKind, string>>> = {
  notLinked: 'Link the account',
  notSaved: 'Choose who comes in, and save',
  needsAttention: 'Open Integration',
  lastRunFailed: 'Open Integration',
};

/** In a fixed place beside the sentence. */
export const DashboardButtons: FC<Props> = ({ id, standing, state, viewer, formToken, temporal, replaces }) => {
  const { status } = standing.tenant;
  const button = { formToken, back: `/tenants/${id}` };
  const lead = state.kind === 'notLinked' && viewer.kind === 'operator' ? 'Open Integration' : LEADS[state.kind];
  return (
    <div class="actions" id="buttons" {...(replaces && { 'hx-swap-oob': 'outerHTML' })}>
      {lead !== undefined && (
        <a class={`btn ${status === 'needsAttention' ? '' : 'btn-primary'}`} href={`/tenants/${id}/integration`}>
          {lead}
        </a>
      )}
      {(status === 'active' || status === 'needsAttention') && (
        <FormButton {...button} action={`/tenants/${id}/sync`} look="btn-primary">
          Sync Now
        </FormButton>
      )}
      {status === 'paused' && (
        <FormButton {...button} action={`/tenants/${id}/resume`} look="btn-primary">
          Resume
        </FormButton>
      )}
      {temporal && (
        <a
          class="btn"
          href={workflowUrl(
            temporal.uiUrl,
            temporal.namespace,
            standing.running === undefined ? tenantSyncId(id) : syncRunId(id, standing.running.id),
          )}
        >
          Open in Temporal
        </a>
      )}
    </div>
  );
};
