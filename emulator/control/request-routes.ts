import { Hono } from 'hono';
import { z } from 'zod';
import type { EmulatorContext, HostEnv } from '../context.ts';
import { findDirectory } from './find-directory.ts';
import { limitSchema, readQuery } from './read-body.ts';

const querySchema = z.strictObject({
  host: z.enum(['login', 'graph']).optional(),
  directory: z.string().optional(),
  limit: limitSchema(100, 20_000),
});

/** What clients have asked, the latest last, without tokens, secrets and bodies. */
export function requestRoutes({ requests, directories }: EmulatorContext): Hono<HostEnv> {
  const app = new Hono<HostEnv>();

  app.get('/requests', (c) => {
    const { host, directory, limit } = readQuery(c, querySchema);
    const id = directory === undefined ? undefined : findDirectory(directories, directory).entraTenantId;
    const fitting = requests.list(
      (one) => (host ?? one.host) === one.host && (id === undefined || one.entraTenantId === id),
    );
    return c.json({ total: requests.total, items: fitting.slice(-limit) });
  });

  app.delete('/requests', (c) => {
    requests.clear();
    return c.body(null, 204);
  });

  return app;
}
