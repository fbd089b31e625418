import { Hono } from 'hono';
import { z } from 'zod';
import { DEFAULT_SELECTION } from '../people/property-catalogue.ts';
import type { GraphEnv } from './graph-env.ts';
import { badRequest } from './graph-refusal.ts';
import { requirePermission } from './let-in.ts';
import { idAndNulls, shown } from './selection.ts';

const bodySchema = z.object({
  ids: z.array(z.guid()).min(1).max(1_000),
  types: z.array(z.string()).default(['directoryObject']),
});

/** Many objects by their ids; who is not there is left out: https://learn.microsoft.com/en-us/graph/api/directoryobject-getbyids */
export function byIdsRoute(): Hono<GraphEnv> {
  return new Hono<GraphEnv>().post('/directoryObjects/getByIds', async (c) => {
    requirePermission(c.get('permissions'), 'Directory.Read.All');
    const { data } = bodySchema.safeParse(await c.req.json().catch(() => undefined));
    if (data === undefined) throw badRequest("Invalid value specified for property 'ids'.");
    const hasUsers = data.types.some((type) => ['user', 'directoryObject'].includes(type));
    const directory = c.get('directory');
    const view = directory.nextView();
    const show = c.get('faults').get('idAndNulls') === undefined ? shown : idAndNulls;
    const value = (hasUsers ? data.ids : []).flatMap((id) => {
      const person = directory.find(id, view);
      return person === null ? [] : [{ '@odata.type': '#microsoft.graph.user', ...show(person, DEFAULT_SELECTION) }];
    });
    return c.json({ value });
  });
}
