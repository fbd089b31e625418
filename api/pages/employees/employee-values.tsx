import type { FC } from 'hono/jsx';
import type { EmployeeRow } from '../../../db/employee-row.ts';
import type { EmployeeChange } from '../../../db/read-employee.ts';
import type { Field } from '../../../sync/field.schema.ts';
import type { LooksLike } from '../../../sync/looks-like.ts';
import { isEmailField } from '../../by-hand/set-value-by-hand.ts';
import { When } from '../words/when.tsx';
import { KIND_WORDS, SUSPECTED_BY, SUSPECTS } from './kind-words.ts';

export type Told = {
  readonly history: readonly EmployeeChange[];
  readonly fields: readonly Field[];
  readonly now: Date;
};

/** Each value with its source, since when it is so, and the way to set it by hand. `own` is the page of the employee. */
export const EmployeeValuesCard: FC<Told & { employee: EmployeeRow; own: string }> = ({
  employee,
  history,
  fields,
  now,
  own,
}) => (
  <section class="card mb-3" aria-labelledby="values-title">
    <div class="card-body">
      <h2 class="card-title" id="values-title">
        Values
      </h2>
      <dl class="facts">
        {fields.map((field) => {
          const { key, label, source } = field;
          const isByHand = Object.hasOwn(employee.valuesByHand, key);
          const value = employee.values[key] ?? null;
          const change = history.find(({ before }) => before !== null && key in before);
          return (
            <>
              <dt class="value">{label}</dt>
              <dd>
                {value === null ? <span class="text-secondary">(empty)</span> : <span class="value">{value}</span>}{' '}
                <span class="text-secondary">
                  · {isByHand ? 'set by hand' : isEmailField(field) ? 'the e-mail rule' : <code>{source}</code>}
                  {change !== undefined && (
                    <>
                      {' '}
                      · changed <When at={change.at} now={now} /> from{' '}
                      <span class="value">{change.before?.[key] ?? '(empty)'}</span>
                    </>
                  )}
                </span>
                {employee.erasedAt === null && !isEmailField(field) && (
                  <>
                    {' '}
                    <a href={`${own}/values/${key}`} aria-label={`Set by hand: ${label}`}>
                      Set by hand…
                    </a>
                  </>
                )}
              </dd>
            </>
          );
        })}
        <dt>Kind</dt>
        <dd>
          {KIND_WORDS[employee.kind]}
          <Suspicion looksLike={employee.kindEvidence.looksLike} />
        </dd>
        <dt>Object id in Entra</dt>
        <dd>
          <code>{employee.entraObjectId}</code>
        </dd>
      </dl>
    </div>
  </section>
);

/** A guess, with what would end it. */
const Suspicion: FC<{ looksLike: LooksLike | undefined }> = ({ looksLike }) => (
  <>
    {looksLike && (
      <span class="text-secondary">
        {' '}
        · looks like {SUSPECTS[looksLike.kind]}, {SUSPECTED_BY[looksLike.evidence]}. With MailboxSettings.Read,
        Microsoft would tell.
      </span>
    )}
  </>
);
