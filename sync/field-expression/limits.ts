import type { Limits } from '../filter/limits.ts';

/**
 * What an expression may cost. There are no loops in the language, so that one evaluation visits each part once; with the
 * number of functions and the length of every value between them, its time is bounded too.
 */
export const EXPRESSION_LIMITS: Omit<Limits, 'evaluationSteps'> & { readonly functions: number } = {
  length: 2_000,
  depth: 20,
  parseSteps: 40_000,
  patternWeight: 300,
  functions: 100,
};

/** UTF-16 units of a value on its way; what is longer is cut there. No property of Graph is longer. */
export const VALUE_LENGTH = 4_000;

/** Entries of a list on its way. */
export const LIST_LENGTH = 500;
