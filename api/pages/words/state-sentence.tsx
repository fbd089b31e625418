import type { FC } from 'hono/jsx';
import type { TenantState } from './tenant-state.ts';

/** The sentence with its dot, which says nothing that the sentence does not. */
export const StateSentence: FC<{ readonly state: TenantState; readonly large?: boolean }> = ({ state, large }) => (
  <>
    <p class={large ? 'sentence mb-1' : 'mb-0'}>
      <span class={`dot dot-${state.tone}`} aria-hidden="true"></span>
      {state.sentence}
    </p>
    {state.remedy !== undefined && <p class="text-secondary mb-1">{state.remedy}</p>}
  </>
);
