import { Hono } from 'hono';
import { z } from 'zod';
import type { EmulatorContext, HostEnv } from '../context.ts';
import { patchSchema, personSchema } from '../directory/definition.schema.ts';
import { photoInputSchema } from '../photos/photo.schema.ts';
import { findDirectory } from './find-directory.ts';
import { limitSchema, readBody, readQuery } from './read-body.ts';

const searchSchema = z.strictObject({
  text: z.string().default(''),
  standing: z.enum(['present', 'deleted']).default('present'),
  limit: limitSchema(50, 1_000),
});

const ONE = '/directories/:directory/people/:person';

/**
 * People of a directory, each under `/directories/{id, domain or name}/people/{id, user principal name or name}`.
 * A name that several have is refused with who they are.
 */
export function peopleRoutes({ directories }: EmulatorContext): Hono<HostEnv> {
  const app = new Hono<HostEnv>();

  app.get('/directories/:directory/people', (c) => {
    const { text, limit, standing } = readQuery(c, searchSchema);
    return c.json({ items: findDirectory(directories, c.req.param('directory')).search(text, limit, standing) });
  });

  app.post('/directories/:directory/people', async (c) => {
    const directory = findDirectory(directories, c.req.param('directory'));
    return c.json(directory.join(await readBody(c, personSchema)), 201);
  });

  app.get(ONE, (c) => {
    const directory = findDirectory(directories, c.req.param('directory'));
    return c.json(directory.find(directory.show(c.req.param('person')).id));
  });

  app.patch(ONE, async (c) => {
    const directory = findDirectory(directories, c.req.param('directory'));
    return c.json(directory.change(c.req.param('person'), await readBody(c, patchSchema)));
  });

  app.post(`${ONE}/leave`, (c) => {
    const directory = findDirectory(directories, c.req.param('directory'));
    const person = directory.show(c.req.param('person'));
    directory.leave(person.id);
    return c.json(person);
  });

  app.post(`${ONE}/restore`, (c) => {
    const directory = findDirectory(directories, c.req.param('directory'));
    return c.json(directory.restore(c.req.param('person')));
  });

  app.post(`${ONE}/purge`, (c) => {
    findDirectory(directories, c.req.param('directory')).purge(c.req.param('person'));
    return c.body(null, 204);
  });

  app.put(`${ONE}/photo`, async (c) => {
    const directory = findDirectory(directories, c.req.param('directory'));
    const { id } = directory.show(c.req.param('person'));
    const { base64: _content, ...about } = directory.photos.put(id, await readBody(c, photoInputSchema));
    return c.json(about);
  });

  app.delete(`${ONE}/photo`, (c) => {
    const directory = findDirectory(directories, c.req.param('directory'));
    directory.photos.remove(directory.show(c.req.param('person')).id);
    return c.body(null, 204);
  });

  return app;
}
