import { Hono } from 'hono';
import { readPhoto } from '../../../db/employee-photos.ts';
import { answerPhoto, noPhoto } from '../../answer-photo.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { EmployeePath } from '../../schemas/path.schema.ts';
import { pathOf } from '../addresses/tenant-path.ts';
import type { PageEnv } from '../frame/page-env.ts';

/** Photos of employees for pages: opened by the session, since a browser has no key. */
export const employeePhotos = ({ db }: Pick<ApiDeps, 'db'>): Hono<PageEnv> =>
  new Hono<PageEnv>().get('/tenants/:id/employees/:employeeId/photo', async (c) => {
    const { id, employeeId } = pathOf(c, EmployeePath);
    const photo = await db.inTransaction(id, (tx) => readPhoto(id, tx, employeeId));
    if (photo === undefined) throw noPhoto();
    return answerPhoto(c, photo);
  });
