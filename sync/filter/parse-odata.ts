import { METHODS, ODATA_FUNCTIONS, odataMethod } from './methods.ts';
import { OBJECT_LISTS } from './property-type.ts';
import { complain, type Complaint } from './refusal.ts';
import { nearestName, resolveName, spelled } from './resolve-name.ts';
import { COMPARISONS, type Comparison, type Expr, type Literal, type PropertyPath, type Span } from './syntax-tree.ts';
import type { Token } from './token.ts';
import { inParentheses } from './in-parentheses.ts';
import { spanOf, type TokenStream } from './token-stream.ts';

type Variable = { readonly name: string; readonly list: PropertyPath };
type Word = Extract<Token, { kind: 'word' }>;

const OPERATOR_WORDS = [...COMPARISONS, 'and', 'or', 'in'];

/**
 * Reads OData’s filter language as Graph has it; and binds stronger than or, not the strongest
 * (https://learn.microsoft.com/en-us/graph/filter-query-parameter).
 */
export class ODataParser {
  readonly #stream: TokenStream;
  #variable: Variable | undefined;

  constructor(stream: TokenStream) {
    this.#stream = stream;
  }

  whole(): Expr {
    const root = this.#either();
    const rest = this.#stream.peek();
    if (rest.kind !== 'end') this.#refuse(rest, misplaced(rest));
    return root;
  }

  #either(): Expr {
    return this.#joined('or', () => this.#joined('and', () => this.#one()));
  }

  #joined(kind: 'and' | 'or', read: () => Expr): Expr {
    const parts = [read()];
    while (this.#stream.takeWord(kind)) parts.push(read());
    const [first, last] = [parts[0], parts.at(-1)];
    if (first === undefined || last === undefined || parts.length === 1) return first ?? NOTHING;
    return { kind, parts, ...spanOf(first, last) };
  }

  #one(): Expr {
    const not = this.#stream.takeWord('not');
    if (not === undefined) return this.#comparison();
    const part = this.#stream.deeper(not, () => this.#one());
    return { kind: 'not', part, ...spanOf(not, part) };
  }

  #comparison(): Expr {
    const left = this.#value();
    const next = this.#stream.peek();
    if (next.kind !== 'word') return left;
    const operator = COMPARISONS.find((each) => each === next.text.toLowerCase());
    if (operator !== undefined) return this.#compared(left, operator);
    return this.#stream.takeWord('in') ? this.#in(left) : left;
  }

  #compared(left: Expr, operator: Comparison): Expr {
    this.#stream.take();
    const right = this.#value();
    return { kind: 'compare', operator, left, right, ...spanOf(left, right) };
  }

  #in(of: Expr): Expr {
    this.#stream.expectSign('(', 'the list of in stands in parentheses');
    const values: Literal[] = [this.#stream.expectLiteral()];
    while (this.#stream.takeSign(',')) values.push(this.#stream.expectLiteral());
    const end = this.#stream.expectSign(')', 'it ends the list');
    return { kind: 'in', of, values, ...spanOf(of, end) };
  }

  #value(): Expr {
    const token = this.#stream.peek();
    if (token.kind === 'literal') return this.#stream.expectLiteral();
    if (token.kind === 'word') return this.#word(token);
    const open = this.#stream.takeSign('(');
    if (open === undefined)
      return this.#refuse(token, complain('syntax', 'Here a property, a function or a value is needed.'));
    const inner = this.#stream.deeper(open, () => this.#either());
    return inParentheses(open, inner, this.#stream.expectSign(')', 'it closes the parenthesis'));
  }

  #word(token: Word): Expr {
    if (token.text.startsWith('$')) {
      return this.#refuse(
        token,
        complain('syntax', 'Write the filter alone, without $filter= and what belongs to an address.'),
      );
    }
    this.#stream.take();
    if (this.#nextIs('(')) return this.#call(token);
    return this.#variable?.name === token.text ? this.#item(token, this.#variable) : this.#path(token);
  }

  #call(token: Word): Expr {
    const method = odataMethod(token.text);
    if (method === undefined) return this.#refuse(token, unknownFunction(token.text));
    this.#stream.expectSign('(', 'it opens the function');
    const of = this.#stream.deeper(token, () => this.#value());
    if (METHODS[method].argument === undefined) {
      const end = this.#stream.expectSign(')', `${token.text} takes one value`);
      return { kind: 'method', method, of, ...spanOf(token, end) };
    }
    this.#stream.expectSign(',', `${token.text} takes two values`);
    const argument = this.#stream.deeper(token, () => this.#value());
    const end = this.#stream.expectSign(')', `${token.text} takes two values`);
    return { kind: 'method', method, of, argument, ...spanOf(token, end) };
  }

  #item(token: Word, { list }: Variable): Expr {
    const keys = OBJECT_LISTS[list.property];
    if (this.#stream.takeSign('/') === undefined) {
      return {
        kind: 'item',
        variable: token.text,
        type: keys === undefined ? 'text' : 'object',
        ...spanOf(token, token),
      };
    }
    const name = this.#stream.take();
    const written = name.kind === 'word' ? name.text : '';
    const key = spelled(written, keys ?? []);
    if (key === undefined) {
      const nearest = nearestName(written, keys ?? []);
      return this.#refuse(
        name,
        complain('unknownName', `An entry of ${list.text} has no value of this name.`, nearest),
      );
    }
    return { kind: 'item', variable: token.text, key, type: 'text', ...spanOf(token, name) };
  }

  /** A property, a value within it, or what is asked of a list: `/any(…)`, `/all(…)`, `/$count`. */
  #path(token: Word): Expr {
    const slash = this.#stream.takeSign('/');
    if (slash === undefined) return this.#property(token, token, undefined);
    const name = this.#stream.take();
    if (name.kind !== 'word') return this.#refuse(name, complain('syntax', 'After the slash a name is needed.'));
    const word = name.text.toLowerCase();
    if (word === 'any' || word === 'all' || word === '$count') return this.#ofList(token, name, word);
    return this.#property(token, name, name.text);
  }

  #property(token: Word, end: Span, key: string | undefined): Expr {
    const span = spanOf(token, end);
    const found = resolveName(token.text, key);
    if (found.kind === 'refused') return this.#refuse(span, found.complaint);
    return { kind: 'property', path: found.path, ...span };
  }

  #ofList(token: Word, name: Word, word: 'any' | 'all' | '$count'): Expr {
    const list = this.#property(token, token, undefined);
    if (list.kind !== 'property') return NOTHING;
    if (list.path.type !== 'list') {
      return this.#refuse(token, complain('types', `${list.path.text} is not a list, so ${name.text} has no meaning.`));
    }
    if (word === '$count') return { kind: 'method', method: 'length', of: list, ...spanOf(token, name) };
    if (this.#variable !== undefined) {
      return this.#refuse(name, complain('notOffered', 'One list cannot be asked within another.'));
    }
    this.#stream.expectSign('(', `${name.text} holds what is asked of each entry`);
    const lambda = word === 'any' && this.#nextIs(')') ? { variable: '' } : this.#lambda(name, list.path);
    const end = this.#stream.expectSign(')', `it closes ${name.text}`);
    return { kind: word, list: list.path, ...lambda, ...spanOf(token, end) };
  }

  #lambda(at: Span, list: PropertyPath): { readonly variable: string; readonly part: Expr } {
    const name = this.#stream.take();
    const variable = name.kind === 'word' ? name.text : '';
    if (variable === '') {
      this.#refuse(name, complain('syntax', "Here a name for the entry is needed, as in any(p: p eq '…')."));
    }
    this.#stream.expectSign(':', 'it stands between the entry’s name and the condition');
    this.#variable = { name: variable, list };
    const part = this.#stream.deeper(at, () => this.#either());
    this.#variable = undefined;
    return { variable, part };
  }

  #nextIs(sign: string): boolean {
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

function misplaced(token: Token): Complaint {
  if (token.kind === 'sign' && token.text === ')') return complain('syntax', 'This parenthesis closes nothing.');
  const written = token.kind === 'word' ? token.text : '';
  const nearest = nearestName(written.toLowerCase(), OPERATOR_WORDS);
  if (written.toLowerCase() === 'has')
    return complain('notOffered', 'has belongs to flags, which no property of a person holds.');
  return complain('syntax', `Here an operator is needed: ${OPERATOR_WORDS.join(', ')}.`, nearest);
}

function unknownFunction(name: string): Complaint {
  if (['not', 'and', 'or', 'in'].includes(name.toLowerCase())) return complain('syntax', `${name} cannot stand here.`);
  return complain('unknownName', `There is no function ${name}.`, nearestName(name.toLowerCase(), ODATA_FUNCTIONS));
}
