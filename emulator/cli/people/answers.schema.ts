import { z } from 'zod';
import { USER_PURPOSES } from '../../people/person.ts';

/** A person's properties, as the control API shows them. */
export const PropertiesAnswer = z
  .object({ id: z.string(), displayName: z.string(), userPrincipalName: z.string() })
  .catchall(z.json());
export type PropertiesAnswer = z.infer<typeof PropertiesAnswer>;

export const PersonAnswer = z.object({
  properties: PropertiesAnswer,
  userPurpose: z.enum(USER_PURPOSES),
  managerId: z.string().nullable(),
  agent: z.boolean(),
  blankInDelta: z.boolean(),
});
export type PersonAnswer = z.infer<typeof PersonAnswer>;

export const PeopleAnswer = z.object({ items: z.array(PropertiesAnswer) });
