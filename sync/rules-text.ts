import type { Field } from './field.schema.ts';
import type { IntegrationSettings } from './integration-settings.schema.ts';

/**
 * A text that is equal for settings and fields that give equal answers about everybody. Order and labels of fields do
 * not count, nor do photos: they change no employee.
 */
export function rulesText(settings: IntegrationSettings, fields: readonly Field[]): string {
  const sources = fields
    .map(({ key, source, policy = 'always' }) => [key, source, policy] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([inKeyOrder({ ...settings, photos: undefined }), sources]);
}

/** A text that is equal for settings that import the same people, whatever the fields, the clean-up and photos are. */
export const admissionText = ({ email, filters }: IntegrationSettings): string =>
  JSON.stringify(inKeyOrder({ email, filters }));

/** PostgreSQL gives the keys of an object in an order of its own. */
function inKeyOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inKeyOrder);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => [key, inKeyOrder(each)]),
  );
}
