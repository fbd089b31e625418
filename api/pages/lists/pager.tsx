import type { FC } from 'hono/jsx';
import { withQuery } from '../addresses/with-query.ts';

/** The way to the next page of a list, and back to its begin. The rest of the address stays as it is. */
export const Pager: FC<{
  readonly path: string;
  readonly query: Readonly<Record<string, string | undefined>>;
  readonly next: string | null;
  /** `employees`, `runs`. */
  readonly what: string;
  /** The list's place on its page. */
  readonly at?: string;
}> = ({ path, query, next, what, at = '' }) => {
  const begun = query['cursor'] !== undefined;
  if (next === null && !begun) return <></>;
  const place = at === '' ? '' : `#${at}`;
  return (
    <nav class="actions pager" aria-label={`Pages of ${what}`}>
      {begun && (
        <a class="btn" href={withQuery(path, { ...query, cursor: undefined }) + place}>
          First {what}
        </a>
      )}
      {next !== null && (
        <a class="btn" rel="next" href={withQuery(path, { ...query, cursor: next }) + place}>
          Next {what}
        </a>
      )}
    </nav>
  );
};
