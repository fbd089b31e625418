import { compileFilter } from './compile-filter.ts';
import type { Field } from './field.schema.ts';
import type { EmailSource, IntegrationSettings } from './integration-settings.schema.ts';
import type { Filter } from './evaluate-filter.ts';
import { compileFields, orderedKeys, type CompiledField } from './map-fields.ts';
import { selectProperties } from './select-properties.ts';

/** Settings and fields of one version, made ready for many people. */
export type Rules = {
  readonly emailSources: readonly EmailSource[];
  readonly filter: Filter;
  readonly fields: readonly CompiledField[];
  /** Keys of the fields as a digest takes them. */
  readonly keysInOrder: readonly string[];
  /** Whether a policy of a field, or its manager, needs to know what is stored of everybody. */
  readonly keepsValues: boolean;
  /** A field shows something of the manager: then everybody is read as changes from their start. */
  readonly usesManager: boolean;
  readonly cleanUpEnabled: boolean;
  /** What is read of a person, and of the manager (selectProperties). */
  readonly select: readonly string[];
};

export function compileRules(settings: IntegrationSettings, fields: readonly Field[]): Rules {
  const compiled = compileFields(fields);
  const usesManager = compiled.some(({ ofManager }) => ofManager);
  return {
    emailSources: settings.email.sources,
    filter: compileFilter(settings.filters),
    fields: compiled,
    keysInOrder: orderedKeys(compiled.map(({ key }) => key)),
    keepsValues: usesManager || compiled.some(({ policy }) => policy !== 'always'),
    usesManager,
    cleanUpEnabled: settings.cleanUp.enabled,
    select: selectProperties(settings, fields),
  };
}
