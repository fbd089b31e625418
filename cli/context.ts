import type { Api } from './api.ts';
import type { Ending } from './exit-codes.ts';
import type { Output } from './output.ts';

/** What every command is given. */
export type Context = {
  readonly api: Api;
  readonly output: Output;
  /** How long one answer may take, and how long Rollcall may be away while a run is waited for. */
  readonly timeoutMs: number;
};

/** Runs a command's verb with its context. */
export type Run = (verb: (context: Context) => Promise<Ending>) => Promise<void>;
