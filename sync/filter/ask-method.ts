import { assertNever } from '../assert-never.ts';
import { ABSENT, compareValues, plain, type Value } from './compare-values.ts';
import type { MethodName } from './methods.ts';
import type { Pattern } from './syntax-tree.ts';

/** What a method answers for a value; nothing, where the value is null or of a type that does not know the method. */
export function askMethod(method: MethodName, of: Value, wanted: Value, ignoresCase: boolean): Value {
  if (Array.isArray(of)) return ofList(method, of as readonly unknown[], wanted, ignoresCase);
  return typeof of === 'string' ? ofText(method, of, wanted, ignoresCase) : ABSENT;
}

/** `match` answers null where nothing is found, as in JavaScript; `test` answers false. */
export function tryPattern(method: MethodName, of: Value, { matches }: Pattern): Value {
  if (typeof of !== 'string') return ABSENT;
  return matches(of) || (method === 'match' ? null : false);
}

function ofList(method: MethodName, list: readonly unknown[], wanted: Value, ignoresCase: boolean): Value {
  if (method === 'length') return list.length;
  const at = list.findIndex((each) => compareValues('eq', plain(each), wanted, ignoresCase) === 'true');
  if (method === 'contains') return at >= 0;
  return method === 'indexOf' ? at : ABSENT;
}

function ofText(method: MethodName, text: string, wanted: Value, ignoresCase: boolean): Value {
  switch (method) {
    case 'length':
      return text.length;
    case 'lower':
      return text.toLowerCase();
    case 'upper':
      return text.toUpperCase();
    case 'trim':
      return text.trim();
    case 'startsWith':
    case 'endsWith':
    case 'contains':
    case 'indexOf': {
      if (typeof wanted !== 'string') return ABSENT;
      const [whole, part] = ignoresCase ? [text.toLowerCase(), wanted.toLowerCase()] : [text, wanted];
      if (method === 'startsWith') return whole.startsWith(part);
      if (method === 'endsWith') return whole.endsWith(part);
      return method === 'contains' ? whole.includes(part) : whole.indexOf(part);
    }
    case 'match':
    case 'test':
      return ABSENT; // they are asked of patterns alone
    default:
      return assertNever(method);
  }
}
