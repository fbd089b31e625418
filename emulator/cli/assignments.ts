import type { z } from 'zod';
import { CommandError } from './command-error.ts';

/** `name=value` as people write it; the value may hold further `=`. Throws CommandError. */
export function splitAssignment(text: string): readonly [name: string, value: string] {
  const at = text.indexOf('=');
  if (at < 1) throw new CommandError('usage', `"${text}" is no setting.`, 'Write it as name=value.');
  return [text.slice(0, at), text.slice(at + 1)];
}

/**
 * Settings of a schema from `name=value`: a value is taken as text where the schema takes text, else as JSON.
 * Throws CommandError for a name that the schema does not have; what it holds is judged by who receives it.
 */
export function settingsOf(
  assignments: readonly string[],
  shape: Readonly<Record<string, z.ZodType>>,
): Record<string, unknown> {
  return Object.fromEntries(
    assignments.map((assignment) => {
      const [name, value] = splitAssignment(assignment);
      const field = shape[name];
      if (field === undefined) {
        throw new CommandError(
          'usage',
          `There is no setting "${name}".`,
          `There are: ${Object.keys(shape).join(', ')}.`,
        );
      }
      return [name, field.safeParse(value).success ? value : jsonOrText(value)];
    }),
  );
}

function jsonOrText(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
