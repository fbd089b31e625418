import type { FC } from 'hono/jsx';
import type { Example, ExpectedOutcome } from '../../../sync/example.schema.ts';
import { describeVerdict } from '../../../sync/judge-example.ts';
import type { Finding } from '../../schemas/problem.schema.ts';
import { EditButton } from '../forms/edit-button.tsx';
import { described, Findings } from '../forms/findings.tsx';
import type { TriedExamples } from './look-up-examples.ts';
import { findingsAt } from './places.ts';

type Props = {
  readonly own: string;
  readonly examples: readonly Example[];
  readonly tried: TriedExamples;
  readonly findings: readonly Finding[];
  readonly who: string;
};

const EXPECTED_WORDS: Readonly<Record<ExpectedOutcome, string>> = {
  imported: 'Expected: imported',
  notImported: 'Expected: not imported',
};

/** People whom every save is tried on: a filter with a slip of the pen is refused, and not noticed in Employees. */
export const ExamplesPart: FC<Props> = ({ own, examples, tried, findings, who }) => {
  const wrong = findingsAt(findings, 'examples').filter(({ path }) => path === 'examples');
  return (
    <fieldset class="mb-0" id="examples">
      <legend class="form-label">Example people</legend>
      <p>
        A save that would treat one of them otherwise than expected is refused. Examples are kept at once, by object id
        alone.
      </p>
      {examples.length > 0 && (
        <ul class="picked">
          {examples.map((example, index) => (
            <ExampleRow {...{ own, example }} judged={tried.judged[index]} />
          ))}
        </ul>
      )}
      {tried.trouble !== undefined && <p class="text-secondary">{tried.trouble}</p>}
      <div class="search">
        <label class="visually-hidden" for="example-who">
          Somebody to try the filters on: an address, a name or an object id
        </label>
        <input
          class="form-control"
          id="example-who"
          name="exampleWho"
          value={who}
          maxlength={256}
          placeholder="Address, name or object id"
          autocomplete="off"
          {...described(wrong, 'examples-wrong')}
        />
        <select class="form-select" name="exampleExpected" aria-label="What is expected of them">
          {Object.entries(EXPECTED_WORDS).map(([expected, words]) => (
            <option value={expected}>{words}</option>
          ))}
        </select>
        <EditButton {...{ own, at: 'examples' }} press="addExample">
          Add example
        </EditButton>
      </div>
      {wrong.length > 0 && <Findings id="examples-wrong" findings={wrong} />}
    </fieldset>
  );
};

type RowProps = Pick<Props, 'own'> & {
  readonly example: Example;
  readonly judged: TriedExamples['judged'][number] | undefined;
};

const ExampleRow: FC<RowProps> = ({ own, example, judged }) => {
  const { entraObjectId, expected } = example;
  const name = judged?.name ?? entraObjectId;
  const otherwise = judged && describeVerdict(name, example, judged.verdict);
  const other = expected === 'imported' ? 'notImported' : 'imported';
  return (
    <li>
      <span class="grow">
        <span class="value">{judged?.name ?? 'Name not told'}</span> <code class="d-block">{entraObjectId}</code>
        {judged?.verdict.kind === 'asExpected' && (
          <span>
            <span aria-hidden="true">✓ </span>As expected, with what the form holds.
          </span>
        )}
        {otherwise !== undefined && (
          <Findings id={`example-${entraObjectId}`} findings={[{ path: '', message: otherwise }]} />
        )}
      </span>
      <span>{EXPECTED_WORDS[expected]}</span>
      <span class="moves">
        <EditButton
          {...{ own, at: 'examples' }}
          press={`${other === 'imported' ? 'expectImported' : 'expectNotImported'}:${entraObjectId}`}
          says={`Expect the opposite of ${name}`}
        >
          Expect the opposite
        </EditButton>
        <EditButton
          {...{ own, at: 'examples' }}
          press={`removeExample:${entraObjectId}`}
          says={`Remove the example ${name}`}
        >
          ✕
        </EditButton>
      </span>
    </li>
  );
};
