/** Microsoft's table, as far as it is about what this host offers; all else costs 1. */
const COSTS: readonly (readonly [RegExp, number])[] = [
  [/\/users$/i, 2],
  [/\/groups\/[^/]+\/transitiveMembers\//i, 5],
  [/\/groups$/i, 2],
  [/\/directoryObjects\/getByIds$/i, 3],
];

/**
 * Resource units of a request: less with `$select` or a small `$top`, more with `$expand`, never below one.
 * https://learn.microsoft.com/en-us/graph/throttling-limits#identity-and-access-service-limits
 */
export function costOf(path: string, query: URLSearchParams, deltaUnits: number): number {
  if (/\/\$batch$/i.test(path)) return 0; // its parts are charged
  if (/\/users\/delta$/i.test(path)) return deltaUnits;
  const base = COSTS.find(([pattern]) => pattern.test(path))?.[1] ?? 1;
  const isSmall = query.has('$top') && Number(query.get('$top')) < 20;
  return Math.max(1, base - Number(query.has('$select')) - Number(isSmall) + Number(query.has('$expand')));
}
