import { complain, type Complaint } from '../filter/refusal.ts';
import { coerce } from './coerce.ts';
import { typeOfPart, type FieldExpr, type PartType } from './field-expr.ts';
import type { Parameter } from './field-function.ts';

const WORDS: Readonly<Record<PartType, string>> = {
  text: 'a text',
  number: 'a number',
  boolean: 'true or false',
  date: 'a date',
  list: 'a list',
  any: 'a value',
};

/** What cannot become what, whatever the person is. Texts can be read as all else: what a property holds is known later. */
const NEVER: Readonly<Record<PartType, readonly PartType[]>> = {
  text: ['list'],
  number: ['boolean', 'date', 'list'],
  boolean: ['date', 'list'],
  date: ['number', 'boolean', 'list'],
  list: ['number', 'boolean', 'date'],
  any: [],
};

/** Why a part cannot be given for a parameter; undefined where it can. */
export function misfit(
  name: string,
  { name: parameter, type, optional, literal }: Parameter,
  part: FieldExpr,
): Complaint | undefined {
  if (part.kind === 'literal' && part.value === null) {
    return optional === true ? undefined : complain('types', `${name} needs ${parameter}: ${WORDS[type]}.`);
  }
  if (literal === true && part.kind !== 'literal') {
    return complain('types', `The ${parameter} of ${name} is written there, and not worked out.`);
  }
  const given = typeOfPart(part);
  const hopeless = part.kind === 'literal' && type !== 'any' && coerce(part.value, type) === null;
  if (!hopeless && !NEVER[type].includes(given)) return undefined;
  const hint = given === 'list' ? ' Take one item with Item(…, 1), or all with Join("; ", …).' : '';
  return complain(
    'types',
    `The ${parameter} of ${name} is ${WORDS[type]}, and this is ${WORDS[given]}${notOne(hopeless, type)}.${hint}`,
  );
}

const notOne = (hopeless: boolean, type: PartType): string => (hopeless ? ` that is not ${WORDS[type]}` : '');

/** Why two parts cannot be compared; undefined where they can. */
export function checkComparison(left: FieldExpr, right: FieldExpr): Complaint | undefined {
  const [one, other] = [typeOfPart(left), typeOfPart(right)];
  const list = one === 'list' || other === 'list';
  if (list) return complain('types', 'A list cannot be compared. Take one item with Item(…, 1), or Count it.');
  for (const [type, part] of [
    [one, right],
    [other, left],
  ] as const) {
    if (type !== 'number' && type !== 'date') continue;
    const given = typeOfPart(part);
    const hopeless = part.kind === 'literal' && coerce(part.value, type) === null;
    if (hopeless || NEVER[type].includes(given)) {
      return complain('types', `${capital(WORDS[type])} cannot be compared with ${WORDS[given]}.`);
    }
  }
  return undefined;
}

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
