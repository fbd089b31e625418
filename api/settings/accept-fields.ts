import { parseFieldSource } from '../../sync/field-source.ts';
import type { Field } from '../../sync/field.schema.ts';
import { notAcceptable } from '../refuse-invalid.ts';
import type { Finding } from '../schemas/problem.schema.ts';

const EMAIL_FOLLOWS = 'The address always follows the e-mail rule: leave the policy out, or write always.';

/**
 * Fields in the form in which they are stored: LDAP names replaced, Graph's own spelling. Throws ProblemError that names
 * each source which cannot be synced, with what could be meant. `path`: where the fields stand in the body.
 */
export function acceptFields(fields: readonly Field[], path: string): readonly Field[] {
  const parsed = fields.map((field) => ({ field, source: parseFieldSource(field.source) }));
  const errors: Finding[] = parsed.flatMap(({ source }, index) =>
    source.kind === 'refused' ? [{ path: `${path}.${index}.source`, ...source.refusal }] : [],
  );
  parsed.forEach(({ field, source }, index) => {
    const isEmail = source.kind === 'understood' && source.source.kind === 'email';
    if (isEmail && (field.policy ?? 'always') !== 'always')
      errors.push({ path: `${path}.${index}.policy`, message: EMAIL_FOLLOWS });
  });
  if (errors.length > 0) throw notAcceptable(errors);
  return parsed.map(({ field, source }) => (source.kind === 'understood' ? { ...field, source: source.text } : field));
}

/** Whether the same fields are filled from the same sources: and kept by the same policies: only order and labels may differ. */
export function fillAlike(before: readonly Field[], after: readonly Field[]): boolean {
  const pairs = (fields: readonly Field[]) =>
    fields.map(({ key, source, policy = 'always' }) => `${key} ${policy} ${source}`).sort();
  return JSON.stringify(pairs(before)) === JSON.stringify(pairs(after));
}
