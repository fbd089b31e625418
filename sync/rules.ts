import { compileFilter } from './compile-filter.ts';
import type { Field } from './field.schema.ts';
import type { EmailSource, IntegrationSettings } from './integration-settings.schema.ts';
import type { Filter } from './evaluate-filter.ts';
import { compileFields, type CompiledField } from './map-fields.ts';
import { selectProperties } from './select-properties.ts';

/** Settings and fields of one version, made ready for many people. */
export type Rules = {
  readonly emailSources: readonly EmailSource[];
  readonly filter: Filter;
  readonly fields: readonly CompiledField[];
  /** Whether a policy of a field needs to know what is stored of everybody. */
  readonly keepsValues: boolean;
  readonly cleanUpEnabled: boolean;
  /** The `$select` of the listing. */
  readonly select: readonly string[];
};

export function compileRules(settings: IntegrationSettings, fields: readonly Field[]): Rules {
  return {
    emailSources: settings.email.sources,
    filter: compileFilter(settings.filters),
    fields: compileFields(fields),
    keepsValues: fields.some(({ policy = 'always' }) => policy !== 'always'),
    cleanUpEnabled: settings.cleanUp.enabled,
    select: selectProperties(settings, fields),
  };
}
