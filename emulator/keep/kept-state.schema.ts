import { z } from 'zod';
import { definitionSchema, personSchema } from '../directory/definition.schema.ts';
import { groupSchema } from '../groups/group.schema.ts';
import { DIRECTORY_ROLE_NAMES } from '../people/directory-roles.ts';
import { keptPhotoSchema } from '../photos/photo.schema.ts';
import { USER_PURPOSES } from '../people/person.ts';

const properties = z
  .object({ id: z.string(), displayName: z.string(), userPrincipalName: z.string() })
  .catchall(z.json());
const person = personSchema.extend({
  properties,
  userPurpose: z.enum(USER_PURPOSES),
  managerId: z.string().nullable(),
  agent: z.boolean(),
  blankInDelta: z.boolean(),
  roles: z.array(z.enum(DIRECTORY_ROLE_NAMES)).default([]),
});
const standing = z.enum(['present', 'deleted', 'purged']);
const entry = z.strictObject({
  person,
  standing,
  since: z.number(),
  before: z.strictObject({ person, standing }).nullable(),
  deletedAt: z.number().nullable(),
  cleared: z.array(z.string()),
});
const change = z.strictObject({
  at: z.number(),
  slot: z.number().int(),
  kind: z.enum(['created', 'changed', 'deleted', 'purged', 'restored']),
  properties: z.array(z.string()),
  formerManagerId: z.string().optional(),
});

/** What the emulator keeps between two starts. Faults and requests are of one start. */
export const keptStateSchema = z.strictObject({
  version: z.literal(1),
  clockOffsetMs: z.number(),
  directories: z.array(
    z.strictObject({
      definition: definitionSchema.extend({ entraTenantId: z.string(), domain: z.string() }),
      consentAt: z.number(),
      entries: z.array(z.tuple([z.number().int(), entry])),
      changes: z.array(change),
      groups: z.array(groupSchema).optional(),
      photos: z.array(keptPhotoSchema).optional(),
    }),
  ),
});
