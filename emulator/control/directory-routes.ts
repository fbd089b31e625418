import { Hono } from 'hono';
import { z } from 'zod';
import type { EmulatorContext, HostEnv } from '../context.ts';
import { behaviourSchema } from '../directory/behaviour.schema.ts';
import { CONSENTS, definitionSchema } from '../directory/definition.schema.ts';
import type { Directory } from '../directory/directory.ts';
import { findDirectory } from './find-directory.ts';
import { readBody } from './read-body.ts';

const consentSchema = z.strictObject({ consent: z.enum(CONSENTS), permissions: z.array(z.string()).optional() });

/** Without their defaults, which would undo what was set before. */
const changedBehaviourSchema = z
  .strictObject(Object.fromEntries(Object.entries(behaviourSchema.shape).map(([name, one]) => [name, one.unwrap()])))
  .partial();

const shown = (directory: Directory) => ({
  entraTenantId: directory.entraTenantId,
  name: directory.name,
  domain: directory.domain,
  people: directory.count,
  left: directory.deleted().length,
  consent: directory.consent,
  permissions: directory.permissions,
  behaviour: directory.behaviour,
});

/** Directories: what there is, what the application may do there, and how they behave. */
export function directoryRoutes({ directories }: EmulatorContext): Hono<HostEnv> {
  const app = new Hono<HostEnv>();
  const named = (reference: string): Directory => findDirectory(directories, reference);

  app.get('/directories', (c) => c.json({ items: directories.all().map(shown) }));

  app.post('/directories', async (c) => c.json(shown(directories.add(await readBody(c, definitionSchema))), 201));

  app.get('/directories/:directory', (c) => c.json(shown(named(c.req.param('directory')))));

  app.delete('/directories/:directory', (c) => {
    directories.remove(named(c.req.param('directory')).entraTenantId);
    return c.body(null, 204);
  });

  app.put('/directories/:directory/consent', async (c) => {
    const directory = named(c.req.param('directory'));
    const { consent, permissions } = await readBody(c, consentSchema);
    directory.setConsent(consent, permissions);
    return c.json(shown(directory));
  });

  app.patch('/directories/:directory/behaviour', async (c) => {
    const directory = named(c.req.param('directory'));
    directory.setBehaviour(await readBody(c, changedBehaviourSchema));
    return c.json(shown(directory));
  });

  return app;
}
