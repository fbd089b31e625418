import { createRoute } from '@hono/zod-openapi';
import * as z from 'zod';
import { readPhoto } from '../../db/employee-photos.ts';
import { PHOTO_TYPES } from '../../sync/photo.ts';
import { answerPhoto, noPhoto } from '../answer-photo.ts';
import type { ApiDeps } from '../api-deps.ts';
import { newApp } from '../new-app.ts';
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

export const photoRoutes = ({ db }: Deps) =>
  newApp().openapi(show, async (c) => {
    const { id, employeeId } = c.req.valid('param');
    const photo = await db.inTransaction(id, async (tx) => {
      await findTenant(id, tx);
      return readPhoto(id, tx, employeeId);
    });
    if (photo === undefined) throw noPhoto();
    return answerPhoto(c, photo);
  });
