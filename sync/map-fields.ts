import { assertNever } from './assert-never.ts';
import type { EntraUser } from './entra-user.ts';
import { parseFieldSource, type FieldSource } from './field-source.ts';
import type { Field } from './field.schema.ts';

/** The values of one employee, by field key. Null: not set in Entra. */
export type EmployeeValues = Readonly<Record<string, string | null>>;

/** A field with its source understood: parsed once a run, not once a person. */
export type CompiledField = { readonly key: string; readonly source: FieldSource };

/** Fields were checked when they were saved; a source that is not understood here is a bug, not an admin's mistake. */
export function compileFields(fields: readonly Field[]): readonly CompiledField[] {
  return fields.map(({ key, source }) => {
    const parsed = parseFieldSource(source);
    if (parsed.kind === 'refused')
      throw new Error(`The stored field ${key} has a source that is not understood: ${parsed.reason}.`);
    return { key, source: parsed.source };
  });
}

/** The values of a person for the given fields. A source that is empty in Entra clears the field. */
export function mapFields(user: EntraUser, fields: readonly CompiledField[], email: string): EmployeeValues {
  const values: Record<string, string | null> = {};
  for (const { key, source } of fields) values[key] = source.kind === 'email' ? email : textOf(read(user, source));
  return values;
}

function read(user: EntraUser, source: Exclude<FieldSource, { kind: 'email' }>): unknown {
  const value = user.properties[source.property];
  switch (source.kind) {
    case 'property':
      return value;
    case 'item':
      return Array.isArray(value) ? value[source.index] : undefined;
    case 'key':
      return isObject(value) ? value[source.key] : undefined;
    default:
      return assertNever(source);
  }
}

/** Trimmed; empty is null; booleans are `true` and `false`; lists are joined by `; `. */
function textOf(value: unknown): string | null {
  switch (typeof value) {
    case 'string':
      return storable(value).trim() || null;
    case 'boolean':
    case 'number':
      return String(value);
    case 'object':
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
