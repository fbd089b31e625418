import type { Json, PersonProperties } from '../../people/person.ts';
import type { Clause, Comparison, Literal, TextTest } from './parse-filter.ts';

/** Whether a filter takes a person. Text is compared without regard to case; null is a value. */
export function accepts(clause: Clause, properties: PersonProperties): boolean {
  switch (clause.kind) {
    case 'and':
      return accepts(clause.left, properties) && accepts(clause.right, properties);
    case 'or':
      return accepts(clause.left, properties) || accepts(clause.right, properties);
    case 'not':
      return !accepts(clause.clause, properties);
    case 'any':
      return listOf(valueAt(properties, clause.path)).some((value) => holds(clause.clause, value));
    case 'compare':
    case 'in':
    case 'text':
      return holds(clause, valueAt(properties, clause.path));
  }
}

function holds(clause: Clause, value: Json): boolean {
  switch (clause.kind) {
    case 'compare':
      return compares(clause.operator, value, clause.value);
    case 'in':
      return clause.values.some((one) => compares('eq', value, one));
    case 'text':
      return tests(clause.test, value, clause.value);
    case 'and':
    case 'or':
    case 'not':
    case 'any':
      return false; // the rules let none of them into a list
  }
}

function valueAt(properties: PersonProperties, path: string): Json {
  let at: Json = properties;
  for (const name of path.split('/')) at = isObject(at) ? (at[name] ?? null) : null;
  return at;
}

const isObject = (value: Json): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const listOf = (value: Json): readonly Json[] => (Array.isArray(value) ? value : []);

const folded = (value: Json): Json => (typeof value === 'string' ? value.toLowerCase() : value);

function compares(operator: Comparison, value: Json, wanted: Literal): boolean {
  if (operator === 'eq') return folded(value) === folded(wanted);
  if (operator === 'ne') return folded(value) !== folded(wanted);
  if (typeof value !== 'string' || typeof wanted !== 'string') return false;
  // Only dates can be compared so.
  const difference = Date.parse(value) - Date.parse(wanted);
  switch (operator) {
    case 'ge':
      return difference >= 0;
    case 'le':
      return difference <= 0;
    case 'gt':
      return difference > 0;
    case 'lt':
      return difference < 0;
  }
}

function tests(test: TextTest, value: Json, wanted: Literal): boolean {
  if (typeof value !== 'string' || typeof wanted !== 'string') return false;
  const [text, part] = [value.toLowerCase(), wanted.toLowerCase()];
  return test === 'startsWith' ? text.startsWith(part) : text.endsWith(part);
}
