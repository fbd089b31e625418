import type { Comparison } from './syntax-tree.ts';

/** How a comparison is written, and said. */
export type Operator = {
  readonly odata: string;
  readonly expression: readonly string[];
  readonly words: string;
  /** The comparison that holds when this one does not, of values that are there. */
  readonly opposite: Comparison;
};

export const OPERATORS: Readonly<Record<Comparison, Operator>> = {
  eq: { odata: 'eq', expression: ['==', '==='], words: 'is', opposite: 'ne' },
  ne: { odata: 'ne', expression: ['!=', '!=='], words: 'is not', opposite: 'eq' },
  gt: { odata: 'gt', expression: ['>'], words: 'is more than', opposite: 'le' },
  ge: { odata: 'ge', expression: ['>='], words: 'is at least', opposite: 'lt' },
  lt: { odata: 'lt', expression: ['<'], words: 'is less than', opposite: 'ge' },
  le: { odata: 'le', expression: ['<='], words: 'is at most', opposite: 'gt' },
};

/** The rest of both notations, for the reference: what stands between and around comparisons. */
export const CONNECTIVES = [
  { odata: 'and', expression: '&&', says: 'Both hold. Binds stronger than *or*.' },
  {
    odata: 'or',
    expression: '||',
    says: 'One holds at least. Between values of an expression: the first that is not empty.',
  },
  { odata: 'not', expression: '!', says: 'Does not hold.' },
  { odata: 'in', expression: "['A', 'B'].includes(…)", says: 'Equals one of the list.' },
  { odata: 'any', expression: '.some(x => …)', says: 'Holds for an entry of the list.' },
  { odata: 'all', expression: '.every(x => …)', says: 'Holds for every entry of the list.' },
] as const;
