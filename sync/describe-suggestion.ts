import { assertNever } from './assert-never.ts';
import { capital } from './capital.ts';
import { KIND_NAMES } from './kind-names.ts';
import { SOURCE_NAMES } from './source-names.ts';
import type { Cure, Suggestion, Switch } from './suggest-cures.ts';

/** What would have to change, and what the person would be result. It holds the person's address: never log or store it. */
export function describeSuggestion({ obstacles, result }: Suggestion): string {
  const ways = obstacles.map(({ cures }) => cures.map(cureText).join(', or '));
  const as = result.email === undefined ? KIND_NAMES[result.kind] : `${result.email}, ${KIND_NAMES[result.kind]}`;
  const taken = result.heldBy === undefined ? '' : ` ${result.heldBy.name} holds the address, so as a duplicate.`;
  const [only = ''] = ways;
  if (ways.length === 1) {
    const several = (obstacles[0]?.cures.length ?? 0) > 1;
    return `${capital(only)}${several ? ',' : ''} would import them as ${as}.${taken}`;
  }
  const list = ways.map((way, index) => `(${index + 1}) ${way}`).join('; ');
  return `It takes ${ways.length} changes: ${list}. Together they would import them as ${as}.${taken}`;
}

function cureText(cure: Cure): string {
  switch (cure.cure) {
    case 'switch':
      return SWITCHES[cure.setting];
    case 'dropPattern':
      return `taking the name pattern ${cure.pattern} out`;
    case 'drop':
      return DROPPED[cure.what];
    case 'fit':
      return `changing in Entra what ${cure.what === 'odata' ? 'the OData filter' : 'the expression'} looks at, so that it holds`;
    case 'useSource':
      return `switching on ${SOURCE_NAMES[cure.source]} as a source of addresses`;
    case 'setAddress':
      return `giving them a valid address in Entra (${SOURCE_NAMES[cure.source]})`;
    case 'enable':
      return 'enabling the account in Entra';
    case 'join':
      return 'adding them to one of the chosen groups in Entra';
    case 'callPerson':
      return 'saying by hand that this is a person';
    default:
      return assertNever(cure);
  }
}

const SWITCHES: Readonly<Record<Switch, string>> = {
  includeDisabled: 'turning off “leave out disabled accounts”',
  includeGuests: 'turning off “leave out guests”',
  excludeSharedMailboxes: 'turning off “leave out shared mailboxes”',
  excludeRooms: 'turning off “leave out rooms and equipment”',
  excludeServiceAccounts: 'turning off “leave out service accounts”',
};

const DROPPED = {
  groups: 'choosing no groups',
  odata: 'taking the OData filter out',
  expression: 'taking the expression out',
} as const;
