import type { Child, FC } from 'hono/jsx';
import type { NotImported } from '../../../db/read-not-imported.ts';
import type { SkipReason } from '../../../sync/skip-reason.ts';
import type { Finding } from '../../schemas/problem.schema.ts';
import { described, Findings } from '../forms/findings.tsx';
import { FilterField } from './filter-field.tsx';
import { GroupPicker, type Groups } from './group-picker.tsx';
import { LeftOut } from './left-out.tsx';
import { findingsAt } from './places.ts';
import { LEAVE_OUT, type LeaveOut, type SettingsDraft } from './settings-form.schema.ts';

type Props = {
  readonly own: string;
  readonly draft: SettingsDraft;
  readonly findings: readonly Finding[];
  readonly notImported: NotImported | undefined;
  readonly groups: Groups;
  /** The example people, below all filters. */
  readonly children?: Child;
};

type Switch = {
  readonly at: string;
  readonly label: string;
  readonly means: string;
  readonly reasons: readonly SkipReason[];
};

/** Complete by type. */
const SWITCHES: Readonly<Record<LeaveOut, Switch>> = {
  disabled: {
    at: 'disabled',
    label: 'Leave out disabled accounts',
    means: 'Their sign-in is blocked in Entra: people who left, most shared mailboxes.',
    reasons: ['disabled'],
  },
  guests: {
    at: 'guests',
    label: 'Leave out guests',
    means: 'Invited people of other organizations.',
    reasons: ['guest'],
  },
  sharedMailboxes: {
    at: 'shared-mailboxes',
    label: 'Leave out shared mailboxes',
    means: 'Known for certain with the permission MailboxSettings.Read.',
    reasons: ['sharedMailbox'],
  },
  rooms: {
    at: 'rooms',
    label: 'Leave out rooms and equipment',
    means: 'Known for certain with the permission MailboxSettings.Read or Place.Read.All.',
    reasons: ['room', 'equipment'],
  },
  serviceAccounts: {
    at: 'service-accounts',
    label: 'Leave out service accounts',
    means: 'Accounts of programs: by the patterns below, and agents of Entra.',
    reasons: ['serviceAccount'],
  },
};

/** Who comes in: switches, patterns, groups and two written filters. */
export const FiltersSection: FC<Props> = ({ own, draft, findings, notImported, groups, children }) => {
  const leftOut = (...reasons: readonly SkipReason[]) =>
    notImported && reasons.reduce((sum, reason) => sum + (notImported.people[reason] ?? 0), 0);
  return (
    <section class="card mb-3" aria-labelledby="filters">
      <div class="card-body">
        <h2 id="filters">Filters</h2>
        <p>
          Imported is who passes all of them.
          {notImported && ' How many each leaves out now is as the last run told it.'}
        </p>
        <div class="mb-3">
          {LEAVE_OUT.map((name) => {
            const { at, label, means, reasons } = SWITCHES[name];
            return (
              <label class="form-check form-switch" id={at}>
                <input
                  class="form-check-input"
                  type="checkbox"
                  name="leaveOut"
                  value={name}
                  checked={draft.leaveOut[name]}
                />
                <span class="form-check-label">
                  {label} <LeftOut people={leftOut(...reasons)} />
                </span>
                <span class="form-check-description">{means}</span>
              </label>
            );
          })}
        </div>
        <Patterns draft={draft} findings={findingsAt(findings, 'patterns')} />
        <GroupPicker own={own} chosen={draft.groups} groups={groups} findings={findings} leftOut={leftOut('group')} />
        <FilterField
          notation="odata"
          label="OData filter"
          example="department eq 'Sales' or department eq 'Marketing'"
          hint="In Graph’s own language for $filter. Empty: none."
          text={draft.odata}
          findings={findingsAt(findings, 'odata')}
          leftOut={draft.odata.trim() === '' ? undefined : leftOut('odata')}
        />
        <FilterField
          notation="expression"
          label="Expression"
          example={'$.department == "Sales" && $.companyName != null'}
          hint="A condition on the person, $. Both filters must hold. Empty: none."
          text={draft.expression}
          findings={findingsAt(findings, 'expression')}
          leftOut={draft.expression.trim() === '' ? undefined : leftOut('expression')}
        />
        {children}
      </div>
    </section>
  );
};

const Patterns: FC<{ draft: SettingsDraft; findings: readonly Finding[] }> = ({ draft, findings }) => (
  <div class="mb-3">
    <label class="form-label" for="patterns">
      Patterns of service accounts
    </label>
    <textarea
      class="form-control code"
      id="patterns"
      name="patterns"
      rows={5}
      spellcheck={false}
      autocomplete="off"
      autocapitalize="off"
      {...described(findings, 'patterns-wrong', 'patterns-hint')}
    >
      {draft.patterns}
    </textarea>
    {findings.length > 0 && <Findings id="patterns-wrong" findings={findings} />}
    <p id="patterns-hint" class="form-hint">
      One a line; <code>*</code> stands for any text. Compared with the sign-in name before its @, and the mail
      nickname.
    </p>
  </div>
);
