import { capital } from './capital.ts';
import type { WrittenStep } from './explain-person.ts';
import type { ExplainedClause, Seen } from './filter/explain-filter.ts';
import { nameInWords } from './filter/name-in-words.ts';
import type { Truth } from './filter/truth.ts';

/** What a written filter asks, what each part of it saw of somebody, and whether it lets them in. */
export function describeWritten({ reason, holds, asks, parts }: WrittenStep & { readonly holds: Truth }): string {
  const head = `${FILTERS[reason]} asks: ${asks}.`;
  const [only] = parts;
  if (parts.length === 1 && only?.asks === asks && only.seen.length > 0) {
    return `${head} ${capital(seenText(only.seen))}, ${VERDICTS[holds]}.`;
  }
  return [head, ...parts.map(partText), `${capital(VERDICTS[holds])}.`].join(' ');
}

const FILTERS = { odata: 'The OData filter', expression: 'The expression filter' } as const;

const VERDICTS: Readonly<Record<Truth, string>> = {
  true: 'so this person passes',
  false: 'so this person does not pass',
  unknown: 'so it cannot be decided, and this person is neither imported nor removed',
};

function partText({ asks, holds, seen }: ExplainedClause): string {
  const since = seen.length === 0 ? '' : `, since ${seenText(seen)}`;
  return `${capital(asks)}: ${ANSWERS[holds]}${since}.`;
}

const ANSWERS: Readonly<Record<Truth, string>> = { true: 'yes', false: 'no', unknown: 'nobody can tell' };

const seenText = (seen: readonly Seen[]): string => together(seen.map(oneSeen));

function oneSeen(seen: Seen): string {
  const { property, name } = seen;
  if ('unreadable' in seen) return `Microsoft does not let Rollcall read ${name}`;
  const { value } = seen;
  if (property === 'accountEnabled' && typeof value === 'boolean')
    return `the account is ${value ? 'enabled' : 'disabled'}`;
  if (typeof value === 'boolean') return `${name} is ${value ? 'on' : 'off'}`;
  if (!Array.isArray(value)) return `${name} is ${valueText(value)}`;
  return value.length === 0 ? `there are no ${name}` : `${name} are ${listText(value)}`;
}

const MOST_SHOWN = 10;

function listText(values: readonly unknown[]): string {
  const shown = values.slice(0, MOST_SHOWN).map(valueText);
  const more = values.length - shown.length;
  return together(more === 0 ? shown : [...shown, `${more} more`]);
}

/** A value as a sentence holds it: whatever Graph has, lists and objects too. */
function valueText(value: unknown): string {
  if (value === null || value === undefined) return 'empty';
  if (Array.isArray(value)) return value.length === 0 ? 'empty' : listText(value);
  if (typeof value === 'string') return `“${value}”`;
  if (typeof value !== 'object') return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, each]) => `${nameInWords({ property: key })} ${valueText(each)}`);
  return entries.length === 0 ? 'empty' : `(${entries.join(', ')})`;
}

/** `a, b and c` */
const together = (texts: readonly string[]): string =>
  texts.length < 2 ? texts.join('') : `${texts.slice(0, -1).join(', ')} and ${texts.at(-1)}`;
