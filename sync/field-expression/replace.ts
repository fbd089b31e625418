import type { RE2JS } from 're2js';
import { compileEngine } from '../filter/compile-pattern.ts';
import { complain, type Complaint } from '../filter/refusal.ts';
import type { Apply } from './field-expr.ts';
import type { FieldFunction, Prepare } from './field-function.ts';
import { VALUE_LENGTH } from './limits.ts';

const MICROSOFT =
  'https://learn.microsoft.com/en-us/entra/identity/app-provisioning/functions-for-customizing-application-data#replace';

/** So much of a value is looked through, and so many places are replaced: with the pattern's weight it bounds the time. */
const SEARCHED_LENGTH = 1_000;
const MOST_PLACES = 300;

/**
 * Which of its five ways Replace goes is told by what is given: an old value with a new one or a template, or a pattern
 * with a new value, a group and a new value, or a group and another property.
 */
const prepare: Prepare = (literals, maxWeight) => {
  const [, oldValue, pattern, group, newValue, other, template] = literals;
  const given = (literal: string | number | null | undefined) => literal !== null;
  if (!given(pattern)) {
    if (given(group)) return refuse(3, complain('types', 'A group belongs to a pattern: give the pattern too.'));
    if (!given(oldValue))
      return refuse(1, complain('types', 'Replace needs what to look for: an old value or a pattern.'));
    if (given(template)) return { kind: 'ready', apply: intoTemplate };
    if (!given(newValue)) return NEEDS_NEW_VALUE;
    return { kind: 'ready', apply: oldForNew };
  }
  const compiled = compileEngine(String(pattern), '', maxWeight);
  if (compiled.kind === 'refused') return refuse(2, compiled.complaint);
  const { engine, weight } = compiled;
  if (given(group) && !(String(group) in engine.namedGroups())) {
    return refuse(3, complain('unknownName', `The pattern has no group ${group}.`));
  }
  if (given(group) && given(other)) return { kind: 'ready', apply: fromOther(engine, String(group)), weight };
  if (!given(newValue)) return NEEDS_NEW_VALUE;
  return { kind: 'ready', apply: given(group) ? groupForNew(engine, String(group)) : matchForNew(engine), weight };
};

const refuse = (at: number, complaint: Complaint) => ({ kind: 'refused', at, complaint }) as const;

const NEEDS_NEW_VALUE = refuse(
  4,
  complain(
    'types',
    'Replace needs a new value, its fifth parameter; it can be "", as in Replace([mobilePhone], " ", , , "", , ).',
  ),
);

const textOr = (value: unknown, otherwise: string): string => (typeof value === 'string' ? value : otherwise);

const oldForNew: Apply = ([source, oldValue, , , newValue]) =>
  typeof source === 'string' ? replaceText(source, textOr(oldValue, ''), textOr(newValue, '')) : null;

const intoTemplate: Apply = ([source, oldValue, , , , , template]) =>
  typeof template === 'string' ? replaceText(template, textOr(oldValue, ''), textOr(source, '')) : null;

/** Each place, until the text is as long as a value may be. */
function replaceText(text: string, wanted: string, by: string): string {
  if (wanted === '') return text;
  const built: string[] = [];
  let length = 0;
  let from = 0;
  for (let at = text.indexOf(wanted); at >= 0 && length < VALUE_LENGTH; at = text.indexOf(wanted, from)) {
    built.push(text.slice(from, at), by);
    length += at - from + by.length;
    from = at + wanted.length;
  }
  return built.join('') + text.slice(from);
}

const matchForNew =
  (engine: RE2JS): Apply =>
  ([source, , , , newValue]) =>
    replaceFound(source, engine, (matcher) => ({
      from: matcher.start(),
      to: matcher.end(),
      by: filledIn(textOr(newValue, ''), matcher),
    }));

const groupForNew =
  (engine: RE2JS, group: string): Apply =>
  ([source, , , , newValue]) =>
    replaceFound(source, engine, (matcher) => ({
      from: matcher.start(group),
      to: matcher.end(group),
      by: textOr(newValue, ''),
    }));

const fromOther =
  (engine: RE2JS, group: string): Apply =>
  ([source, , , , , other]) => {
    if (typeof source === 'string' && source !== '') return source;
    if (typeof other !== 'string') return null;
    const matcher = engine.matcher(other.slice(0, SEARCHED_LENGTH));
    return matcher.find() ? matcher.group(group) : null;
  };

type Matcher = ReturnType<RE2JS['matcher']>;
type Place = { readonly from: number; readonly to: number; readonly by: string };

function replaceFound(text: unknown, engine: RE2JS, placeOf: (matcher: Matcher) => Place): string | null {
  if (typeof text !== 'string') return null;
  const matcher = engine.matcher(text.slice(0, SEARCHED_LENGTH));
  const built: string[] = [];
  let length = 0;
  let done = 0;
  for (let places = 0; places < MOST_PLACES && length < VALUE_LENGTH && matcher.find(); places++) {
    const { from, to, by } = placeOf(matcher);
    if (from < done) continue; // the group found nothing
    built.push(text.slice(done, from), by);
    length += from - done + by.length;
    done = to;
  }
  return built.join('') + text.slice(done);
}

/** `${name}`, `$1` and `$$` in a new value, as .NET has them; any other `$` is meant. */
const filledIn = (newValue: string, matcher: Matcher): string =>
  newValue.replaceAll(
    /\$(?:\{(\w{1,50})\}|(\d{1,2})|\$)/g,
    (whole, name: string | undefined, digits: string | undefined) => {
      if (whole === '$$') return '$';
      const number = digits ?? (name !== undefined && /^\d{1,2}$/.test(name) ? name : undefined);
      if (number !== undefined)
        return Number(number) <= matcher.groupCount() ? (matcher.group(Number(number)) ?? '') : whole;
      const groups = matcher.getNamedGroups();
      return name !== undefined && Object.hasOwn(groups, name) ? (groups[name] ?? '') : whole;
    },
  );

const DIGITS = '"\\\\+(?<isdCode>\\\\d* )(?<phoneNumber>\\\\d{10})"';

export const Replace: FieldFunction = {
  parameters: [
    { name: 'source', type: 'text' },
    { name: 'oldValue', type: 'text', optional: true },
    { name: 'regexPattern', type: 'text', optional: true, literal: true },
    { name: 'regexGroupName', type: 'text', optional: true, literal: true },
    { name: 'replacementValue', type: 'text', optional: true },
    { name: 'replacementAttributeName', type: 'text', optional: true },
    { name: 'template', type: 'text', optional: true },
  ],
  gives: 'text',
  says:
    'Five ways, told by what is given; case counts. oldValue and replacementValue: each oldValue becomes the replacement. oldValue and template: each oldValue in the template becomes the source. ' +
    'regexPattern and replacementValue: what the pattern finds becomes the replacement, in which `${name}` and `$1` stand for groups. With regexGroupName: only that group becomes the replacement. ' +
    'regexPattern, regexGroupName and replacementAttributeName: the source, or where it is empty, the group as found in the other property.',
  source: MICROSOFT,
  examples: [
    {
      expression: 'Replace([jobTitle],"Product Developer", , , "Software Engineer", , )',
      given: { jobTitle: 'Product Developer' },
      result: 'Software Engineer',
    },
    {
      expression: 'Replace([mailNickname],"<username>", , , , , "<username>@contoso.com")',
      given: { mailNickname: 'jsmith' },
      result: 'jsmith@contoso.com',
    },
    {
      expression: `Replace([telephoneNumber], , ${DIGITS}, , "\${phoneNumber}", , )`,
      given: { businessPhones: ['+91 9998887777'] },
      result: '9998887777',
    },
    // Microsoft shows 19998887777, but its own pattern leaves the plus sign alone.
    {
      expression: 'Replace([mobile], , "[()\\\\s-]+", , "", , )',
      given: { mobilePhone: '+1 (999) 888-7777' },
      result: '+19998887777',
    },
    {
      expression: 'Replace([streetAddress], ,"(?<streetNumber>^\\\\d*)","streetNumber", "888", , )',
      given: { streetAddress: '545 Tremont Street' },
      result: '888 Tremont Street',
    },
    {
      expression: 'Replace([userPrincipalName], , "(?<Suffix>@(.)*)", "Suffix", "", , )',
      given: { userPrincipalName: 'jsmith@contoso.com' },
      result: 'jsmith',
    },
    {
      expression: `Replace([telephoneNumber], , ${DIGITS}, "phoneNumber" , , [mobile], )`,
      given: { businessPhones: [], mobilePhone: '+91 8887779999' },
      result: '8887779999',
    },
    {
      expression: 'Replace([mailNickname], , "[a-zA-Z_]*", , "", , )',
      given: { mailNickname: 'john_doe72' },
      result: '72',
    },
    {
      expression: 'Replace([mail], "@contoso.com", , ,"", ,)',
      given: { mail: 'john.doe@contoso.com' },
      result: 'john.doe',
    },
  ],
  prepare,
};
