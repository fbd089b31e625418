import { createRoute } from '@hono/zod-openapi';
import * as z from 'zod';
import { BadCursorError, decodeCursor, encodeCursor } from '../../db/cursor.ts';
import type { ApiDeps } from '../api-deps.ts';
import { newApp } from '../new-app.ts';
import { findTenant, requireDirectory } from '../require-status.ts';
import { json, problems } from '../route-parts.ts';
import { searchGroups } from '../search-groups.ts';
import { Group } from '../schemas/group.schema.ts';
import { listOf, ListQuery } from '../schemas/list.schema.ts';
import { TenantPath } from '../schemas/path.schema.ts';

type Deps = Pick<ApiDeps, 'db' | 'directoryOf'>;

const GroupsQuery = ListQuery.extend({
  query: z.string().trim().max(256).default('').meta({
    description: 'Words, or their beginnings, of the name of a group; without it, all groups by name.',
  }),
  limit: z.coerce.number().int().min(1).max(100).default(20).meta({ description: 'At most so many items.' }),
});
/** What was searched for, and Graph's link to the next page. */
const Place = z.tuple([z.string(), z.string()]);

const list = createRoute({
  method: 'get',
  path: '/api/tenants/{id}/groups',
  operationId: 'listGroups',
  summary: 'Find groups of the directory',
  description:
    'Asks Microsoft live and stores nothing. Needs the optional permission GroupMember.Read.All: without it 422, with what to grant.',
  tags: ['Settings'],
  request: { params: TenantPath, query: GroupsQuery },
  responses: { 200: { description: 'Groups.', content: json(listOf(Group)) }, ...problems(404, 409, 422) },
});

export const groupRoutes = ({ db, directoryOf }: Deps) =>
  newApp().openapi(list, async (c) => {
    const { id } = c.req.valid('param');
    const { query, limit, cursor } = c.req.valid('query');
    const [searched, link] = cursor === undefined ? [query, undefined] : decodeCursor(cursor, Place);
    if (searched !== query) throw new BadCursorError();
    const tenant = await db.inTransaction(id, (tx) => findTenant(id, tx));
    const directory = directoryOf(requireDirectory(tenant));
    const { items, next } = await searchGroups(directory, { query, limit, link }, c.req.raw.signal);
    return c.json({ items: [...items], next: next === undefined ? null : encodeCursor([query, next]) }, 200);
  });
