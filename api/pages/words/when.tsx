import type { FC } from 'hono/jsx';
import { relativeTime } from './relative-time.ts';

/** A time as people say it, with the exact one behind it. */
export const When: FC<{ readonly at: Date | null; readonly now: Date; readonly never?: string }> = ({
  at,
  now,
  never = 'never',
}) =>
  at === null ? (
    <>{never}</>
  ) : (
    <time datetime={at.toISOString()} title={at.toISOString()}>
      {relativeTime(at, now)}
    </time>
  );
