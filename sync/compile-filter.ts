import type { Filter } from './evaluate-filter.ts';
import { parseFilter } from './filter/parse-filter.ts';
import type { Notation, ParsedFilter } from './filter/syntax-tree.ts';
import type { IntegrationSettings } from './integration-settings.schema.ts';
import { compileNamePatterns } from './person-kind.ts';

const NOTHING: ReadonlySet<string> = new Set();

/**
 * Makes the filters of settings ready: read once a run, not once a person. `unreadable`: properties that the tenant’s
 * permissions do not give; a clause about one of them is unknown.
 */
export function compileFilter(
  { odata, expression, ...switches }: IntegrationSettings['filters'],
  unreadable: ReadonlySet<string> = NOTHING,
): Filter {
  return {
    ...switches,
    patterns: compileNamePatterns(switches.serviceAccountPatterns),
    odata: storedFilter('odata', odata),
    expression: storedFilter('expression', expression),
    unreadable,
  };
}

/** Filters were read when they were saved; one that is refused now is a bug, not an admin's mistake. */
export function storedFilter(notation: Notation, text: string | undefined): ParsedFilter | undefined {
  if (text === undefined || text === '') return undefined;
  const parsed = parseFilter(notation, text);
  if (parsed.kind === 'understood') return parsed.filter;
  const { reason, position } = parsed.refusal;
  throw new Error(`The stored ${notation} filter is not understood at ${position}: ${reason}.`);
}
