import type { FC } from 'hono/jsx';
import { FIELD_POLICIES, type FieldPolicy } from '../../../sync/field.schema.ts';
import { parseFieldSource } from '../../../sync/field-source.ts';
import type { Finding } from '../../schemas/problem.schema.ts';
import { EditButton } from '../forms/edit-button.tsx';
import { described, Findings } from '../forms/findings.tsx';
import type { DraftField, FieldsDraft } from './fields-form.schema.ts';
import type { Example } from './look-up-example.ts';

type Props = {
  readonly own: string;
  readonly draft: FieldsDraft;
  readonly example: Example;
  readonly findings: readonly Finding[];
  /** The key of the field that was just added. */
  readonly added: string | undefined;
};

/** What a policy is called, and what it does with a value. Complete by type. */
const POLICY_WORDS: Readonly<Record<FieldPolicy, { readonly label: string; readonly means: string }>> = {
  always: { label: 'Always', means: 'the value follows Entra' },
  onlyWhenNew: { label: 'Only when new', means: 'it is set once, and not touched later' },
  neverClear: { label: 'Never clear', means: 'it follows Entra, but an empty source keeps it' },
};

/** The fields in their order. A script (assets/reorder.js) moves the rows; without one the buttons send the form. */
export const FieldList: FC<Props> = ({ own, draft, example, findings, added }) => (
  <>
    <p class="text-secondary mb-2" id="order-hint">
      Move a field with its buttons
      <span hidden data-with-script>
        , by dragging ⠿, or with Alt+↑ and Alt+↓
      </span>
      .
    </p>
    <div class="field-row field-head" aria-hidden="true">
      <span></span>
      <span>Label</span>
      <span>Source</span>
      <span>Example</span>
      <span>Updated</span>
      <span></span>
    </div>
    <ol class="field-list" data-reorder aria-describedby="order-hint">
      {draft.fields.map((field, index) => (
        <FieldRow
          {...{ own, field, example, added: field.key === added }}
          value={example.kind === 'person' ? example.values[index] : undefined}
          findings={findings.filter(({ path }) => new RegExp(`^(items|fields)\\.${index}\\.`).test(path))}
        />
      ))}
    </ol>
    <p class="form-hint">
      {Object.values(POLICY_WORDS)
        .map(({ label, means }) => `${label}: ${means}.`)
        .join(' ')}
    </p>
    {draft.fields.length === 0 && <p>No field is left. Add one below, or reset to defaults.</p>}
    <p class="visually-hidden" role="status" id="moved"></p>
  </>
);

type RowProps = Pick<Props, 'own' | 'example' | 'findings'> & {
  readonly field: DraftField;
  readonly value: string | null | undefined;
  readonly added: boolean;
};

const FieldRow: FC<RowProps> = ({ own, field, value, example, findings, added }) => {
  const { key, label, source } = field;
  const name = label.trim() || key;
  const at = `field-${key}`;
  const parsed = parseFieldSource(source.trim());
  const wrongSource: readonly Finding[] =
    parsed.kind === 'refused' && source.trim() !== ''
      ? [{ path: 'source', ...parsed.refusal }]
      : findings.filter(({ path }) => path.endsWith('.source'));
  const wrongLabel = findings.filter(({ path }) => path.endsWith('.label'));
  const others = findings.filter(({ path }) => !/\.(source|label)$/.test(path));
  return (
    <li class="field-row" id={at} data-name={name}>
      <span class="handle" hidden data-with-script aria-hidden="true" title="Drag to move">
        ⠿
      </span>
      <div>
        <input type="hidden" name="key" value={key} />
        <input
          class="form-control"
          name="label"
          aria-label={`Label of ${name}`}
          value={label}
          autocomplete="off"
          {...described(wrongLabel, `${at}-label`)}
          autofocus={added}
        />
        <code class="key">{key}</code>
        {wrongLabel.length > 0 && <Findings id={`${at}-label`} findings={wrongLabel} />}
      </div>
      <div>
        <Source source={source} name={name} wrong={described(wrongSource, `${at}-source`)} />
        {wrongSource.length > 0 && <Findings id={`${at}-source`} findings={wrongSource} text={source} />}
      </div>
      <span class="example value">
        <span class="visually-hidden">Example: </span>
        {value ?? (example.kind === 'person' && value === null ? <em class="text-secondary">empty</em> : '–')}
      </span>
      <Policy field={field} name={name} />
      <span class="moves">
        <EditButton {...{ own, at }} press={`up:${key}`} says={`Move up: ${name}`}>
          ↑
        </EditButton>
        <EditButton {...{ own, at }} press={`down:${key}`} says={`Move down: ${name}`}>
          ↓
        </EditButton>
        <EditButton {...{ own, at: 'order-hint' }} press={`remove:${key}`} says={`Remove ${name}`}>
          ✕
        </EditButton>
      </span>
      {others.length > 0 && <Findings id={`${at}-wrong`} findings={others} />}
    </li>
  );
};

/** A line, for which properties are offered; a source of several lines, which a line would run together, has as many. */
const Source: FC<{ source: string; name: string; wrong: ReturnType<typeof described> }> = ({ source, name, wrong }) => {
  const field = {
    class: 'form-control code',
    name: 'source',
    'aria-label': `Source of ${name}`,
    autocomplete: 'off',
    autocapitalize: 'off',
    spellcheck: false,
    ...wrong,
  } as const;
  const lines = source.split('\n').length;
  return lines === 1 ? (
    <input {...field} list="properties" value={source} />
  ) : (
    <textarea {...field} rows={Math.min(lines, 8)}>
      {source}
    </textarea>
  );
};

/** The address always follows the e-mail rule. */
const Policy: FC<{ readonly field: DraftField; readonly name: string }> = ({ field, name }) => {
  const isEmail = field.source.trim().toLowerCase() === 'email';
  const offered = isEmail && field.policy === 'always' ? (['always'] as const) : FIELD_POLICIES;
  return (
    <select class="form-select" name="policy" aria-label={`When ${name} is updated`}>
      {offered.map((policy) => (
        <option value={policy} selected={policy === field.policy}>
          {POLICY_WORDS[policy].label}
        </option>
      ))}
    </select>
  );
};
