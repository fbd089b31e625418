import { parseFieldPath, type FieldPath } from '../field-path.ts';
import { typeOfProperty } from '../filter/property-type.ts';
import { complain, type Refusal } from '../filter/refusal.ts';
import { nearestName } from '../filter/resolve-name.ts';
import type { Span } from '../filter/syntax-tree.ts';
import { tokenize, type Token } from '../filter/token.ts';
import { spanOf, TokenStream } from '../filter/token-stream.ts';
import { checkComparison, misfit } from './check-types.ts';
import { COMPARISON_SIGNS, type ComparisonSign, type FieldExpr, type Literal, type PartType } from './field-expr.ts';
import type { FieldFunction, Parameter } from './field-function.ts';
import { FUNCTIONS, NOT_OFFERED } from './functions.ts';
import { EXPRESSION_LIMITS } from './limits.ts';
import { readToken } from './read-token.ts';

export type ParsedExpression =
  { readonly kind: 'understood'; readonly expr: FieldExpr } | { readonly kind: 'refused'; readonly refusal: Refusal };

/**
 * Reads an expression, without the `=` in front: understood as a whole, or refused with the first place that is wrong.
 * Never throws, and never takes more than the limits allow, whatever the text is.
 */
export function parseFieldExpression(text: string): ParsedExpression {
  const { length: most } = EXPRESSION_LIMITS;
  if (text.length > most) {
    const place = { position: most, length: text.length - most };
    return {
      kind: 'refused',
      refusal: { ...complain('tooLong', `An expression has at most ${most} characters.`), ...place },
    };
  }
  const stream = new TokenStream(tokenize(text, readToken), { ...EXPRESSION_LIMITS, evaluationSteps: 0 });
  const expr = new Parser(stream).whole();
  return stream.refusal === undefined ? { kind: 'understood', expr } : { kind: 'refused', refusal: stream.refusal };
}

class Parser {
  readonly #stream: TokenStream;
  #functions = 0;
  #patternWeight: number = EXPRESSION_LIMITS.patternWeight;

  constructor(stream: TokenStream) {
    this.#stream = stream;
  }

  whole(): FieldExpr {
    const expr = this.#part();
    const rest = this.#stream.peek();
    if (rest.kind !== 'end') {
      this.#stream.refuse(
        rest,
        complain('syntax', 'Here the expression should end. Join or Append put values together.'),
      );
    }
    return expr;
  }

  /** A value, or two that are compared. */
  #part(): FieldExpr {
    const left = this.#value();
    const token = this.#stream.peek();
    const sign = token.kind === 'sign' ? COMPARISON_SIGNS.find((each) => each === token.text) : undefined;
    if (sign === undefined) return left;
    this.#stream.take();
    return this.#comparison(sign, left, this.#value());
  }

  #comparison(sign: ComparisonSign, left: FieldExpr, right: FieldExpr): FieldExpr {
    const span = spanOf(left, right);
    const complaint = checkComparison(left, right);
    if (complaint !== undefined) this.#stream.refuse(span, complaint);
    return { kind: 'compare', sign, left, right, ...span };
  }

  #value(): FieldExpr {
    const token = this.#stream.take();
    const { position, length } = token;
    if (token.kind === 'literal' && (typeof token.value === 'string' || typeof token.value === 'number')) {
      return { kind: 'literal', value: token.value, position, length };
    }
    if (token.kind !== 'word') {
      this.#stream.refuse(
        token,
        complain('syntax', 'Here a value is needed: a [property], a "text", a number or a function.'),
      );
      return nothing(token);
    }
    if (token.text.startsWith('[')) return this.#attribute(token, token.text);
    return this.#stream.deeper(token, () => this.#call(token, token.text));
  }

  #attribute({ position, length }: Span, bracketed: string): FieldExpr {
    const parsed = parseFieldPath(bracketed.slice(1, -1).trim());
    if (parsed.kind === 'refused') {
      this.#stream.refuse({ position, length }, parsed.complaint);
      return nothing({ position, length });
    }
    return { kind: 'attribute', path: parsed.source, type: typeOfPath(parsed.source), position, length };
  }

  #call(at: Token, written: string): FieldExpr {
    const lowerCase = written.toLowerCase();
    const [name, known] = [...FUNCTIONS].find(([each]) => each.toLowerCase() === lowerCase) ?? [];
    if (name === undefined || known === undefined) return this.#refuseName(at, written);
    if (++this.#functions > EXPRESSION_LIMITS.functions) {
      this.#stream.refuse(
        at,
        complain('tooManySteps', `An expression uses at most ${EXPRESSION_LIMITS.functions} functions.`),
      );
    }
    this.#stream.expectSign('(', `what ${name} works on stands in parentheses`);
    const parts: FieldExpr[] = [];
    if (this.#next() !== ')')
      do parts.push(this.#argument());
      while (this.#stream.takeSign(',') !== undefined);
    const end = this.#stream.expectSign(')', `it ends what ${name} works on`);
    if (this.#stream.refusal !== undefined) return nothing(at);
    return this.#understood(name, known, parts, spanOf(at, end));
  }

  #next(): string | undefined {
    const token = this.#stream.peek();
    return token.kind === 'sign' ? token.text : undefined;
  }

  /** Nothing, the bare word of an enumeration, or a part. */
  #argument(): FieldExpr {
    const token = this.#stream.peek();
    if (token.kind === 'sign' && (token.text === ',' || token.text === ')')) return nothing({ ...token, length: 0 });
    if (token.kind === 'word' && /^vb(?:Text|Binary)Compare$/.test(token.text)) {
      this.#stream.take();
      return { kind: 'literal', value: token.text, position: token.position, length: token.length };
    }
    return this.#part();
  }

  #refuseName(at: Token, written: string): FieldExpr {
    const names = Object.keys(NOT_OFFERED);
    const without = names.find((each) => each.toLowerCase() === written.toLowerCase());
    this.#stream.refuse(
      at,
      without !== undefined
        ? complain('notOffered', `${without} is not offered. ${NOT_OFFERED[without] ?? ''}`)
        : this.#next() === '('
          ? complain('unknownName', `There is no function ${written}.`, nearestName(written, [...FUNCTIONS.keys()]))
          : complain('syntax', `“${written}” stands alone. A property is written [${written}], a text "${written}".`),
    );
    return nothing(at);
  }

  /** Counts what a function is given, and looks whether it fits. */
  #understood(name: string, known: FieldFunction, parts: readonly FieldExpr[], span: Span): FieldExpr {
    const parameters = parametersFor(known, parts.length);
    if (parameters === undefined) {
      this.#stream.refuse(
        span,
        complain('types', `Write ${usage(name, known)}; here ${name} is given ${parts.length}.`),
      );
      return nothing(span);
    }
    for (const [index, parameter] of parameters.entries()) {
      const part = parts[index] ?? nothing(span);
      const complaint = misfit(name, parameter, part);
      if (complaint !== undefined) this.#stream.refuse(part.length === 0 ? span : part, complaint);
    }
    const whole = parameters.map((_parameter, index) => parts[index] ?? nothing(span));
    const prepared = known.prepare?.(
      whole.map((part) => (part.kind === 'literal' ? part.value : undefined)),
      this.#patternWeight,
    );
    if (prepared?.kind === 'refused') {
      const part = parts[prepared.at];
      this.#stream.refuse(part === undefined || part.length === 0 ? span : part, prepared.complaint);
    }
    if (prepared?.kind === 'ready') this.#patternWeight -= prepared.weight ?? 0;
    const apply = (prepared?.kind === 'ready' ? prepared.apply : undefined) ?? known.apply ?? (() => null);
    return {
      kind: 'call',
      name,
      gives: known.gives,
      takes: parameters.map(({ type }) => type),
      parts: whole,
      apply,
      ...span,
    };
  }
}

const nothing = ({ position, length }: Span): Literal => ({ kind: 'literal', value: null, position, length });

/** The parameters for so many values, repeated ones as often as given; undefined where the count does not fit. */
function parametersFor({ parameters, repeats = 0 }: FieldFunction, count: number): readonly Parameter[] | undefined {
  const least = parameters.findLastIndex(({ optional }) => optional !== true) + 1;
  if (count < least) return undefined;
  if (count <= parameters.length) return parameters;
  if (repeats === 0) return undefined;
  const again = parameters.slice(-repeats);
  const more = Array.from({ length: count - parameters.length }, (_, index) => again[index % repeats]);
  return [...parameters, ...more.filter((each) => each !== undefined)];
}

/** How a function is written: `Word(string, wordNumber, delimiters)`. */
export function usage(name: string, { parameters, repeats = 0 }: FieldFunction): string {
  const names = parameters.map((each) => (each.optional === true ? `[${each.name}]` : each.name));
  return `${name}(${names.join(', ')}${repeats > 0 ? ', …' : ''})`;
}

function typeOfPath(path: FieldPath): PartType {
  if (path.kind !== 'property') return 'text';
  const type = typeOfProperty(path.property);
  // Dates come as texts, which every function of dates reads.
  return type === 'list' || type === 'boolean' || type === 'any' ? type : 'text';
}
