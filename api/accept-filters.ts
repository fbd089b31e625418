import { parseFilter } from '../sync/filter/parse-filter.ts';
import { NOTATIONS } from '../sync/filter/syntax-tree.ts';
import type { IntegrationSettings } from '../sync/integration-settings.schema.ts';
import { notAcceptable } from './refuse-invalid.ts';

/**
 * Settings in the form in which they are stored: an empty filter is none. Throws ProblemError that names each filter
 * which is not understood, with the place in it, why, and what could be meant. `path`: where the filters stand in the body.
 */
export function acceptFilters(settings: IntegrationSettings, path: string): IntegrationSettings {
  const { odata, expression, ...switches } = settings.filters;
  const errors = NOTATIONS.flatMap((notation) => {
    const text = settings.filters[notation];
    if (!text) return [];
    const parsed = parseFilter(notation, text);
    return parsed.kind === 'refused' ? [{ path: `${path}.${notation}`, ...parsed.refusal }] : [];
  });
  if (errors.length > 0) throw notAcceptable(errors);
  return { ...settings, filters: { ...switches, ...(odata && { odata }), ...(expression && { expression }) } };
}
