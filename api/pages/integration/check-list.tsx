import type { FC } from 'hono/jsx';
import type * as z from 'zod';
import type { Check } from '../../schemas/check.schema.ts';

/** Check Connectivity, line by line: what was tried, and what to do where it did not work. */
export const CheckList: FC<{ readonly checks: readonly z.infer<typeof Check>[] }> = ({ checks }) => (
  <ul class="list-group mb-3" aria-label="Check Connectivity">
    {checks.map(({ ok, detail, remedy }) => (
      <li class="list-group-item">
        <span class={ok ? 'text-green' : 'text-red'} aria-hidden="true">
          {ok ? '✓ ' : '✗ '}
        </span>
        <span class="visually-hidden">{ok ? 'Passed: ' : 'Failed: '}</span>
        <span class="value">{detail}</span>
        {remedy !== undefined && <p class="text-secondary mb-0">{remedy}</p>}
      </li>
    ))}
  </ul>
);
