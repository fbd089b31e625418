import type { Context } from 'hono';
import type { StoredPhoto } from '../db/employee-photos.ts';
import { ProblemError } from './problem-error.ts';

export const noPhoto = (): ProblemError =>
  new ProblemError('notFound', 'There is no photo of this employee.', {
    remedy: 'Photos are read where the settings have photos.enabled, some minutes after the employee came.',
  });

/** Whoever may see it may keep it for an hour; a proxy that many use may not. */
const CACHE = 'private, max-age=3600';

/** Serves a photo as what it is, or says that the asker has it already. */
export function answerPhoto(c: Context, { content, contentType, digest }: StoredPhoto) {
  const etag = `"${digest.toString('base64url')}"`;
  const headers = { ETag: etag, 'Cache-Control': CACHE, 'X-Content-Type-Options': 'nosniff' };
  if (names(c.req.header('If-None-Match'), etag)) return c.body(null, 304, headers);
  return c.body(new Uint8Array(content), 200, {
    ...headers,
    'Content-Type': contentType,
    'Content-Disposition': 'inline',
  });
}

/** https://www.rfc-editor.org/rfc/rfc9110#section-13.1.2: compared weakly; a star names whatever there is. */
const names = (header: string | undefined, etag: string): boolean =>
  header?.split(',').some((each) => [etag, `W/${etag}`, '*'].includes(each.trim())) === true;
