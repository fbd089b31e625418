/** How far something has been read. */
export type ReadSoFar = {
  readonly pages: number;
  readonly people: number;
  /** How many people there may be; null: nobody knows. */
  readonly expected: number | null;
};

/** Graph gives pages without people, and thousands of them where much changed that nobody selected. */
const PAGES_BESIDE = 10_000;
/** Graph's own pages hold about 200 people of changes and up to 999 of a listing. */
const LEAST_PEOPLE_A_PAGE = 10;

/**
 * Whether there are more pages than any directory has: a server that gives one more link for ever would otherwise keep a
 * run, and its tenant, for as long as it likes.
 */
export const isEndless = ({ pages, people, expected }: ReadSoFar): boolean =>
  pages > PAGES_BESIDE + Math.max(people, expected ?? 0) / LEAST_PEOPLE_A_PAGE;
