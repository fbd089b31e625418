/** What the command ends with, for scripts. docs/cli.md has the same list (a test compares them). */
export const EXIT_CODES = {
  ok: 0,
  failed: 1,
  usage: 2,
  notFound: 3,
  refused: 4,
  notAllowed: 5,
  unreachable: 6,
  held: 7,
  interrupted: 130,
} as const;

/** How a command ended. */
export type Ending = keyof typeof EXIT_CODES;

export const ENDINGS: Readonly<Record<Ending, string>> = {
  ok: 'done',
  failed: 'it failed, or the run that was waited for failed or was cancelled',
  usage: 'the command was not understood, or a value in it is wrong',
  notFound: 'no such tenant, run, key or workflow',
  refused: 'refused in the present state (paused, decided already, checks failed …)',
  notAllowed: 'the key is missing, wrong, or may not do this',
  unreachable: 'Rollcall, or something that it needs, does not answer',
  held: 'the run that was waited for is held: it waits for a decision',
  interrupted: 'stopped by Ctrl-C or a signal; a run that was waited for goes on',
};
