import { badRequest } from '../graph-refusal.ts';

export type Literal = string | number | boolean | null;
export type Comparison = 'eq' | 'ne' | 'ge' | 'le' | 'gt' | 'lt';
export type TextTest = 'startsWith' | 'endsWith';

/** A `$filter` as a tree. Within `any` the path of what is tested is the variable. */
export type Clause =
  | { readonly kind: 'and' | 'or'; readonly left: Clause; readonly right: Clause }
  | { readonly kind: 'not'; readonly clause: Clause }
  | { readonly kind: 'compare'; readonly operator: Comparison; readonly path: string; readonly value: Literal }
  | { readonly kind: 'in'; readonly path: string; readonly values: readonly Literal[] }
  | { readonly kind: 'text'; readonly test: TextTest; readonly path: string; readonly value: Literal }
  | { readonly kind: 'any'; readonly path: string; readonly clause: Clause };

type Token = { readonly kind: 'text' | 'word' | 'sign'; readonly text: string };

const TOKEN = /\s*(?:('(?:[^']|'')*')|([\w/$.@+-][\w/$.@+:-]*(?<!:)|[\w/$.@+-]+)|([(),:]))/y;
const COMPARISONS: readonly string[] = ['eq', 'ne', 'ge', 'le', 'gt', 'lt'] satisfies Comparison[];
const TEXT_TESTS: Readonly<Record<string, TextTest>> = { startswith: 'startsWith', endswith: 'endsWith' };
const ANY = /^(.+)\/any$/;
const LAMBDA = /^(\w+):(\w+)$/;

const invalid = (): Error => badRequest('Invalid filter clause.');

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  const end = text.trimEnd().length;
  while (TOKEN.lastIndex < end) {
    const [, quoted, word, sign] = TOKEN.exec(text) ?? [];
    if (quoted !== undefined) tokens.push({ kind: 'text', text: quoted.slice(1, -1).replaceAll("''", "'") });
    else if (word !== undefined) tokens.push({ kind: 'word', text: word });
    else if (sign !== undefined) tokens.push({ kind: 'sign', text: sign });
    else throw invalid();
  }
  return tokens;
}

/**
 * Reads the part of OData's filter language that Graph takes for people; and binds stronger than or.
 * https://learn.microsoft.com/en-us/graph/filter-query-parameter. Throws the refusal of what is not understood.
 */
export function parseFilter(text: string): Clause {
  const parser = new FilterParser(tokensOf(text));
  return parser.whole();
}

class FilterParser {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  whole(): Clause {
    const clause = this.#either();
    if (this.#at < this.#tokens.length) throw invalid();
    return clause;
  }

  #either(): Clause {
    let left = this.#both();
    while (this.#takes('or')) left = { kind: 'or', left, right: this.#both() };
    return left;
  }

  #both(): Clause {
    let left = this.#one();
    while (this.#takes('and')) left = { kind: 'and', left, right: this.#one() };
    return left;
  }

  #one(): Clause {
    if (this.#takes('not')) return { kind: 'not', clause: this.#one() };
    if (this.#takes('(')) return this.#closed(this.#either());
    const path = this.#word();
    const test = TEXT_TESTS[path.toLowerCase()];
    if (test !== undefined) return this.#textTest(test);
    const list = ANY.exec(path)?.[1];
    if (list !== undefined) return this.#any(list);
    if (this.#takes('in')) return { kind: 'in', path, values: this.#list() };
    const operator = this.#word().toLowerCase();
    if (!COMPARISONS.includes(operator)) throw invalid();
    return { kind: 'compare', operator: operator as Comparison, path, value: this.#literal() }; // one of the list
  }

  #textTest(test: TextTest): Clause {
    this.#expect('(');
    const path = this.#word();
    this.#expect(',');
    return this.#closed({ kind: 'text', test, path, value: this.#literal() });
  }

  /** `any(p:p eq 'x')` or `any(p:startsWith(p,'x'))`. */
  #any(path: string): Clause {
    this.#expect('(');
    const word = this.#word();
    // `p:p` is read as one word, as the times of a date are.
    const lambda = LAMBDA.exec(word);
    if (lambda !== null) return this.#closed({ kind: 'any', path, clause: this.#lambda(lambda[2] ?? '') });
    this.#expect(':');
    return this.#closed({ kind: 'any', path, clause: this.#one() });
  }

  #lambda(first: string): Clause {
    const test = TEXT_TESTS[first.toLowerCase()];
    if (test !== undefined) return this.#textTest(test);
    const operator = this.#word().toLowerCase();
    if (!COMPARISONS.includes(operator)) throw invalid();
    return { kind: 'compare', operator: operator as Comparison, path: first, value: this.#literal() }; // one of the list
  }

  #list(): Literal[] {
    this.#expect('(');
    const values = [this.#literal()];
    while (this.#takes(',')) values.push(this.#literal());
    this.#expect(')');
    return values;
  }

  #literal(): Literal {
    const token = this.#tokens[this.#at++];
    if (token === undefined || token.kind === 'sign') throw invalid();
    if (token.kind === 'text') return token.text;
    switch (token.text.toLowerCase()) {
      case 'true':
        return true;
      case 'false':
        return false;
      case 'null':
        return null;
      default:
        return /^-?\d+(\.\d+)?$/.test(token.text) ? Number(token.text) : dateOf(token.text);
    }
  }

  #word(): string {
    const token = this.#tokens[this.#at++];
    if (token?.kind !== 'word') throw invalid();
    return token.text;
  }

  #takes(text: string): boolean {
    const token = this.#tokens[this.#at];
    if (token === undefined || token.kind === 'text' || token.text.toLowerCase() !== text) return false;
    this.#at++;
    return true;
  }

  #expect(text: string): void {
    if (!this.#takes(text)) throw invalid();
  }

  #closed(clause: Clause): Clause {
    this.#expect(')');
    return clause;
  }
}

/** Only dates stand without quotes. */
function dateOf(text: string): string {
  if (Number.isNaN(Date.parse(text))) throw invalid();
  return text;
}
