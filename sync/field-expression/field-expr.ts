import type { FieldPath } from '../field-path.ts';
import type { Span } from '../filter/syntax-tree.ts';

/** What a part of an expression can give. `any`: only the value itself tells. */
export type PartType = 'text' | 'number' | 'boolean' | 'date' | 'list' | 'any';

/** A value while an expression is worked out. Null: there is none. */
export type PartValue = string | number | boolean | Date | readonly string[] | null;

export const COMPARISON_SIGNS = ['=', '<>', '>', '>=', '<', '<='] as const;
export type ComparisonSign = (typeof COMPARISON_SIGNS)[number];

/** Works a function out; the values have the types of its parameters, and null stands for what was left out. */
export type Apply = (values: readonly PartValue[]) => PartValue;

/** An expression that was understood: every property is known, and every function has what it needs. */
export type FieldExpr =
  | Literal
  | (Span & { readonly kind: 'attribute'; readonly path: FieldPath; readonly type: PartType })
  | (Span & {
      readonly kind: 'call';
      readonly name: string;
      readonly gives: PartType;
      readonly takes: readonly PartType[];
      readonly parts: readonly FieldExpr[];
      readonly apply: Apply;
    })
  | (Span & {
      readonly kind: 'compare';
      readonly sign: ComparisonSign;
      readonly left: FieldExpr;
      readonly right: FieldExpr;
    });

/** Null: a parameter that was left out, as the second of `Switch([state], , "CA", "West")`. */
export type Literal = Span & { readonly kind: 'literal'; readonly value: string | number | null };

export function typeOfPart(part: FieldExpr): PartType {
  switch (part.kind) {
    case 'literal':
      if (part.value === null) return 'any';
      return typeof part.value === 'number' ? 'number' : 'text';
    case 'attribute':
      return part.type;
    case 'call':
      return part.gives;
    case 'compare':
      return 'boolean';
  }
}
