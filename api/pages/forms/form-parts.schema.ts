import * as z from 'zod';

/** Parts of forms whose names are read as lists (api/pages/forms/read-form.ts). */

/** What was written in a field, at most that long; absent: nothing. */
export const written = (most: number) =>
  z
    .array(z.string().max(most))
    .max(1)
    .default([])
    .transform(([text = '']) => text);

/** A box that was ticked: only then its name is sent. */
export const ticked = z
  .array(z.string())
  .max(1)
  .default([])
  .transform((values) => values.length > 0);

/** Of what is saved in versions: the one that the form was made from. */
export const madeFrom = z.tuple([z.string().regex(/^[1-9]\d{0,8}$/)]).transform(([version]) => Number(version));

/** The button that was pressed: a word, and for some of them what it is about behind a colon. */
export const pressed = <const Words extends readonly [string, ...string[]]>(words: Words, fallback: Words[number]) =>
  z
    .array(z.string().max(300))
    .max(1)
    .default([])
    .transform(([text = fallback]) => {
      const [word = '', ...rest] = text.split(':');
      return { word, about: rest.join(':') };
    })
    .pipe(z.object({ word: z.enum(words), about: z.string() }));
