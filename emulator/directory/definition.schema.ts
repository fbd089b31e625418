import { z } from 'zod';
import { groupInputSchema } from '../groups/group.schema.ts';
import { DIRECTORY_ROLE_NAMES } from '../people/directory-roles.ts';
import { USER_PURPOSES } from '../people/person.ts';
import { behaviourSchema, populationSchema } from './behaviour.schema.ts';

const json = z.json();

/** Changes to a person, under Graph's property names, beside the few things that are not properties. */
export const patchSchema = z.strictObject({
  properties: z.record(z.string(), json).optional(),
  managerId: z.string().nullable().optional(),
  userPurpose: z.enum(USER_PURPOSES).optional(),
  agent: z.boolean().optional(),
  blankInDelta: z.boolean().optional(),
  roles: z.array(z.enum(DIRECTORY_ROLE_NAMES)).optional(),
});

export const personSchema = patchSchema.extend({ properties: z.record(z.string(), json) });

/** granted · never given · given and taken back · the application is switched off in that directory */
export const CONSENTS = ['granted', 'never', 'withdrawn', 'disabled'] as const;
export type Consent = (typeof CONSENTS)[number];

export const LEAST_PERMISSIONS = ['User.Read.All', 'Organization.Read.All'];

/** A directory to add: people of a seed, people written down, or the sample company. */
export const definitionSchema = z.strictObject({
  entraTenantId: z.guid().toLowerCase().optional(),
  name: z.string().min(1),
  domain: z.string().min(3).optional(),
  people: z.union([z.literal('sample'), populationSchema, z.array(personSchema)]).default([]),
  groups: z.array(groupInputSchema).default([]),
  permissions: z.array(z.string()).default(LEAST_PERMISSIONS),
  consent: z.enum(CONSENTS).default('granted'),
  behaviour: behaviourSchema.partial().default({}),
});

export type DirectoryDefinition = z.input<typeof definitionSchema>;

/** A definition with what was left to the emulator filled in. */
export type Definition = z.output<typeof definitionSchema> & {
  readonly entraTenantId: string;
  readonly domain: string;
};
