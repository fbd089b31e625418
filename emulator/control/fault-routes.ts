import { Hono } from 'hono';
import { z } from 'zod';
import type { EmulatorContext, HostEnv } from '../context.ts';
import { faultSchema } from '../faults/fault.schema.ts';
import { Problem } from './problem.ts';
import { readBody } from './read-body.ts';

/** What is to go wrong with requests to come. */
export function faultRoutes({ faults }: EmulatorContext): Hono<HostEnv> {
  const app = new Hono<HostEnv>();

  app.get('/faults', (c) => c.json({ items: faults.list() }));

  app.post('/faults', async (c) => c.json(faults.add(await readBody(c, faultSchema)), 201));

  app.delete('/faults', (c) => {
    faults.clear();
    return c.body(null, 204);
  });

  app.delete('/faults/:id', (c) => {
    const id = z.coerce.number().int().safeParse(c.req.param('id')).data;
    if (id === undefined || !faults.clear(id)) {
      throw new Problem(
        404,
        'faultNotFound',
        `There is no fault ${c.req.param('id')}: it was met, or cleared already.`,
      );
    }
    return c.body(null, 204);
  });

  return app;
}
