import type { FC } from 'hono/jsx';
import type { RunRow } from '../../../db/run-row.ts';
import { withQuery } from '../addresses/with-query.ts';
import { numberText } from '../words/relative-time.ts';

type CountersProps = { readonly run: RunRow; readonly path: string; readonly action: string | undefined };

/** What was counted; a counter with a list behind it opens it. */
export const RunCounters: FC<CountersProps> = ({ run: { counts, drift }, path, action }) => {
  const skipped = Object.values(counts.skipped).reduce((sum, people) => sum + people, 0);
  const listed = [
    ['create', 'New', counts.created],
    ['update', 'Changed', counts.updated],
    ['restore', 'Back', counts.restored],
    ['remove', 'Removed', counts.removed],
    ['missing', 'Missing', counts.missing],
    ['skip', 'Not imported', skipped],
  ] as const;
  const plain = [
    ['Read', counts.read],
    ['Unchanged', counts.unchanged],
    ['Became duplicates', counts.duplicates],
    ['Not proven gone', counts.unproven],
    ['Changed without being told of', drift ?? 0],
  ] as const;
  return (
    <section class="card mb-3" aria-label="Counters, in people">
      <dl class="counters card-body m-0">
        {plain.map(([label, people], index) =>
          index > 1 && people === 0 ? (
            <></>
          ) : (
            <div>
              <dt>{label}</dt>
              <dd>{numberText(people)}</dd>
            </div>
          ),
        )}
        {listed.map(([name, label, people]) => (
          <div>
            <dt>{label}</dt>
            <dd>
              {people === 0 ? (
                '0'
              ) : (
                <a
                  href={`${withQuery(path, { action: name })}#changes`}
                  aria-label={`${numberText(people)} ${label}`}
                  {...(name === action && { 'aria-current': 'true' })}
                >
                  {numberText(people)}
                </a>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
};
