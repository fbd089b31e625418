import type { FC } from 'hono/jsx';
import type { TenantId } from '../../../sync/ids.ts';
import { stepsOf } from '../../describe-explained.ts';
import { When } from '../words/when.tsx';
import type { Looked } from './look-up-person.ts';

const STEPS = {
  entra: 'In Entra',
  kind: 'Kind',
  email: 'E-mail',
  clause: 'Filter',
  address: 'Address',
  fields: 'Fields',
  employee: 'In Employees',
  lastRun: 'Last run',
} as const;

const MARKS = {
  true: { mark: '✓', look: 'text-green', says: 'Passed' },
  false: { mark: '✗', look: 'text-red', says: 'Not passed' },
  unknown: { mark: '?', look: 'text-orange', says: 'Unknown' },
} as const;

/** Each step of the rules, passed or not, with what it saw. */
export const WhyLadder: FC<{
  readonly tenantId: TenantId;
  readonly now: Date;
  readonly answer: Extract<Looked, { found: 'one' | 'deleted' }>;
}> = ({ tenantId, now, answer }) => (
  <ol class="list-group ladder mb-3" aria-label="The steps">
    {stepsOf(answer).map(({ step, passed, text }) => (
      <li class="list-group-item">
        {passed === null ? (
          <span aria-hidden="true">· </span>
        ) : (
          <>
            <span class={MARKS[passed].look} aria-hidden="true">
              {MARKS[passed].mark}{' '}
            </span>
            <span class="visually-hidden">{MARKS[passed].says}: </span>
          </>
        )}
        <strong>{STEPS[step]}</strong> <span class="value">{text}</span>
        {step === 'lastRun' && answer.lastOutcome !== undefined && (
          <>
            {' '}
            <a href={`/tenants/${tenantId}/runs/${answer.lastOutcome.runId}`}>
              <When at={answer.lastOutcome.at} now={now} />
            </a>
          </>
        )}
      </li>
    ))}
  </ol>
);
