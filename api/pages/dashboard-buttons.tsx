import type { FC } from 'hono/jsx';
import type { TenantId } from '../../sync/ids.ts';
import { syncRunId, tenantSyncId } from '../../temporal/contract.ts';
import { workflowUrl } from '../../temporal/workflow-url.ts';
import type { ApiDeps } from '../api-deps.ts';
import { FormButton } from './form-button.tsx';
import type { ReadStanding } from './read-standing.ts';

type Props = {
  readonly id: TenantId;
  readonly standing: ReadStanding;
  readonly formToken: string;
  /** For a link, where who looks may open it. */
  readonly temporal: ApiDeps['temporal'] | undefined;
};

/** In a fixed place beside the sentence. */
export const DashboardButtons: FC<Props> = ({ id, standing, formToken, temporal }) => {
  const { status } = standing.tenant;
  const button = { formToken, back: `/tenants/${id}` };
  return (
    <div class="actions">
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
