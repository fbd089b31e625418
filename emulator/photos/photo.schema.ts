import { z } from 'zod';

/** A photo to give somebody. Nobody looks into the content: it may be anything that a test wants. */
export const photoInputSchema = z.strictObject({
  base64: z.base64(),
  contentType: z.string().default('image/jpeg'),
  /** Of each side; Graph offers it and what is smaller. */
  pixels: z.number().int().positive().default(648),
});
export type PhotoInput = z.output<typeof photoInputSchema>;

/** Somebody's photo, by their object id. Each that is given has a tag of its own, though it be the same again. */
export const keptPhotoSchema = photoInputSchema.extend({ personId: z.string(), etag: z.string() });
export type KeptPhoto = z.output<typeof keptPhotoSchema>;
