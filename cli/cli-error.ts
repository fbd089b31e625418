import type { Ending } from './exit-codes.ts';

export type CliErrorOptions = {
  /** For scripts, camelCase. */
  readonly code: string;
  readonly remedy?: string | undefined;
  /** More lines for a person, below the sentence. */
  readonly lines?: readonly string[];
  /** More of the same for `--json`. */
  readonly details?: Readonly<Record<string, unknown>>;
  /** Whether asking again, unchanged, can help. */
  readonly passing?: boolean;
};

/** What went wrong, in one sentence, with what to do. The only error that a command is meant to end with. */
export class CliError extends Error {
  override readonly name = 'CliError';
  readonly ending: Ending;
  readonly code: string;
  readonly remedy: string | undefined;
  readonly lines: readonly string[];
  readonly details: Readonly<Record<string, unknown>>;
  readonly passing: boolean;

  constructor(ending: Ending, message: string, { code, remedy, lines, details, passing }: CliErrorOptions) {
    super(message);
    this.ending = ending;
    this.code = code;
    this.remedy = remedy;
    this.lines = lines ?? [];
    this.details = details ?? {};
    this.passing = passing ?? false;
  }
}
