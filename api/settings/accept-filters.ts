import { parseFilter } from '../../sync/filter/parse-filter.ts';
import { NOTATIONS, type Notation } from '../../sync/filter/syntax-tree.ts';
import type { IntegrationSettings } from '../../sync/integration-settings.schema.ts';
import { notAcceptable } from '../refuse-invalid.ts';
import type { Finding } from '../schemas/problem.schema.ts';

/**
 * Settings in the form in which they are stored: an empty filter is none, and so are no groups. Throws ProblemError that names each filter
 * which is not understood, with the place in it, why, and what could be meant. `path`: where the filters stand in the body.
 */
export function acceptFilters(settings: IntegrationSettings, path: string): IntegrationSettings {
  const { odata, expression, groups = [], ...switches } = settings.filters;
  const errors = findingsOfFilters(settings.filters, path);
  if (errors.length > 0) throw notAcceptable(errors);
  const written = { ...(odata && { odata }), ...(expression && { expression }) };
  return { ...settings, filters: { ...switches, ...(groups.length > 0 && { groups }), ...written } };
}

/** What is not understood of the filters, each with its place. */
export const findingsOfFilters = (
  filters: Readonly<Partial<Record<Notation, string | undefined>>>,
  path: string,
): readonly Finding[] =>
  NOTATIONS.flatMap((notation) => {
    const text = filters[notation]?.trim();
    if (!text) return [];
    const parsed = parseFilter(notation, text);
    return parsed.kind === 'refused' ? [{ path: `${path}.${notation}`, ...parsed.refusal }] : [];
  });
