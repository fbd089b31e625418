import { assertNever } from './assert-never.ts';
import type { EntraUser } from './entra-user.ts';
import { evaluateExpression } from './field-expression/evaluate-expression.ts';
import { dateText } from './field-expression/moment.ts';
import type { FieldPath } from './field-path.ts';
import { parseFieldSource, type FieldSource } from './field-source.ts';
import type { Field, FieldPolicy } from './field.schema.ts';

/** The values of one employee, by field key. Null: not set in Entra. */
export type EmployeeValues = Readonly<Record<string, string | null>>;

/** A field with its source understood: parsed once a run, not once a person. */
export type CompiledField = { readonly key: string; readonly source: FieldSource; readonly policy: FieldPolicy };

/** Fields were checked when they were saved; a source that is not understood here is a bug, not an admin's mistake. */
export function compileFields(fields: readonly Field[]): readonly CompiledField[] {
  return fields.map(({ key, source, policy = 'always' }) => {
    const parsed = parseFieldSource(source);
    if (parsed.kind === 'refused')
      throw new Error(`The stored field ${key} has a source that is not understood: ${parsed.refusal.reason}.`);
    return { key, source: parsed.source, policy };
  });
}

/** The values of a person for the given fields, as Entra has them today. A source that is empty in Entra is null. */
export function mapFields(user: EntraUser, fields: readonly CompiledField[], email: string): EmployeeValues {
  const values: Record<string, string | null> = {};
  for (const { key, source } of fields) values[key] = valueOf(user, source, email);
  return values;
}

function valueOf(user: EntraUser, source: FieldSource, email: string): string | null {
  if (source.kind === 'email') return email;
  if (source.kind !== 'expression') return textOf(read(user, source, email));
  return textOf(evaluateExpression(source.expr, (path) => read(user, path, email)));
}

function read(user: EntraUser, path: FieldPath, email: string): unknown {
  if (path.kind === 'email') return email;
  const value = user.properties[path.property];
  switch (path.kind) {
    case 'property':
      return value;
    case 'item':
      return Array.isArray(value) ? value[path.index] : undefined;
    case 'key':
      return isObject(value) ? value[path.key] : undefined;
    default:
      return assertNever(path);
  }
}

/** Trimmed; empty is null; booleans are `true` and `false`; lists are joined by `; `. */
export function textOf(value: unknown): string | null {
  switch (typeof value) {
    case 'string':
      return storable(value).trim() || null;
    case 'boolean':
    case 'number':
      return String(value);
    case 'object':
      if (value instanceof Date) return dateText(value);
      if (!Array.isArray(value)) return null;
      return (
        value
          .map(textOf)
          .filter((item) => item !== null)
          .join('; ') || null
      );
    case 'undefined': // absent
    case 'bigint': // and what no JSON holds
    case 'symbol':
    case 'function':
      return null;
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** PostgreSQL keeps neither the character NUL nor half a surrogate pair. */
const storable = (text: string): string => text.replaceAll('\u0000', '').toWellFormed();
