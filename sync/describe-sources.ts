import { assertNever } from './assert-never.ts';
import type { TriedSource } from './explain-person.ts';
import { SOURCE_NAMES } from './source-names.ts';

/** Which address somebody has, from which source, and what each of the others holds. */
export function describeSources(tried: readonly TriedSource[]): string {
  if (tried.length === 0) return 'No source of addresses is switched on, so this person does not pass.';
  const won = tried.find(({ result }) => result === 'won');
  const first =
    won === undefined
      ? 'No source of addresses that is switched on gives a valid one, so this person does not pass.'
      : `The address is ${won.address}, from ${SOURCE_NAMES[won.source]}, so this person passes.`;
  return [first, ...tried.flatMap((each) => sourceText(each, won?.address) ?? [])].join(' ');
}

function sourceText({ source, held, address, result }: TriedSource, won: string | undefined): string | undefined {
  const name = SOURCE_NAMES[source];
  const others = heldText(held, address);
  switch (result) {
    case 'won':
      return others === '' ? undefined : `${name} also holds ${others}.`;
    case 'shadowed': {
      const also = others === '' ? '' : ` It also holds ${others}.`;
      return address?.toLowerCase() === won?.toLowerCase()
        ? `${name} holds the same address.${also}`
        : `${name} would give ${address}, but comes later.${also}`;
    }
    case 'empty':
      return `${name} is empty.`;
    case 'noPrimary':
      return `${name} holds no primary address, only ${others}.`;
    case 'notValid':
      return `${name} holds no valid address, only ${others}.`;
    case 'externalName':
      return `${name} holds ${others}, a guest’s name with #EXT#, which is no address.`;
    default:
      return assertNever(result);
  }
}

/** What else a source holds, of long lists the beginning. */
function heldText(held: readonly string[], address: string | undefined): string {
  const others = held.filter((each) => each !== address && each !== `SMTP:${address}`);
  const shown = others.slice(0, MOST_SHOWN).map((each) => `“${each}”`);
  return others.length > MOST_SHOWN ? `${shown.join(', ')} and ${others.length - MOST_SHOWN} more` : shown.join(', ');
}
const MOST_SHOWN = 10;
