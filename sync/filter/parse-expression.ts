import { compilePattern } from './compile-pattern.ts';
import type { Limits } from './limits.ts';
import { makeComparison } from './make-comparison.ts';
import { EXPRESSION_METHODS, expressionMethod, METHODS, type MethodName } from './methods.ts';
import { OPERATORS } from './operators.ts';
import { OBJECT_LISTS } from './property-type.ts';
import { complain, type Complaint } from './refusal.ts';
import { isObjectProperty, nearestName, resolveName, spelled } from './resolve-name.ts';
import { COMPARISONS, type Comparison, type Expr, type Literal, type PropertyPath, type Span } from './syntax-tree.ts';
import type { Token } from './token.ts';
import { inParentheses } from './in-parentheses.ts';
import { spanOf, type TokenStream } from './token-stream.ts';

type Variable = { readonly name: string; readonly list: PropertyPath };
type Word = Extract<Token, { kind: 'word' }>;

/** Reads a condition as JavaScript writes it, of the closed set that docs/filters.md lists. Nothing is ever run. */
export class ExpressionParser {
  readonly #stream: TokenStream;
  #variable: Variable | undefined;
  #patternWeight: number;

  constructor(stream: TokenStream, limits: Limits) {
    this.#stream = stream;
    this.#patternWeight = limits.patternWeight;
  }

  whole(): Expr {
    const root = this.#either();
    const rest = this.#stream.peek();
    if (rest.kind !== 'end') this.#refuse(rest, misplaced(rest));
    return root;
  }

  #either(): Expr {
    return this.#joined('or', '||', () => this.#joined('and', '&&', () => this.#comparison()));
  }

  #joined(kind: 'and' | 'or', sign: string, read: () => Expr): Expr {
    const parts = [read()];
    while (this.#stream.takeSign(sign)) parts.push(read());
    const [first, last] = [parts[0], parts.at(-1)];
    if (first === undefined || last === undefined || parts.length === 1) return first ?? NOTHING;
    return { kind, parts, ...spanOf(first, last) };
  }

  #comparison(): Expr {
    const left = this.#unary();
    const operator = this.#operator();
    if (operator === undefined) return left;
    const compared = makeComparison(operator, left, this.#unary());
    const next = this.#stream.peek();
    if (this.#operator() === undefined) return compared;
    return this.#refuse(next, complain('syntax', 'Compare two things at a time, and join comparisons with && or ||.'));
  }

  #operator(): Comparison | undefined {
    const next = this.#stream.peek();
    const found =
      next.kind === 'sign' ? COMPARISONS.find((each) => OPERATORS[each].expression.includes(next.text)) : undefined;
    if (found !== undefined) this.#stream.take();
    return found;
  }

  #unary(): Expr {
    const not = this.#stream.takeSign('!');
    if (not === undefined) return this.#withMembers(this.#primary());
    const part = this.#stream.deeper(not, () => this.#unary());
    return { kind: 'not', part, ...spanOf(not, part) };
  }

  #primary(): Expr {
    const token = this.#stream.peek();
    if (token.kind === 'literal') return this.#stream.expectLiteral();
    if (token.kind === 'pattern') return this.#pattern(token, token.source, token.flags);
    if (token.kind === 'word') return this.#word(token);
    const open = this.#stream.takeSign('(');
    if (open !== undefined) {
      const inner = this.#stream.deeper(open, () => this.#either());
      return inParentheses(open, inner, this.#stream.expectSign(')', 'it closes the parenthesis'));
    }
    const bracket = this.#stream.takeSign('[');
    if (bracket !== undefined) return this.#list(bracket);
    return this.#refuse(token, complain('syntax', 'Here a property such as $.department, or a value, is needed.'));
  }

  #list(open: Token): Expr {
    const values: Literal[] = [this.#stream.expectLiteral()];
    while (this.#stream.takeSign(',')) values.push(this.#stream.expectLiteral());
    const end = this.#stream.expectSign(']', 'it ends the list');
    return { kind: 'list', values, ...spanOf(open, end) };
  }

  #pattern(token: Token, source: string, flags: string): Expr {
    this.#stream.take();
    const compiled = compilePattern(source, flags, this.#patternWeight);
    if (compiled.kind === 'refused') return this.#refuse(token, compiled.complaint);
    this.#patternWeight -= compiled.weight;
    return { kind: 'pattern', pattern: compiled.pattern, ...spanOf(token, token) };
  }

  /** A property, with or without `$.` in front, or the entry that some or every looks at. */
  #word(token: Word): Expr {
    this.#stream.take();
    if (this.#variable?.name === token.text) return this.#item(token, this.#variable);
    if (this.#peeks('(')) return this.#refuse(token, unknownFunction(token.text));
    const name = token.text === '$' ? this.#memberName() : token;
    return name === undefined ? NOTHING : this.#property(token, name);
  }

  #item(token: Word, { list }: Variable): Expr {
    const keys = OBJECT_LISTS[list.property];
    if (keys === undefined) return { kind: 'item', variable: token.text, type: 'text', ...spanOf(token, token) };
    const name = this.#memberName();
    const key = name && spelled(name.text, keys);
    if (name === undefined || key === undefined) {
      const complaint = complain('unknownName', `Name a value of the entry: ${keys.join(', ')}.`);
      return this.#refuse(name ?? token, complaint);
    }
    return { kind: 'item', variable: token.text, key, type: 'text', ...spanOf(token, name) };
  }

  /** The name after a point, or in brackets: `.company` or `['company']`. */
  #memberName(): Word | undefined {
    if (this.#stream.takeSign('.')) {
      const name = this.#stream.take();
      if (name.kind === 'word') return name;
      this.#refuse(name, complain('syntax', 'After the point a name is needed.'));
      return undefined;
    }
    this.#stream.expectSign('[', 'after $ comes a name, as in $.department');
    const { value, ...span } = this.#stream.expectLiteral();
    this.#stream.expectSign(']', 'it closes the bracket');
    if (typeof value === 'string') return { ...span, kind: 'word', text: value };
    this.#refuse(span, complain('syntax', 'Here the name of a property is needed.'));
    return undefined;
  }

  #property(from: Span, name: Word): Expr {
    const key = isObjectProperty(name.text) && (this.#peeks('.') || this.#peeks('[')) ? this.#memberName() : undefined;
    const span = spanOf(from, key ?? name);
    const found = resolveName(name.text, key?.text);
    if (found.kind === 'refused') return this.#refuse(span, found.complaint);
    return { kind: 'property', path: found.path, ...span };
  }

  #withMembers(primary: Expr): Expr {
    let of = primary;
    for (let links = 0; this.#stream.refusal === undefined; links++) {
      if (links > this.#stream.maxDepth) this.#stream.refuseDepth(of);
      if (this.#stream.takeSign('.')) of = this.#member(of);
      else if (this.#peeks('[')) of = this.#entry(of);
      else break;
    }
    return of;
  }

  /** One entry of a list: `$.businessPhones[0]`. */
  #entry(of: Expr): Expr {
    const open = this.#stream.take();
    const { value } = this.#stream.expectLiteral();
    const end = this.#stream.expectSign(']', 'it closes the bracket');
    const isIndex = typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
    if (of.kind !== 'property' || of.path.type !== 'list' || of.path.property in OBJECT_LISTS || !isIndex) {
      return this.#refuse(
        spanOf(open, end),
        complain('types', 'Brackets ask for one entry of a list of texts, as in $.businessPhones[0].'),
      );
    }
    const text = `${of.path.property}[${value}]`;
    return { ...of, path: { text, property: of.path.property, index: value, type: 'text' }, ...spanOf(of, end) };
  }

  #member(of: Expr): Expr {
    const name = this.#stream.take();
    if (name.kind !== 'word') return this.#refuse(name, complain('syntax', 'After the point a method is needed.'));
    if (name.text === 'some' || name.text === 'every') return this.#quantified(of, name);
    const method = expressionMethod(name.text);
    if (method === undefined) {
      const nearest = nearestName(name.text, EXPRESSION_METHODS);
      return this.#refuse(name, complain('unknownName', `There is no method ${name.text.slice(0, 40)}.`, nearest));
    }
    if (method === 'length') return { kind: 'method', method, of, ...spanOf(of, name) };
    return this.#call(of, method, name);
  }

  #call(of: Expr, method: MethodName, name: Word): Expr {
    this.#stream.expectSign('(', `${name.text} is called with parentheses`);
    if (METHODS[method].argument === undefined) {
      const end = this.#stream.expectSign(')', `${name.text} takes nothing`);
      return { kind: 'method', method, of, ...spanOf(of, end) };
    }
    const argument = method === 'match' ? this.#patternArgument() : this.#stream.deeper(name, () => this.#either());
    const end = this.#stream.expectSign(')', `${name.text} takes one value`);
    const span = spanOf(of, end);
    if (method === 'test') return this.#tested(of, argument, name, span);
    if (method === 'contains' && of.kind === 'list') return { kind: 'in', of: argument, values: of.values, ...span };
    return { kind: 'method', method, of, argument, ...span };
  }

  #patternArgument(): Expr {
    const token = this.#stream.peek();
    if (token.kind === 'pattern') return this.#pattern(token, token.source, token.flags);
    if (token.kind === 'literal' && typeof token.value === 'string') return this.#pattern(token, token.value, '');
    return this.#refuse(token, complain('types', 'match takes a regular expression that is written out: /…/.'));
  }

  /** `/…/.test($.mail)`: what is tested stands in the parentheses. */
  #tested(pattern: Expr, of: Expr, name: Word, span: Span): Expr {
    if (pattern.kind === 'pattern') return { kind: 'method', method: 'test', of, argument: pattern, ...span };
    return this.#refuse(name, complain('types', 'test is asked of a regular expression: /…/.test($.mail).'));
  }

  #quantified(of: Expr, name: Word): Expr {
    if (of.kind !== 'property' || of.path.type !== 'list') {
      return this.#refuse(
        name,
        complain('types', `${name.text} asks the entries of a list, such as $.proxyAddresses.`),
      );
    }
    if (this.#variable !== undefined) {
      return this.#refuse(name, complain('notOffered', 'One list cannot be asked within another.'));
    }
    this.#stream.expectSign('(', `${name.text} holds what is asked of each entry`);
    const inParentheses = this.#stream.takeSign('(') !== undefined;
    const variable = this.#stream.take();
    if (variable.kind !== 'word')
      return this.#refuse(variable, complain('syntax', 'Here a name for the entry is needed: x => ….'));
    if (inParentheses) this.#stream.expectSign(')', 'it closes the parenthesis');
    this.#stream.expectSign('=>', 'it stands between the entry’s name and the condition');
    this.#variable = { name: variable.text, list: of.path };
    const part = this.#stream.deeper(name, () => this.#either());
    this.#variable = undefined;
    const end = this.#stream.expectSign(')', `it closes ${name.text}`);
    const kind = name.text === 'some' ? 'any' : 'all';
    return { kind, list: of.path, variable: variable.text, part, ...spanOf(of, end) };
  }

  #peeks(sign: string): boolean {
    const next = this.#stream.peek();
    return next.kind === 'sign' && next.text === sign;
  }

  #refuse(at: Span, complaint: Complaint): Expr {
    this.#stream.refuse(at, complaint);
    return NOTHING;
  }
}

/** Stands for what was refused; nobody looks at it. */
const NOTHING: Literal = { kind: 'literal', value: null, position: 0, length: 0 };

/** Words of OData, and what a condition writes instead. */
const INSTEAD: Readonly<Record<string, string>> = {
  and: '&&',
  or: '||',
  ...Object.fromEntries(COMPARISONS.map((each) => [each, OPERATORS[each].expression[0] ?? ''])),
};

function misplaced(token: Token): Complaint {
  if (token.kind === 'sign' && token.text === ')') return complain('syntax', 'This parenthesis closes nothing.');
  const instead = token.kind === 'word' && Object.hasOwn(INSTEAD, token.text) ? INSTEAD[token.text] : undefined;
  if (instead !== undefined) return complain('syntax', 'This is OData’s word; an expression writes a sign.', instead);
  return complain('syntax', 'Here the condition could end, or go on with &&, || or a comparison.');
}

function unknownFunction(name: string): Complaint {
  const shown = name.slice(0, 40);
  return complain(
    'notOffered',
    `${shown}(…) cannot be called. A method follows a property, as in $.mail.endsWith('@contoso.com').`,
  );
}
