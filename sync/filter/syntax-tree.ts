import type { MethodName } from './methods.ts';

/** How a filter is written: as Graph's `$filter`, or as a condition of JavaScript. */
export const NOTATIONS = ['odata', 'expression'] as const;
export type Notation = (typeof NOTATIONS)[number];

/** A part of the text that was written, in UTF-16 units from its start. */
export type Span = { readonly position: number; readonly length: number };

/** What a value can be. `any`: only the value itself tells, as of a directory extension. */
export type ValueType = 'text' | 'number' | 'boolean' | 'date' | 'list' | 'object' | 'null' | 'any';

export const COMPARISONS = ['eq', 'ne', 'gt', 'ge', 'lt', 'le'] as const;
export type Comparison = (typeof COMPARISONS)[number];

/** A property of a person, or a value within it, as Graph spells it: `employeeOrgData/costCenter`, `businessPhones[0]`. */
export type PropertyPath = {
  readonly text: string;
  readonly property: string;
  readonly key?: string;
  readonly index?: number;
  readonly type: ValueType;
};

/** A regular expression that was written as a literal, ready to be tried in time linear in the text. */
export type Pattern = { readonly source: string; readonly flags: string; readonly matches: (text: string) => boolean };

export type Literal = Span & {
  readonly kind: 'literal';
  readonly value: string | number | boolean | Date | null;
};

/** What both notations are read into. A value can stand where a condition is wanted, and the other way round. */
export type Expr =
  | (Span & { readonly kind: 'and'; readonly parts: readonly Expr[] })
  | (Span & { readonly kind: 'or'; readonly parts: readonly Expr[] })
  | (Span & { readonly kind: 'not'; readonly part: Expr })
  | (Span & { readonly kind: 'compare'; readonly operator: Comparison; readonly left: Expr; readonly right: Expr })
  | (Span & { readonly kind: 'in'; readonly of: Expr; readonly values: readonly Literal[] })
  | (Span & Quantified)
  | Literal
  | (Span & { readonly kind: 'list'; readonly values: readonly Literal[] })
  | (Span & { readonly kind: 'property'; readonly path: PropertyPath })
  | (Span & { readonly kind: 'item'; readonly variable: string; readonly key?: string; readonly type: ValueType })
  | (Span & { readonly kind: 'pattern'; readonly pattern: Pattern })
  | (Span & { readonly kind: 'method'; readonly method: MethodName; readonly of: Expr; readonly argument?: Expr });

/** `any` or `all` of a list; without a condition: whether the list holds anything. */
export type Quantified = {
  readonly kind: 'any' | 'all';
  readonly list: PropertyPath;
  readonly variable: string;
  readonly part?: Expr;
};

/** A filter that was understood. */
export type ParsedFilter = { readonly notation: Notation; readonly text: string; readonly root: Expr };
