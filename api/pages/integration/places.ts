import type { Finding } from '../../schemas/problem.schema.ts';

/** Where in the form a finding belongs: the beginning of its path, the anchor of its place, and what that is called. */
export const PLACES = [
  { path: 'email', at: 'email', label: 'E-mail' },
  { path: 'filters.groups', at: 'groups', label: 'Groups' },
  { path: 'filters.serviceAccountPatterns', at: 'patterns', label: 'Patterns of service accounts' },
  { path: 'filters.odata', at: 'odata', label: 'OData filter' },
  { path: 'filters.expression', at: 'expression', label: 'Expression' },
  { path: 'examples', at: 'examples', label: 'Example people' },
  { path: 'cleanUp.retentionDays', at: 'retention-days', label: 'Days until erased' },
  { path: 'cleanUp.maxRemovalsPercent', at: 'max-percent', label: 'Limit in percent' },
  { path: 'cleanUp.maxRemovals', at: 'max-removals', label: 'Limit in people' },
] as const;
export type Place = (typeof PLACES)[number];

/** Paths of a save and of a check differ in what stands in front. */
const within = (path: string): string => path.replace(/^settings\./, '');

/** The place of a finding; undefined: it has none, and is said above the form. */
export const placeOf = ({ path }: Finding): Place | undefined =>
  PLACES.find((place) => within(path) === place.path || within(path).startsWith(`${place.path}.`));

/** What is wrong at a place. */
export const findingsAt = (findings: readonly Finding[], at: Place['at']): readonly Finding[] =>
  findings.filter((finding) => placeOf(finding)?.at === at);
