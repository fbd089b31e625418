import type { Control } from './control.ts';
import type { Output } from './output.ts';

/** What every command is given. */
export type Context = {
  readonly control: Control;
  readonly output: Output;
  /** The directory that is meant: its id, domain or name. */
  readonly directory: string;
};

/** Runs a command's verb with its context. */
export type Run = (verb: (context: Context) => Promise<void>) => Promise<void>;
