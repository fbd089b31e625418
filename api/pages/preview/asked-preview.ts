import * as z from 'zod';
import type { RunId } from '../../../sync/ids.ts';

/** In the address of a page with a form: the preview of what it holds, and the version that the form was made from. */
export const AskedPreview = z.object({
  preview: z
    .string()
    .regex(/^[1-9]\d{0,17}$/)
    .transform((text) => text as RunId) // a number in decimal, checked above
    .optional(),
  version: z.coerce.number().int().min(1).max(999_999_999).optional(),
});
