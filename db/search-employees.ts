import { inBlocks } from './search-blocks.ts';

/** Binds a value of the statement, and gives its placeholder. */
export type Bind = (value: unknown) => string;

/** Nobody's name or address holds what PostgreSQL cannot store, nor blanks at its ends. */
export const searchTerm = (query = ''): string => query.replaceAll('\u0000', '').toWellFormed().trim();

/**
 * Whether an employee is found: a part of the name or the address is the term, in any case. PostgreSQL's own collation
 * makes letters small as Unicode says, several times faster than that of names.
 */
export const matchesTerm = (parameter: string): string =>
  `(strpos(lower(sort_name collate "pg_unicode_fast"), lower(${parameter}::text collate "pg_unicode_fast")) > 0
    or strpos(email_key, lower(${parameter}::text collate "pg_unicode_fast")) > 0)`;

/** An employee of a block, by the names of the columns of employees; none of them is read. */
const LINES = `(select line.id, line.name collate "und-x-icu" as sort_name, split_part(line.text, E'\\t', 2) as email_key,
    line.text from search_blocks b
    cross join lateral unnest(b.ids, b.names, string_to_array(b.text, E'\\n')) line (id, name, text)`;

/**
 * The ids of those of a tenant who have the term: blocks are looked through, and of those that hold it the lines. It costs
 * nearly the same for nobody as for thousands, some 50 ms for a million people. `rest`: conditions, order and limit by what a
 * block has, `id`, `sort_name` and `email_key`. `$1` is the tenant.
 */
export function idsInBlocks(term: string, bind: Bind, rest = ''): string {
  const text = `${bind(inBlocks(term))}::text`;
  return `array(select id from ${LINES} where b.tenant_id = $1 and strpos(b.text, ${text}) > 0) line
    where strpos(text, ${text}) > 0 ${rest})`;
}
