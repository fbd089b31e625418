import type { FC } from 'hono/jsx';
import type { ExplanationLine } from '../../../sync/describe-explanation.ts';
import type { TenantId } from '../../../sync/ids.ts';
import { stepsOf } from '../../describe-explained.ts';
import { When } from '../words/when.tsx';
import type { Looked } from './look-up-person.ts';

/** What was looked at, above the sentence. Complete by type. */
const STEPS: Readonly<Record<Exclude<ExplanationLine['step'], 'clause'>, string>> = {
  entra: 'In Entra',
  kind: 'Kind',
  email: 'E-mail',
  address: 'Address',
  fields: 'Fields',
  employee: 'In Employees',
  lastRun: 'Last run',
};
const CLAUSES: Readonly<Record<NonNullable<ExplanationLine['reason']>, string>> = {
  group: 'Chosen groups',
  disabled: 'Disabled accounts',
  guest: 'Guests',
  sharedMailbox: 'Shared mailboxes',
  room: 'Rooms',
  equipment: 'Equipment',
  serviceAccount: 'Service accounts',
  odata: 'OData filter',
  expression: 'Expression filter',
};

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
    {stepsOf(answer).map((line) => (
      <li class="list-group-item">
        {line.passed === null ? (
          <span aria-hidden="true">· </span>
        ) : (
          <>
            <span class={MARKS[line.passed].look} aria-hidden="true">
              {MARKS[line.passed].mark}{' '}
            </span>
            <span class="visually-hidden">{MARKS[line.passed].says}: </span>
          </>
        )}
        <strong>{line.step === 'clause' ? CLAUSES[line.reason] : STEPS[line.step]}</strong>{' '}
        <span class="value">{line.text}</span>
        {line.step === 'address' && line.employeeId !== null && (
          <a href={`/tenants/${tenantId}/employees/${line.employeeId}`}>Who holds the address</a>
        )}
        {line.step === 'lastRun' && answer.lastOutcome !== undefined && (
          <a href={`/tenants/${tenantId}/runs/${answer.lastOutcome.runId}`}>
            <When at={answer.lastOutcome.at} now={now} />
          </a>
        )}
      </li>
    ))}
  </ol>
);
