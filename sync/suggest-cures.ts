import { assertNever } from './assert-never.ts';
import { chooseEmail } from './choose-email.ts';
import { evaluateFilter, isObstacle, type Clause } from './evaluate-filter.ts';
import { evaluatePerson } from './evaluate-person.ts';
import type { Holder, PersonFacts } from './person-facts.ts';
import { EmailSource } from './integration-settings.schema.ts';
import type { PersonKind } from './person-kind.ts';

/** One change, in the settings, in Entra or by hand, after which one thing is not in a person's way any more. */
export type Cure =
  | { readonly cure: 'switch'; readonly setting: Switch }
  | { readonly cure: 'dropPattern'; readonly pattern: string }
  | { readonly cure: 'drop'; readonly what: 'groups' | 'odata' | 'expression' }
  | { readonly cure: 'fit'; readonly what: 'odata' | 'expression' }
  | { readonly cure: 'useSource' | 'setAddress'; readonly source: EmailSource }
  | { readonly cure: 'enable' | 'join' | 'callPerson' };
export type Switch =
  'includeDisabled' | 'includeGuests' | 'excludeSharedMailboxes' | 'excludeRooms' | 'excludeServiceAccounts';

/** What keeps somebody out. */
export type Obstacle = {
  readonly reason: Clause['reason'] | 'noEmail';
  /** Each of them is enough, as far as this obstacle goes; the simplest first. */
  readonly cures: readonly Cure[];
};

/** What would import a person: one cure of each obstacle. */
export type Suggestion = {
  readonly obstacles: readonly Obstacle[];
  /** What the person would be then, by the first cure of each. */
  readonly result: {
    readonly kind: PersonKind;
    /** Undefined: an address that Entra does not hold yet. */
    readonly email: string | undefined;
    readonly heldBy: Holder | undefined;
  };
};

/**
 * Finds what would have to change for somebody who is left out, by trying it: a cure is suggested only if the rules, applied
 * to the changed facts, import the person. Undefined: nothing that could be tried does.
 */
export function suggestCures(facts: PersonFacts): Suggestion | undefined {
  const found = obstaclesOf(facts);
  const works = (cures: readonly Cure[]): boolean => tryCures(facts, cures).kind === 'matches';
  const othersOf = (index: number): Cure[] =>
    found.flatMap(({ cures }, other) => (other === index ? [] : cures.slice(0, 1)));
  const obstacles = found.map((obstacle, index) => ({
    ...obstacle,
    cures: obstacle.cures.filter((cure) => works([...othersOf(index), cure])),
  }));
  const first = obstacles.flatMap(({ cures }) => cures.slice(0, 1));
  if (first.length === 0 || first.length < obstacles.length) return undefined;
  const tried = tryCures(facts, first);
  if (tried.kind === 'skipped') return undefined;
  const { kind, email: address } = tried.person;
  const email = first.some(({ cure }) => cure === 'setAddress') ? undefined : address;
  return { obstacles, result: { kind, email, heldBy: email === undefined ? undefined : facts.holderOf(email) } };
}

function obstaclesOf({ user, rules, inScope, knownKind }: PersonFacts): Obstacle[] {
  const { clauses } = evaluateFilter(user, rules.filter, inScope, knownKind);
  const obstacles: Obstacle[] = clauses
    .filter(isObstacle)
    .map(({ reason }) => ({ reason, cures: curesOf(reason, rules, knownKind?.byHand !== undefined) }));
  if (chooseEmail(user, rules.emailSources) !== undefined) return obstacles;
  return [...obstacles, { reason: 'noEmail', cures: addressCures(rules) }];
}

const addressCures = ({ emailSources }: PersonFacts['rules']): Cure[] => [
  ...EmailSource.options
    .filter((source) => !emailSources.includes(source))
    .map((source) => ({ cure: 'useSource', source }) as const),
  // A name to sign in with is not given for the sake of an address.
  ...emailSources
    .filter((source) => source !== 'userPrincipalName')
    .map((source) => ({ cure: 'setAddress', source }) as const),
];

function curesOf(reason: Clause['reason'], rules: PersonFacts['rules'], isByHand: boolean): Cure[] {
  const callPerson = { cure: 'callPerson' } as const;
  const flip = (setting: Switch) => ({ cure: 'switch', setting }) as const;
  switch (reason) {
    case 'group':
      return [{ cure: 'join' }, { cure: 'drop', what: 'groups' }];
    case 'disabled':
      return [flip('includeDisabled'), { cure: 'enable' }];
    case 'guest':
      return [flip('includeGuests'), callPerson];
    case 'sharedMailbox':
      return [flip('excludeSharedMailboxes'), callPerson];
    case 'room':
    case 'equipment':
      return [flip('excludeRooms'), callPerson];
    case 'serviceAccount': {
      const patterns = isByHand ? [] : rules.filter.patterns;
      const drops = patterns.map(({ text }) => ({ cure: 'dropPattern', pattern: text }) as const);
      return [flip('excludeServiceAccounts'), ...drops, callPerson];
    }
    case 'odata':
    case 'expression':
      return [
        { cure: 'drop', what: reason },
        { cure: 'fit', what: reason },
      ];
    default:
      return assertNever(reason);
  }
}

const tryCures = (facts: PersonFacts, cures: readonly Cure[]): ReturnType<typeof evaluatePerson> => {
  const { user, rules, inScope, knownKind, employee } = cures.reduce(applyCure, facts);
  return evaluatePerson(user, rules, () => '', inScope, knownKind, employee?.kept);
};

/** The facts as they would be. */
function applyCure(facts: PersonFacts, cure: Cure): PersonFacts {
  const { user, rules } = facts;
  const withFilter = (filter: PersonFacts['rules']['filter']): PersonFacts => ({
    ...facts,
    rules: { ...rules, filter },
  });
  switch (cure.cure) {
    case 'switch':
      return withFilter({ ...rules.filter, [cure.setting]: cure.setting.startsWith('include') });
    case 'dropPattern':
      return withFilter({
        ...rules.filter,
        patterns: rules.filter.patterns.filter(({ text }) => text !== cure.pattern),
      });
    case 'drop':
    case 'fit': // the filter holds of them then, as none does of everybody
      return withFilter({ ...rules.filter, [cure.what]: cure.what === 'groups' ? [] : undefined });
    case 'useSource':
      return { ...facts, rules: { ...rules, emailSources: [...rules.emailSources, cure.source] } };
    case 'setAddress':
      return { ...facts, user: { ...user, ...SOME_ADDRESS[cure.source] } };
    case 'enable':
      return { ...facts, user: { ...user, accountEnabled: true } };
    case 'join':
      return { ...facts, inScope: true };
    case 'callPerson':
      return { ...facts, knownKind: { ...facts.knownKind, byHand: 'person' } };
    default:
      return assertNever(cure);
  }
}

const SOME = 'somebody@rollcall.example';
const SOME_ADDRESS: Readonly<Record<EmailSource, Partial<PersonFacts['user']>>> = {
  proxyAddresses: { proxyAddresses: [`SMTP:${SOME}`] },
  mail: { mail: SOME },
  otherMails: { otherMails: [SOME] },
  userPrincipalName: { userPrincipalName: SOME },
};
