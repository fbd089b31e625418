import type { Limits } from './limits.ts';
import { complain, type Complaint, type Refusal } from './refusal.ts';
import type { Literal, Span } from './syntax-tree.ts';
import type { Token } from './token.ts';

/**
 * The tokens of a filter, read from left to right by one of the parsers.
 *
 * A refusal is remembered, not thrown: the first one counts, and after it nothing but the end is read, so that every
 * loop of a parser ends by itself. What a parser has built by then is never looked at.
 */
export class TokenStream {
  readonly #tokens: readonly Token[];
  readonly #limits: Limits;
  readonly #end: Token;
  #at = 0;
  #depth = 0;
  #steps = 0;
  #refusal: Refusal | undefined;

  constructor(tokens: readonly Token[], limits: Limits) {
    this.#tokens = tokens;
    this.#limits = limits;
    this.#end = tokens.at(-1) ?? { kind: 'end', position: 0, length: 0 };
  }

  get refusal(): Refusal | undefined {
    return this.#refusal;
  }

  /** Looks taken so far: what the text has cost. */
  get steps(): number {
    return this.#steps;
  }

  /** The next token, or the one after so many more. */
  peek(ahead = 0): Token {
    if (this.#refusal !== undefined) return this.#end;
    const token = this.#tokens[this.#at + ahead] ?? this.#end;
    if (++this.#steps > this.#limits.parseSteps) {
      return this.refuse(token, complain('tooManySteps', 'This filter has too many parts. Split it, or use a list.'));
    }
    return token.kind === 'unreadable' && ahead === 0 ? this.refuse(token, token.complaint) : token;
  }

  take(): Token {
    const token = this.peek();
    this.#at++;
    return token;
  }

  /** Takes the sign if it is next. */
  takeSign(text: string): Token | undefined {
    const token = this.peek();
    return token.kind === 'sign' && token.text === text ? this.take() : undefined;
  }

  /** Takes the word if it is next, in whatever case it is written. */
  takeWord(text: string): Token | undefined {
    const token = this.peek();
    return token.kind === 'word' && token.text.toLowerCase() === text ? this.take() : undefined;
  }

  /** Takes a sign that must be next; `why` says what it would end or divide. */
  expectSign(text: string, why: string): Token {
    const token = this.takeSign(text);
    return token ?? this.refuse(this.peek(), complain('syntax', `Here “${text}” is needed: ${why}.`));
  }

  /** Takes a literal of a list. */
  expectLiteral(): Literal {
    const token = this.peek();
    if (token.kind === 'literal') return this.take() as Token & Literal; // of that kind, as just seen
    this.refuse(token, complain('syntax', 'A list holds texts, numbers, true, false or null, and nothing else.'));
    return { kind: 'literal', value: null, position: token.position, length: token.length };
  }

  /** Reads a part one level deeper. */
  deeper<T>(at: Span, read: () => T): T {
    if (++this.#depth > this.#limits.depth) this.refuseDepth(at);
    const part = read();
    this.#depth--;
    return part;
  }

  refuseDepth(at: Span): void {
    this.refuse(
      at,
      complain('tooDeep', `This is nested more than ${this.#limits.depth} levels deep. Write it flatter.`),
    );
  }

  get maxDepth(): number {
    return this.#limits.depth;
  }

  /** Refuses the text at this place, unless it was refused before. Answers with the end. */
  refuse({ position, length }: Span, complaint: Complaint): Token {
    this.#refusal ??= { ...complaint, position, length };
    return this.#end;
  }
}

/** From the start of one part to the end of another. */
export const spanOf = (from: Span, to: Span): Span => ({
  position: from.position,
  length: Math.max(0, to.position + to.length - from.position),
});
