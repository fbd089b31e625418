import type { FC } from 'hono/jsx';
import type { RunRow } from '../../../db/run-row.ts';

/** How many of about how many people are read; a bar without an end where nobody knows how many there are. */
export const ReadingProgress: FC<{ readonly run: Pick<RunRow, 'counts' | 'expected'> }> = ({
  run: { counts, expected },
}) => {
  const known = expected !== null && expected > 0;
  return (
    <progress
      aria-label="People read"
      {...(known && { max: expected, value: Math.min(counts.read, expected) })}
    ></progress>
  );
};
