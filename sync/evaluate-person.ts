import { chooseEmail } from './choose-email.ts';
import type { EntraUser } from './entra-user.ts';
import { evaluateFilter, type InScope } from './evaluate-filter.ts';
import type { EmailSource } from './integration-settings.schema.ts';
import { keepValues, type KeptValues } from './keep-values.ts';
import { type EmployeeValues, mapFields, orderedKeys, storable } from './map-fields.ts';
import { judgeKind, type KnownKind, listedKinds, NOTHING_KNOWN } from './person-kind.ts';
import type { WantedEmployee } from './planned-change.ts';
import type { Rules } from './rules.ts';
import type { SkipReason } from './skip-reason.ts';

/** What the rules say about one person, whoever is stored already. */
export type Evaluation =
  | { readonly kind: 'matches'; readonly emailSource: EmailSource; readonly person: WantedEmployee }
  | { readonly kind: 'skipped'; readonly reason: SkipReason; readonly emailSource: EmailSource | undefined };

/** A digest of a text, equal for equal texts: a parameter, since hashing is no business of the rules. */
export type Fingerprint = (text: string) => string;

/**
 * Filter, then address, then fields: the whole rule about one person. `inScope` counts where the settings choose groups:
 * who does not know it leaves it out, and nobody is imported or removed by it. `knownKind`: what is known of the kind
 * beyond the listing. `kept`: what is stored of them, as far as policies of fields and values set by hand keep it.
 */
export function evaluatePerson(
  user: EntraUser,
  rules: Rules,
  fingerprint: Fingerprint,
  inScope: InScope = 'unknown',
  knownKind: KnownKind = NOTHING_KNOWN,
  kept?: KeptValues,
): Evaluation {
  const email = chooseEmail(user, rules.emailSources);
  const listed = listedKinds(user, rules.filter.patterns);
  const verdict = evaluateFilter(user, rules.filter, inScope, knownKind, listed);
  if (verdict.kind === 'fails') return { kind: 'skipped', reason: verdict.reason, emailSource: email?.source };
  if (email === undefined) return { kind: 'skipped', reason: 'noEmail', emailSource: undefined };
  const { kind, ...about } = judgeKind(user, rules.filter.patterns, knownKind, listed);
  const contents = {
    email: email.address,
    sortName: sortName(user),
    kind,
    kindEvidence: about,
    values: valuesOf(user, rules, email.address, kept),
  };
  const managerId = rules.usesManager && user.manager?.kind === 'known' ? user.manager.id : undefined;
  const digest = fingerprintOf(contents, fingerprint, rules.keysInOrder);
  const person = { entraObjectId: user.id, ...contents, managerId, fingerprint: digest };
  return { kind: 'matches', emailSource: email.source, person };
}

function valuesOf(user: EntraUser, { fields, emailSources }: Rules, email: string, kept?: KeptValues): EmployeeValues {
  const fromEntra = mapFields(user, fields, email, emailSources);
  return keepValues(fromEntra, fields, kept, user.manager?.kind === 'known');
}

/** Within what a database index entry can hold; nobody sorts by the rest of a longer name. */
const SORT_NAME_LENGTH = 256;

const sortName = (user: EntraUser): string =>
  storable(user.displayName ?? '')
    .trim()
    .slice(0, SORT_NAME_LENGTH)
    .toWellFormed();

type Contents = Omit<WantedEmployee, 'entraObjectId' | 'managerId' | 'fingerprint'>;

/**
 * The digest of what is stored of an employee: a listing that would store just that changes nothing.
 *
 * @param keys those of the values, in the order of orderedKeys
 */
export const fingerprintOf = (
  contents: Contents,
  fingerprint: Fingerprint,
  keys = orderedKeys(Object.keys(contents.values)),
): string => fingerprint(canonical(contents, keys));

/** One text for one content, in whatever order the settings give the fields. */
function canonical({ email, sortName, kind, kindEvidence, values }: Contents, keys: readonly string[]): string {
  const inOrder = keys.map((key) => [key, values[key]]);
  return JSON.stringify([email, sortName, kind, kindEvidence, inOrder]);
}
