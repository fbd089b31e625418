import type { Field } from '../../../sync/field.schema.ts';
import { parseFilter } from '../../../sync/filter/parse-filter.ts';
import { NOTATIONS, type Notation } from '../../../sync/filter/syntax-tree.ts';
import type { IntegrationSettings } from '../../../sync/integration-settings.schema.ts';
import { compileRules, type Rules } from '../../../sync/rules.ts';
import { settingsOf, type SettingsDraft } from './settings-form.schema.ts';

/** The rules that the form holds; those that are saved, where the form cannot be used. */
export function rulesOfDraft(draft: SettingsDraft, saved: IntegrationSettings, fields: readonly Field[]): Rules {
  const read = settingsOf(draft);
  const usable = read.kind === 'settings' && NOTATIONS.every((notation) => isUnderstood(notation, read.settings));
  return compileRules(usable ? read.settings : saved, fields);
}

function isUnderstood(notation: Notation, { filters }: IntegrationSettings): boolean {
  const text = filters[notation];
  return !text || parseFilter(notation, text).kind === 'understood';
}
