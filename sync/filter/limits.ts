/** What a filter may cost. The text of a filter can come from anybody; its cost is the same for the worst of them. */
export type Limits = {
  /** UTF-16 units of the text. */
  readonly length: number;
  /** Parentheses, negations and methods within one another. */
  readonly depth: number;
  /** Looks at a word or sign while the text is read. A filter of full length and ordinary shape takes half of them. */
  readonly parseSteps: number;
  /** Parts visited while one person is judged; over it the answer is unknown, which imports and removes nobody. */
  readonly evaluationSteps: number;
  /** States of all regular expressions together, roughly: with the length of a value it bounds the time of a match. */
  readonly patternWeight: number;
};

export const LIMITS: Limits = {
  length: 4_000,
  depth: 40,
  parseSteps: 40_000,
  evaluationSteps: 50_000,
  patternWeight: 500,
};

/** So much of a value is looked at by a regular expression; no property of Graph is longer. */
export const MATCHED_LENGTH = 2_000;
