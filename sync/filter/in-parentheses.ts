import type { Expr, Span } from './syntax-tree.ts';
import { spanOf } from './token-stream.ts';
import { isCondition } from './type-of.ts';

/** A value takes its parentheses with it, so that the clause it begins shows whole; a condition stands for itself. */
export const inParentheses = (open: Span, inner: Expr, close: Span): Expr =>
  isCondition(inner) ? inner : { ...inner, ...spanOf(open, close) };
