import type { FC } from 'hono/jsx';
import type { EmailSources } from '../../../db/read-email-sources.ts';
import type { Finding } from '../../schemas/problem.schema.ts';
import { EditButton } from '../forms/edit-button.tsx';
import { Findings } from '../forms/findings.tsx';
import { peopleText } from '../words/relative-time.ts';
import { EMAIL_SOURCE_WORDS } from './email-source-words.ts';
import { findingsAt } from './places.ts';
import type { SettingsDraft } from './settings-form.schema.ts';

type Props = {
  /** Of the page. */
  readonly own: string;
  readonly draft: SettingsDraft;
  readonly findings: readonly Finding[];
  /** Where the last full run found addresses. */
  readonly told: EmailSources | undefined;
};

/** Where addresses come from, in the order in which the sources are asked. */
export const EmailSection: FC<Props> = ({ own, draft, findings, told }) => {
  const wrong = findingsAt(findings, 'email');
  return (
    <section class="card mb-3" aria-labelledby="email">
      <div class="card-body">
        <h2 id="email">E-mail</h2>
        <p id="email-hint">
          The first source that gives a valid address wins. Who has none is not imported.
          {told && ' Beside each source: how many people got their address there in the last run that read everybody.'}
        </p>
        <Findings id="email-wrong" findings={wrong} />
        <ol class="sources" data-reorder aria-describedby="email-hint email-wrong">
          {draft.sources.map(({ source, on }) => {
            const { label, means } = EMAIL_SOURCE_WORDS[source];
            return (
              <li data-name={label}>
                <input type="hidden" name="order" value={source} />
                <label class="form-check form-switch grow m-0">
                  <input class="form-check-input" type="checkbox" name="source" value={source} checked={on} />
                  <span class="form-check-label">{label}</span>
                  <span class="form-check-description">{means}</span>
                </label>
                {told && <span class="number text-secondary">{peopleText(told.people[source])}</span>}
                <span class="moves">
                  <EditButton {...{ own, at: 'email' }} press={`up:${source}`} says={`Move up: ${label}`}>
                    ↑
                  </EditButton>
                  <EditButton {...{ own, at: 'email' }} press={`down:${source}`} says={`Move down: ${label}`}>
                    ↓
                  </EditButton>
                </span>
              </li>
            );
          })}
        </ol>
        <p class="visually-hidden" role="status" id="moved"></p>
        {told && <Told told={told} own={own} />}
      </div>
    </section>
  );
};

const Told: FC<{ readonly told: EmailSources; readonly own: string }> = ({ told, own }) => {
  const tenant = own.replace(/\/integration$/, '');
  return (
    <p class="mb-0">
      {told.none === 0 ? (
        'Nobody was left out for want of an address.'
      ) : (
        <>
          <a href={`${tenant}/not-imported/noEmail`}>{peopleText(told.none)}</a> {told.none === 1 ? 'has' : 'have'}{' '}
          none, and {told.none === 1 ? 'was' : 'were'} not imported.
        </>
      )}{' '}
      As of <a href={`${tenant}/runs/${told.runId}`}>run {told.runId}</a>.
    </p>
  );
};
