import type { FC } from 'hono/jsx';
import type { Finding } from '../../schemas/problem.schema.ts';
import { caretAt } from './caret.ts';

type Props = {
  /** Of the field that it describes (aria-describedby). */
  readonly id: string;
  readonly findings: readonly Finding[];
  /** What was written, where findings point at places in it. */
  readonly text?: string;
};

/** What is wrong with a field, below it: a sentence, and a caret below the place that is meant. */
export const Findings: FC<Props> = ({ id, findings, text }) => (
  <div id={id} class="wrong">
    {findings.map((finding) => (
      <>
        <p class="mb-1">
          <span aria-hidden="true">✗ </span>
          <span class="value">{finding.message}</span>
        </p>
        {text !== undefined && finding.position !== undefined && <Place text={text} finding={finding} />}
      </>
    ))}
  </div>
);

const Place: FC<{ readonly text: string; readonly finding: Finding }> = ({ text, finding }) => {
  const { line, mark } = caretAt(text, finding.position ?? 0, finding.length);
  return (
    <>
      <span class="visually-hidden">At character {(finding.position ?? 0) + 1}:</span>
      <pre class="caret">
        {line}
        {'\n'}
        <span aria-hidden="true">{mark}</span>
      </pre>
    </>
  );
};

/** Of a field: whether it is wrong, and where that, or a hint, is said. */
export const described = (findings: readonly Finding[], wrong: string, hint?: string) => {
  const by = [...(findings.length > 0 ? [wrong] : []), ...(hint === undefined ? [] : [hint])].join(' ');
  return {
    ...(findings.length > 0 && { 'aria-invalid': 'true' as const }),
    ...(by !== '' && { 'aria-describedby': by }),
  };
};
