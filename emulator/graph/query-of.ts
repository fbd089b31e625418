import { badRequest } from './graph-refusal.ts';

/**
 * The OData options of a request, of those that may be there. Throws the refusal of any other.
 * https://learn.microsoft.com/en-us/graph/query-parameters
 */
export function queryOf(url: string, allowed: readonly string[]): URLSearchParams {
  const query = new URL(url).searchParams;
  for (const name of query.keys()) {
    if (name === '$skip' && !allowed.includes(name)) throw badRequest("'$skip' is not supported by the service.");
    if (name.startsWith('$') && !allowed.includes(name)) {
      throw badRequest(`The query option '${name}' is not supported here.`);
    }
  }
  return query;
}

/** The size of a page by `$top`; out of its bounds it is refused. Throws GraphRefusal. */
export function topOf(query: URLSearchParams, usual: number, most: number): number {
  const text = query.get('$top');
  const top = text === null ? usual : Number(text);
  if (Number.isInteger(top) && top >= 1 && top <= most) return top;
  throw badRequest(`Invalid page size specified: '${text ?? ''}'. Must be between 1 and ${most} inclusive.`);
}
