import type { FC } from 'hono/jsx';
import { describeFilter } from '../../../sync/filter/describe-filter.ts';
import { parseFilter } from '../../../sync/filter/parse-filter.ts';
import type { Notation } from '../../../sync/filter/syntax-tree.ts';
import type { Finding } from '../../schemas/problem.schema.ts';
import { described, Findings } from '../forms/findings.tsx';
import { LeftOut } from './left-out.tsx';

type Props = {
  readonly notation: Notation;
  readonly label: string;
  readonly example: string;
  readonly hint: string;
  readonly text: string;
  readonly findings: readonly Finding[];
  /** How many people it leaves out now. */
  readonly leftOut: number | undefined;
};

/** A filter as it is written, with what was understood below it, or what was not. */
export const FilterField: FC<Props> = ({ notation, label, example, hint, text, findings, leftOut }) => {
  const parsed = text.trim() === '' ? undefined : parseFilter(notation, text);
  const refused = parsed?.kind === 'refused' ? [{ path: `filters.${notation}`, ...parsed.refusal }] : [];
  const wrong = refused.length > 0 ? refused : findings;
  return (
    <div class="mb-3">
      <label class="form-label" for={notation}>
        {label} <LeftOut people={leftOut} />
      </label>
      <textarea
        class="form-control code"
        id={notation}
        name={notation}
        rows={2}
        spellcheck={false}
        autocomplete="off"
        autocapitalize="off"
        placeholder={example}
        {...described(
          wrong,
          `${notation}-note`,
          wrong.length === 0 && parsed ? `${notation}-note` : `${notation}-hint`,
        )}
        autofocus={wrong.length > 0}
      >
        {text}
      </textarea>
      {wrong.length > 0 && <Findings id={`${notation}-note`} findings={wrong} text={text} />}
      {wrong.length === 0 && parsed?.kind === 'understood' && (
        <p id={`${notation}-note`} class="right">
          <span aria-hidden="true">✓ </span>Understood as “<span class="value">{describeFilter(parsed.filter)}</span>”.
        </p>
      )}
      <p id={`${notation}-hint`} class="form-hint">
        {hint}
      </p>
    </div>
  );
};
