import type { Person } from '../../people/person.ts';
import { badRequest, unsupported } from '../graph-refusal.ts';
import { accepts } from './accepts.ts';
import { refuseUnfilterable } from './filter-rules.ts';
import { parseFilter } from './parse-filter.ts';

export type PeopleTest = (person: Person) => boolean;

/** How a query was asked: https://learn.microsoft.com/en-us/graph/aad-advanced-queries */
export type Asking = {
  /** `ConsistencyLevel: eventual`, which no link remembers. */
  readonly hasHeader: boolean;
  /** `$count=true`, which makes an advanced query together with the header. */
  readonly counts: boolean;
};

/** Whom `$filter` and `$search` leave; null: everybody. Throws GraphRefusal. */
export function peopleTest(filter: string | null, search: string | null, asking: Asking): PeopleTest | null {
  const tests = [
    ...(filter === null ? [] : [filterTest(filter, asking.hasHeader && asking.counts)]),
    ...(search === null ? [] : [searchTest(search, asking.hasHeader)]),
  ];
  return tests.length === 0 ? null : (person) => tests.every((test) => test(person));
}

function filterTest(text: string, isAdvanced: boolean): PeopleTest {
  const clause = parseFilter(text);
  refuseUnfilterable(clause, isAdvanced);
  return ({ properties }) => accepts(clause, properties);
}

const SEARCH = /^"(\w+):([^"]+)"$/;
const SEARCHABLE = ['displayName', 'givenName', 'mail', 'surname', 'userPrincipalName'];

/**
 * Words of a display name that begin so, or other texts that do; several in quotes, joined by AND in capitals, must all
 * fit: https://learn.microsoft.com/en-us/graph/search-query-parameter
 */
function searchTest(text: string, hasHeader: boolean): PeopleTest {
  if (!hasHeader) throw unsupported("Request with $search needs the header 'ConsistencyLevel: eventual'.");
  const tests = text
    .trim()
    .split(/(?<=") +AND +(?=")/)
    .map(oneSearch);
  return (person) => tests.every((test) => test(person));
}

function oneSearch(text: string): PeopleTest {
  const [, property, wanted] = SEARCH.exec(text) ?? [];
  if (property === undefined || wanted === undefined) throw badRequest('Invalid $search: write "property:text".');
  if (!SEARCHABLE.includes(property)) throw unsupported(`Property '${property}' cannot be searched.`);
  const start = wanted.trim().toLowerCase();
  return ({ properties }) => {
    const value = properties[property];
    if (typeof value !== 'string') return false;
    const words = property === 'displayName' ? value.toLowerCase().split(/[\s-]+/) : [value.toLowerCase()];
    return words.some((word) => word.startsWith(start)) || value.toLowerCase().startsWith(start);
  };
}
