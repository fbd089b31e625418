import { compileFields, mapFields } from '../../../sync/map-fields.ts';
import { parseFieldExpression } from '../../../sync/field-expression/parse-field-expression.ts';
import type { FieldExpr } from '../../../sync/field-expression/field-expr.ts';
import { entraUser } from '../entra-people.ts';

/** The value of a field with this expression, of a person with these properties. */
export function workedOut(expression: string, given: Readonly<Record<string, unknown>> = {}): string | null {
  const fields = compileFields([{ key: 'it', label: 'It', source: `= ${expression}` }]);
  return mapFields(entraUser({ properties: inside(given) }), fields, 'chosen@contoso.com')['it'] ?? null;
}

/** Extension attributes stand within an object. */
function inside(given: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const entries = Object.entries(given);
  const attributes = entries.filter(([name]) => name.startsWith('extensionAttribute'));
  return {
    ...Object.fromEntries(entries.filter((entry) => !attributes.includes(entry))),
    ...(attributes.length > 0 && { onPremisesExtensionAttributes: Object.fromEntries(attributes) }),
  };
}

export function understood(text: string): FieldExpr {
  const parsed = parseFieldExpression(text);
  if (parsed.kind === 'refused') throw new Error(`${text}: ${parsed.refusal.message}`);
  return parsed.expr;
}
