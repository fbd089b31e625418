import * as z from 'zod';

/** What went wrong, and what to do: a code for programs, sentences for people. */
export const Trouble = z.object({ code: z.string(), message: z.string(), remedy: z.string() }).meta({ id: 'Trouble' });
