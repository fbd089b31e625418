import { createRoute } from '@hono/zod-openapi';
import * as z from 'zod';
import { readPhoto } from '../../db/employee-photos.ts';
import { PHOTO_TYPES } from '../../sync/photo.ts';
import type { ApiDeps } from '../api-deps.ts';
import { newApp } from '../new-app.ts';
import { ProblemError } from '../problem-error.ts';
import { findTenant } from '../require-status.ts';
import { problems } from '../route-parts.ts';
import { NoQuery } from '../schemas/list.schema.ts';
import { EmployeePath } from '../schemas/path.schema.ts';

type Deps = Pick<ApiDeps, 'db'>;

const image = { schema: z.string().meta({ format: 'binary' }) };
const ETAG = { ETag: { description: 'Of this photo, for If-None-Match.', schema: { type: 'string' } } } as const;

const show = createRoute({
  method: 'get',
  path: '/api/tenants/{id}/employees/{employeeId}/photo',
  operationId: 'getPhoto',
  summary: 'Read the photo of an employee',
  description:
    'Where the settings have `photos.enabled`. JPEG or PNG, 240 × 240 where Microsoft has that size. Photos come some minutes after the employee, and changes of them within about a day.',
  tags: ['Employees'],
  request: { params: EmployeePath, query: NoQuery },
  responses: {
    200: {
      description: 'The photo.',
      headers: ETAG,
      content: Object.fromEntries(PHOTO_TYPES.map((type) => [type, image])),
    },
    304: { description: 'It is the one that If-None-Match names.', headers: ETAG },
    ...problems(404),
  },
});

const noPhoto = (): ProblemError =>
  new ProblemError('notFound', 'There is no photo of this employee.', {
    remedy: 'Photos are read where the settings have photos.enabled, some minutes after the employee came.',
  });

/** Whoever has the key may keep it for an hour; a proxy that many use may not. */
const CACHE = 'private, max-age=3600';

export const photoRoutes = ({ db }: Deps) =>
  newApp().openapi(show, async (c) => {
    const { id, employeeId } = c.req.valid('param');
    const photo = await db.inTransaction(id, async (tx) => {
      await findTenant(id, tx);
      return readPhoto(id, tx, employeeId);
    });
    if (photo === undefined) throw noPhoto();
    const etag = `"${photo.digest.toString('base64url')}"`;
    const headers = { ETag: etag, 'Cache-Control': CACHE, 'X-Content-Type-Options': 'nosniff' };
    if (names(c.req.header('If-None-Match'), etag)) return c.body(null, 304, headers);
    return c.body(new Uint8Array(photo.content), 200, {
      ...headers,
      'Content-Type': photo.contentType,
      'Content-Disposition': 'inline',
    });
  });

/** https://www.rfc-editor.org/rfc/rfc9110#section-13.1.2: compared weakly; a star names whatever there is. */
const names = (header: string | undefined, etag: string): boolean =>
  header?.split(',').some((each) => [etag, `W/${etag}`, '*'].includes(each.trim())) === true;
