import type { Json } from '../people/person.ts';
import { isKnownProperty } from '../people/property-catalogue.ts';

/** A refusal that tells the person who asked what to do instead. */
export class DirectoryRefusal extends Error {}

/** Throws DirectoryRefusal for a property that no user of Graph has. */
export function refuseUnknown(properties: Readonly<Record<string, Json>>): void {
  const unknown = Object.keys(properties).find((name) => !isKnownProperty(name));
  if (unknown !== undefined) throw new DirectoryRefusal(`A user of Microsoft Graph has no property "${unknown}".`);
}
