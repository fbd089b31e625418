import type { Expr, PropertyPath } from './syntax-tree.ts';

/** The properties that an expression looks at, each once, in the order of the text. */
export function pathsIn(expr: Expr): readonly PropertyPath[] {
  const paths = new Map<string, PropertyPath>();
  collect(expr, paths);
  return [...paths.values()];
}

function collect(expr: Expr, paths: Map<string, PropertyPath>): void {
  switch (expr.kind) {
    case 'and':
    case 'or':
      for (const part of expr.parts) collect(part, paths);
      return;
    case 'not':
      return collect(expr.part, paths);
    case 'compare':
      collect(expr.left, paths);
      return collect(expr.right, paths);
    case 'in':
      return collect(expr.of, paths);
    case 'any':
    case 'all':
      paths.set(expr.list.text, expr.list);
      if (expr.part !== undefined) collect(expr.part, paths);
      return;
    case 'property':
      paths.set(expr.path.text, expr.path);
      return;
    case 'method':
      collect(expr.of, paths);
      if (expr.argument !== undefined) collect(expr.argument, paths);
      return;
    case 'literal':
    case 'list':
    case 'item':
    case 'pattern':
      return;
  }
}
