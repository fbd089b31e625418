import type { Child, FC } from 'hono/jsx';
import type * as z from 'zod';
import type { Check } from '../../schemas/check.schema.ts';

/** Lines of Check Connectivity, one below the other. */
export const CheckLines: FC<{ readonly children?: Child }> = ({ children }) => (
  <ul class="list-group mb-3" aria-label="Check Connectivity">
    {children}
  </ul>
);

/** What was tried, and what to do where it did not work. */
export const CheckLine: FC<Omit<z.infer<typeof Check>, 'name'>> = ({ ok, detail, remedy }) => (
  <li class="list-group-item">
    <span class={ok ? 'text-green' : 'text-red'} aria-hidden="true">
      {ok ? '✓ ' : '✗ '}
    </span>
    <span class="visually-hidden">{ok ? 'Passed: ' : 'Failed: '}</span>
    <span class="value">{detail}</span>
    {remedy !== undefined && <p class="text-secondary mb-0">{remedy}</p>}
  </li>
);

/** All lines of a check that has ended. */
export const CheckList: FC<{ readonly checks: readonly z.infer<typeof Check>[] }> = ({ checks }) => (
  <CheckLines>
    {checks.map((check) => (
      <CheckLine {...check} />
    ))}
  </CheckLines>
);
