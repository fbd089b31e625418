import { Hono } from 'hono';
import { z } from 'zod';
import type { EmulatorContext, HostEnv } from '../context.ts';
import type { Directory } from '../directory/directory.ts';
import { type Group, groupInputSchema } from '../groups/group.schema.ts';
import { findDirectory } from './find-directory.ts';
import { readBody, readQuery } from './read-body.ts';

const ALL = '/directories/:directory/groups';
const ONE = `${ALL}/:group`;
const MEMBER = `${ONE}/members/:member`;

/** Groups of a directory, each by id or name; a member is a person or a group. */
export function groupsRoutes({ directories }: EmulatorContext): Hono<HostEnv> {
  const app = new Hono<HostEnv>();
  const named = (reference: string): Directory => findDirectory(directories, reference);

  app.get(ALL, (c) => {
    const { text } = readQuery(c, z.strictObject({ text: z.string().toLowerCase().default('') }));
    const directory = named(c.req.param('directory'));
    const groups = directory.groups.list().filter(({ name }) => name.toLowerCase().includes(text));
    return c.json({ items: groups.map((group) => shown(directory, group)) });
  });

  app.post(ALL, async (c) => {
    const directory = named(c.req.param('directory'));
    return c.json(shown(directory, directory.groups.add(await readBody(c, groupInputSchema))), 201);
  });

  app.get(ONE, (c) => {
    const directory = named(c.req.param('directory'));
    return c.json(shown(directory, directory.groups.show(c.req.param('group'))));
  });

  app.delete(ONE, (c) => {
    const directory = named(c.req.param('directory'));
    return c.json(shown(directory, directory.groups.delete(c.req.param('group'))));
  });

  app.post(`${ONE}/restore`, (c) => {
    const directory = named(c.req.param('directory'));
    return c.json(shown(directory, directory.groups.restore(c.req.param('group'))));
  });

  app.put(MEMBER, (c) => {
    const directory = named(c.req.param('directory'));
    return c.json(shown(directory, directory.groups.addMember(c.req.param('group'), c.req.param('member'))));
  });

  app.delete(MEMBER, (c) => {
    const directory = named(c.req.param('directory'));
    return c.json(shown(directory, directory.groups.removeMember(c.req.param('group'), c.req.param('member'))));
  });

  return app;
}

/** A group as it stands, and how many people are in it and in all groups within it. */
const shown = ({ groups }: Directory, group: Group) => ({ ...group, peopleInAll: groups.peopleIn(group.id).length });
