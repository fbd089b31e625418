import type { Span } from './syntax-tree.ts';

/** Why a filter is not taken. */
export const REFUSAL_REASONS = {
  syntax: 'A sign or word stands where none of its kind can.',
  unknownName: 'Nothing has this name.',
  notInAListing: 'Graph shows the property of one person only, never in a listing.',
  permission: 'The property needs a permission that Rollcall does not ask for.',
  types: 'Two things are compared, or a method is used, that do not fit together.',
  notOffered: 'The notation has it, and Rollcall does not.',
  pattern: 'The regular expression cannot be used.',
  tooLong: 'The text is longer than a filter may be.',
  tooDeep: 'Parentheses, negations or methods are nested too deeply.',
  tooManySteps: 'Reading the text took more steps than a filter is worth.',
} as const;
export type RefusalReason = keyof typeof REFUSAL_REASONS;

/** Where a filter is not understood and why, as a sentence; `nearest`: the name that could be meant. */
export type Refusal = Span & {
  readonly reason: RefusalReason;
  readonly message: string;
  readonly nearest?: string;
};

/** What was wrong, and the name that could be meant, if there is one. */
export type Complaint = Omit<Refusal, keyof Span>;

export function complain(reason: RefusalReason, message: string, nearest?: string): Complaint {
  return nearest === undefined
    ? { reason, message }
    : { reason, message: `${message} Did you mean ${nearest}?`, nearest };
}
