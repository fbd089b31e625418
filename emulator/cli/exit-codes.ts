/** What the command ends with, for scripts. */
export const EXIT_CODES = {
  ok: { code: 0, means: 'done' },
  failed: { code: 1, means: 'it failed' },
  usage: { code: 2, means: 'the command was not understood, or a value in it is wrong' },
  notFound: { code: 3, means: 'no such directory or fault' },
  refused: { code: 4, means: 'refused: nobody has that name, or several have' },
  unreachable: { code: 6, means: 'the emulator does not answer' },
} as const;

/** How a command ended. */
export type Ending = keyof typeof EXIT_CODES;
