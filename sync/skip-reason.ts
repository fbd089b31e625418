/**
 * Why a person of the directory is not an employee. The first that applies, in this order, is the one counted.
 * `unknown` is never the reason while another clause is false.
 */
export const SKIP_REASONS = [
  'group',
  'disabled',
  'guest',
  'sharedMailbox',
  'room',
  'equipment',
  'serviceAccount',
  'odata',
  'expression',
  'unknown',
  'noEmail',
] as const;
export type SkipReason = (typeof SKIP_REASONS)[number];
