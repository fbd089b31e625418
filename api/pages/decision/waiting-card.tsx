import type { FC } from 'hono/jsx';
import type { RunId, TenantId } from '../../../sync/ids.ts';
import type { IntegrationSettings } from '../../../sync/integration-settings.schema.ts';
import type { ChangeReason } from '../../../sync/planned-change.ts';
import { FormButton } from '../forms/form-button.tsx';
import { REASON_WORDS } from '../runs/run-words.ts';
import { numberText, peopleText } from '../words/relative-time.ts';

type Props = {
  readonly tenantId: TenantId;
  readonly runId: RunId;
  readonly byReason: ReadonlyMap<ChangeReason, number>;
  /** Employees of the tenant. */
  readonly present: number;
  readonly settings: IntegrationSettings;
  readonly formToken: string;
};

/** The clean-up that waits: how many, why so many that it asks, and what one can do. */
export const WaitingCard: FC<Props> = ({ tenantId, runId, byReason, present, settings, formToken }) => {
  const people = [...byReason.values()].reduce((sum, each) => sum + each, 0);
  const run = `/tenants/${tenantId}/runs/${runId}`;
  return (
    <section class="card card-asks mb-3" aria-labelledby="waiting-title">
      <div class="card-body">
        <h2 class="card-title" id="waiting-title">
          Waiting for you
        </h2>
        <p class="mb-1">{wouldBeRemoved(people, present, settings)}</p>
        <p class="text-secondary">{reasonsText(byReason)}</p>
        <div class="actions">
          <a class="btn btn-primary" href={`${run}/leaving`}>
            Look at the list
          </a>
          <a class="btn" href={`${run}/approve`}>
            Approve: remove {peopleText(people)}…
          </a>
          <FormButton formToken={formToken} action={`${run}/reject`} back={`/tenants/${tenantId}`}>
            Reject: keep {peopleText(people)}
          </FormButton>
        </div>
      </div>
    </section>
  );
};

/** `612 of 4,812 people (12.7 %) would be removed. …` */
export function wouldBeRemoved(people: number, present: number, { cleanUp }: IntegrationSettings): string {
  const share =
    present === 0 ? '' : ` (${((people / present) * 100).toLocaleString('en', { maximumFractionDigits: 1 })} %)`;
  const { maxRemovalsPercent, maxRemovals } = cleanUp;
  return (
    `${numberText(people)} of ${peopleText(present)}${share} would be removed. ` +
    `Rollcall asks when more than ${maxRemovalsPercent} % or ${peopleText(maxRemovals)} would go within a day.`
  );
}

/** `571 deleted in Entra · 41 does not match the OData filter` */
export const reasonsText = (byReason: ReadonlyMap<ChangeReason, number>): string =>
  [...byReason].map(([reason, people]) => `${numberText(people)}: ${REASON_WORDS[reason]}`).join(' · ');
