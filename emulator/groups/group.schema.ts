import { z } from 'zod';

/** A group to add. Members are people, by object id, user principal name or name, or other groups, by id or name. */
export const groupInputSchema = z.strictObject({
  id: z.guid().toLowerCase().optional(),
  name: z.string().min(1).max(256),
  description: z.string().max(1024).nullable().default(null),
  members: z.array(z.string()).default([]),
});
export type GroupInput = z.output<typeof groupInputSchema>;

/** A group as it stands. https://learn.microsoft.com/en-us/graph/api/resources/group */
export const groupSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  /** Object ids of people, and of groups within this one: both only those directly in it. */
  people: z.array(z.string()),
  groups: z.array(z.string()),
  /** Its members are told to who has Member.Read.Hidden alone (visibility HiddenMembership). */
  hidden: z.boolean().default(false),
  /** Milliseconds since 1970; a group that was deleted can be restored, with its members. */
  deletedAt: z.number().nullable(),
});
export type Group = z.output<typeof groupSchema>;
