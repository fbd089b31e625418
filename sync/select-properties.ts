import { storedFilter } from './compile-filter.ts';
import { pathsInExpression } from './field-expression/paths-in-expression.ts';
import { parseFieldSource } from './field-source.ts';
import type { Field } from './field.schema.ts';
import { pathsIn } from './filter/paths-in.ts';
import { NOTATIONS } from './filter/syntax-tree.ts';
import type { IntegrationSettings } from './integration-settings.schema.ts';

/** What every decision needs, whatever the settings are. */
const ALWAYS = [
  'id',
  'userPrincipalName',
  'displayName',
  'accountEnabled',
  'userType',
  'mailNickname',
  'assignedLicenses',
];

/**
 * The `$select` of a listing: exactly what the settings and fields need, sorted, so that equal needs give an equal
 * text. Nothing else of a person is ever asked for.
 */
export function selectProperties(settings: IntegrationSettings, fields: readonly Field[]): readonly string[] {
  const wanted = new Set(ALWAYS);
  for (const source of settings.email.sources) {
    wanted.add(source);
    if (source === 'proxyAddresses') wanted.add('mail');
  }
  for (const field of fields) {
    const parsed = parseFieldSource(field.source);
    if (parsed.kind === 'refused') continue;
    const { source } = parsed;
    const paths = source.kind === 'expression' ? pathsInExpression(source.expr) : [source];
    for (const path of paths) if (path.kind !== 'email') wanted.add(path.property);
  }
  for (const notation of NOTATIONS) {
    const filter = storedFilter(notation, settings.filters[notation]);
    if (filter !== undefined) for (const { property } of pathsIn(filter.root)) wanted.add(property);
  }
  return [...wanted].sort();
}
