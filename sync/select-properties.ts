import { storedFilter } from './compile-filter.ts';
import { pathsInExpression } from './field-expression/paths-in-expression.ts';
import { parseFieldSource } from './field-source.ts';
import type { Field } from './field.schema.ts';
import { pathsIn } from './filter/paths-in.ts';
import { NOTATIONS } from './filter/syntax-tree.ts';
import type { ManagerKey } from './graph-properties.ts';
import type { IntegrationSettings } from './integration-settings.schema.ts';

/** What every decision needs, whatever the settings are. */
const ALWAYS = [
  'id',
  'userPrincipalName',
  'displayName',
  'mail', // chooses between two primary addresses, and finds a room among places
  'accountEnabled',
  'userType',
  'mailNickname',
  'assignedLicenses',
];

/**
 * What settings and fields need of a person, sorted, so that equal needs give an equal text. Nothing else of a person is
 * ever asked for. What is needed of the manager stands there as `manager/displayName`, and as `displayName` too: a
 * manager is a person of the listing, whose changes show only where they are selected.
 */
export function selectProperties(settings: IntegrationSettings, fields: readonly Field[]): readonly string[] {
  const wanted = new Set(ALWAYS);
  for (const source of settings.email.sources) wanted.add(source);
  for (const field of fields) {
    const parsed = parseFieldSource(field.source);
    if (parsed.kind === 'refused') continue;
    const { source } = parsed;
    const paths = source.kind === 'expression' ? pathsInExpression(source.expr) : [source];
    for (const path of paths) {
      if (path.kind === 'manager') for (const name of namesOf(path.key, settings)) wanted.add(name);
      else if (path.kind !== 'email') wanted.add(path.property);
    }
  }
  for (const notation of NOTATIONS) {
    const filter = storedFilter(notation, settings.filters[notation]);
    if (filter !== undefined) for (const { property } of pathsIn(filter.root)) wanted.add(property);
  }
  return [...wanted].sort();
}

const MANAGER = 'manager/';

/** What is always read of a manager: an answer without it says nothing. */
const OF_EACH_MANAGER = ['id', 'userPrincipalName'];

function namesOf(key: ManagerKey, { email }: IntegrationSettings): readonly string[] {
  const isAddress = key === 'mail';
  const rule = email.sources.includes('proxyAddresses') ? [...email.sources, 'mail'] : email.sources;
  const names = [...OF_EACH_MANAGER, ...(isAddress ? rule : [key])];
  return names.flatMap((name) => [name, `${MANAGER}${name}`]);
}

/** Of a selection, what is needed of the person. */
export const ownProperties = (select: readonly string[]): readonly string[] =>
  select.filter((name) => !name.startsWith(MANAGER));

/** Of a selection, what is needed of the manager; empty where no field needs any. */
export const managerProperties = (select: readonly string[]): readonly string[] =>
  select.flatMap((name) => (name.startsWith(MANAGER) ? [name.slice(MANAGER.length)] : []));
