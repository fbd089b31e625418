import { assertNever } from './assert-never.ts';
import { chooseEmail } from './choose-email.ts';
import type { EntraUser } from './entra-user.ts';
import { evaluateExpression } from './field-expression/evaluate-expression.ts';
import { pathsInExpression } from './field-expression/paths-in-expression.ts';
import { dateText } from './field-expression/moment.ts';
import { parseFieldSource, type FieldSource } from './field-source.ts';
import type { Field, FieldPolicy } from './field.schema.ts';
import type { ManagerKey } from './graph-properties.ts';
import type { EmailSource } from './integration-settings.schema.ts';
import { readProperty } from './read-property.ts';

/** The values of one employee, by field key. Null: not set in Entra. */
export type EmployeeValues = Readonly<Record<string, string | null>>;

/** A field with its source understood: parsed once a run, not once a person. */
export type CompiledField = {
  readonly key: string;
  readonly label: string;
  readonly source: FieldSource;
  readonly policy: FieldPolicy;
  /** The value depends on who the manager is. */
  readonly ofManager: boolean;
};

/** Fields were checked when they were saved; a source that is not understood here is a bug, not an admin's mistake. */
export function compileFields(fields: readonly Field[]): readonly CompiledField[] {
  return fields.map(({ key, label, source, policy = 'always' }) => {
    const parsed = parseFieldSource(source);
    if (parsed.kind === 'refused')
      throw new Error(`The stored field ${key} has a source that is not understood: ${parsed.refusal.reason}.`);
    return { key, label, source: parsed.source, policy, ofManager: readsManager(parsed.source) };
  });
}

/** The keys of fields, each once, in the order in which a digest takes the values, whatever the order of display. */
export const orderedKeys = (keys: readonly string[]): readonly string[] => [...new Set(keys)].sort();

const readsManager = (source: FieldSource): boolean =>
  (source.kind === 'expression' ? pathsInExpression(source.expr) : [source]).some(({ kind }) => kind === 'manager');

/**
 * The values of a person for the given fields, as Entra has them today. A source that is empty in Entra is null, and so
 * is one of a manager who is not known.
 *
 * @param emailSources by which the manager's address is chosen
 */
export function mapFields(
  user: EntraUser,
  fields: readonly CompiledField[],
  email: string,
  emailSources: readonly EmailSource[],
): EmployeeValues {
  const values: Record<string, string | null> = {};
  for (const { key, source } of fields) values[key] = textOf(valueOf(source, user, email, emailSources));
  return values;
}

function valueOf(source: FieldSource, user: EntraUser, email: string, emailSources: readonly EmailSource[]): unknown {
  switch (source.kind) {
    case 'email':
      return email;
    case 'manager':
      return ofManager(user, source.key, emailSources);
    case 'expression':
      return evaluateExpression(source.expr, (path) => valueOf(path, user, email, emailSources));
    case 'property':
      return user.properties[source.property];
    case 'item': {
      const list = user.properties[source.property];
      return Array.isArray(list) ? list[source.index] : undefined;
    }
    case 'key': {
      const object = user.properties[source.property];
      return isObject(object) ? object[source.key] : undefined;
    }
    default:
      return assertNever(source);
  }
}

function ofManager({ manager }: EntraUser, key: ManagerKey, emailSources: readonly EmailSource[]): unknown {
  if (manager?.kind !== 'known' || manager.user === null) return null;
  return key === 'mail' ? chooseEmail(manager.user, emailSources)?.address : readProperty(manager.user, key);
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
export const storable = (text: string): string =>
  text.includes('\u0000') || !text.isWellFormed() ? text.replaceAll('\u0000', '').toWellFormed() : text;
