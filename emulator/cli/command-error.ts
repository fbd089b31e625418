import type { Ending } from './exit-codes.ts';

/** What went wrong, in one sentence, with what to do. The only error that a command is meant to end with. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly ending: Ending;
  readonly remedy: string | undefined;
  /** More lines for a person, below the sentence. */
  readonly lines: readonly string[];

  constructor(ending: Ending, message: string, remedy?: string, lines: readonly string[] = []) {
    super(message);
    this.ending = ending;
    this.remedy = remedy;
    this.lines = lines;
  }
}
