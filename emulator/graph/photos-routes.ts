import { type Context, Hono } from 'hono';
import type { KeptPhoto } from '../photos/photo.schema.ts';
import type { GraphEnv } from './graph-env.ts';
import { badRequest, GraphRefusal, notFound } from './graph-refusal.ts';
import { requirePermission } from './let-in.ts';

/** https://learn.microsoft.com/en-us/graph/api/profilephoto-get */
const SIZES = [48, 64, 96, 120, 240, 360, 432, 504, 648];

/** Photos of people, and what there is to know of them. A content is the same in every size that there is. */
export function photosRoutes(): Hono<GraphEnv> {
  return new Hono<GraphEnv>()
    .get('/users/:id/photo', (c) => c.json(about(photoOf(c))))
    .get('/users/:id/photo/$value', (c) => content(photoOf(c)))
    .get('/users/:id/photos/:size', (c) => c.json(about(photoOf(c, sizeOf(c)))))
    .get('/users/:id/photos/:size/$value', (c) => content(photoOf(c, sizeOf(c))));
}

function sizeOf(c: Context<GraphEnv>): number {
  const [, width, height] = /^(\d+)x(\d+)$/i.exec(c.req.param('size') ?? '') ?? [];
  const size = Number(width);
  if (width !== height || !SIZES.includes(size)) throw badRequest('The size of the photo is not supported.');
  return size;
}

/** What is larger than what somebody gave is not there. Throws GraphRefusal. */
function photoOf(c: Context<GraphEnv>, size?: number): KeptPhoto {
  requirePermission(c.get('permissions'), 'ProfilePhoto.Read.All', 'User.Read.All', 'Directory.Read.All');
  const directory = c.get('directory');
  const id = c.req.param('id') ?? '';
  const person = directory.find(id);
  if (person === null) throw notFound(id);
  const photo = directory.photos.find(person.properties.id);
  if (photo === null || (size ?? 0) > photo.pixels) {
    throw new GraphRefusal(404, 'ImageNotFound', 'The photo was not found.');
  }
  return size === undefined ? photo : { ...photo, pixels: size };
}

const about = ({ contentType, etag, pixels }: KeptPhoto) => ({
  '@odata.mediaContentType': contentType,
  '@odata.mediaEtag': etag,
  id: `${pixels}x${pixels}`,
  width: pixels,
  height: pixels,
});

const content = ({ base64, contentType, etag }: KeptPhoto): Response =>
  new Response(Buffer.from(base64, 'base64'), { headers: { 'content-type': contentType, etag } });
