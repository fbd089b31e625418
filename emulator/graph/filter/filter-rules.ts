import { isDirectoryExtension, isKnownProperty } from '../../people/property-catalogue.ts';
import { badRequest, unsupported } from '../graph-refusal.ts';
import type { Clause, Literal } from './parse-filter.ts';

/** What a property can be tested with: always, and in addition as an advanced query. */
type Rule = { readonly plain: readonly string[]; readonly advanced: readonly string[] };

const rule = (plain: string, advanced = ''): Rule => ({
  plain: plain.split(' ').filter(Boolean),
  advanced: advanced.split(' ').filter(Boolean),
});
const forAll = (names: string, one: Rule): Record<string, Rule> =>
  Object.fromEntries(
    names
      .trim()
      .split(/\s+/)
      .map((name) => [name, one]),
  );

/**
 * https://learn.microsoft.com/en-us/graph/aad-advanced-queries#user-properties; `null` is the comparison with null, `not`
 * the test inside of a `not`. What is not here cannot be filtered.
 */
const RULES: Readonly<Record<string, Rule>> = {
  id: rule('eq in'),
  ...forAll('accountEnabled creationType externalUserState onPremisesImmutableId', rule('eq in', 'ne not')),
  ...forAll(
    'city country department displayName givenName jobTitle mailNickname surname usageLocation',
    rule('eq in startsWith', 'ne not null'),
  ),
  mail: rule('eq in startsWith', 'ne not null endsWith'),
  userPrincipalName: rule('eq in startsWith', 'ne not endsWith'),
  ...forAll('employeeId onPremisesSyncEnabled state userType', rule('eq in', 'ne not null')),
  ...forAll(
    'companyName faxNumber mobilePhone officeLocation postalCode streetAddress onPremisesDistinguishedName',
    rule('', 'eq startsWith ne not null'),
  ),
  ...forAll(
    Array.from({ length: 15 }, (_, i) => `onPremisesExtensionAttributes/extensionAttribute${i + 1}`).join(' '),
    rule('', 'eq startsWith ne not null'),
  ),
  ...forAll(
    'employeeOrgData/costCenter employeeOrgData/division onPremisesSamAccountName businessPhones/any',
    rule('', 'eq startsWith'),
  ),
  ...forAll('proxyAddresses/any otherMails/any', rule('eq startsWith', 'endsWith')),
  'imAddresses/any': rule('eq startsWith'),
  ...forAll('createdDateTime onPremisesLastSyncDateTime', rule('ge le')),
};
const EXTENSION = rule('eq', 'startsWith null');

/** Throws the refusal of a filter that Graph does not take, with or without the header of advanced queries. */
export function refuseUnfilterable(clause: Clause, isAdvanced: boolean, inside: readonly string[] = []): void {
  switch (clause.kind) {
    case 'and':
    case 'or':
      refuseUnfilterable(clause.left, isAdvanced, inside);
      refuseUnfilterable(clause.right, isAdvanced, inside);
      return;
    case 'not':
      refuseUnfilterable(clause.clause, isAdvanced, [...inside, 'not']);
      return;
    case 'any':
      refuseLeaf(`${clause.path}/any`, [...inside, ...operatorsOf(clause.clause)], isAdvanced);
      return;
    case 'compare':
    case 'in':
    case 'text':
      refuseLeaf(clause.path, [...inside, ...operatorsOf(clause)], isAdvanced);
  }
}

function operatorsOf(clause: Clause): string[] {
  switch (clause.kind) {
    case 'compare':
      return [clause.operator, ...nullOf([clause.value])];
    case 'in':
      return ['in', ...nullOf(clause.values)];
    case 'text':
      return [clause.test];
    case 'and':
    case 'or':
    case 'not':
    case 'any':
      return [clause.kind];
  }
}

const nullOf = (values: readonly Literal[]): string[] => (values.includes(null) ? ['null'] : []);

function refuseLeaf(path: string, operators: readonly string[], isAdvanced: boolean): void {
  const [property = ''] = path.split('/');
  if (!isKnownProperty(property)) {
    throw badRequest(`Could not find a property named '${property}' on type 'microsoft.graph.user'.`);
  }
  const { plain, advanced } = (isDirectoryExtension(path) ? EXTENSION : RULES[path]) ?? rule('');
  const able = isAdvanced ? [...plain, ...advanced] : plain;
  if (operators.every((operator) => able.includes(operator))) return;
  throw unsupported(
    `Unsupported or invalid query filter clause specified for property '${property}' of resource 'User'.`,
  );
}
