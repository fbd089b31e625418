import type { Json, Person } from '../people/person.ts';
import {
  DEFAULT_SELECTION,
  GUARDED,
  isDirectoryExtension,
  isKnownProperty,
  ONE_USER_ONLY,
  RELATIONS,
} from '../people/property-catalogue.ts';
import { badRequest, GraphRefusal } from './graph-refusal.ts';
import { requirePermission } from './let-in.ts';

export type Selection = readonly string[];

type Asked = {
  readonly permissions: ReadonlySet<string>;
  /** Of one user more can be read than in a listing. */
  readonly of: 'listing' | 'oneUser' | 'changes';
  /** A longer list is refused. */
  readonly mostCharacters: number;
};

/** Reads `$select`. Throws GraphRefusal for what Graph refuses. */
export function selectionOf(text: string | null, { permissions, of, mostCharacters }: Asked): Selection {
  if (text === null || text.trim() === '') return DEFAULT_SELECTION;
  if (text.length > mostCharacters) throw badRequest('Request URI is too long.');
  const names = [...new Set(text.split(',').map((name) => name.trim()))].filter((name) => name !== '');
  for (const name of names) {
    if (of === 'listing' && ONE_USER_ONLY.has(name)) {
      throw new GraphRefusal(501, 'NotImplemented', `Property '${name}' can be read of one user only.`);
    }
    if (RELATIONS.has(name) || ONE_USER_ONLY.has(name)) continue;
    if (!isKnownProperty(name)) {
      throw badRequest(`Could not find a property named '${name}' on type 'microsoft.graph.user'.`);
    }
    const needed = GUARDED[name];
    if (needed !== undefined) requirePermission(permissions, needed);
  }
  return names;
}

/** A person as a GET shows them: unset standard properties are null, an unset extension has no key. */
export function shown({ properties, agent }: Person, selection: Selection): Record<string, Json> {
  const item: Record<string, Json> = agent ? { '@odata.type': '#microsoft.graph.agentUser' } : {};
  for (const name of selection) {
    const value = properties[name];
    if (value !== undefined) item[name] = value;
    else if (!isDirectoryExtension(name) && !RELATIONS.has(name)) item[name] = null;
  }
  return item;
}

/** An object that the caller may not read: its id, and all else null. */
export function idAndNulls({ properties: { id } }: Person, selection: Selection): Record<string, Json> {
  return { ...Object.fromEntries(selection.map((name) => [name, null])), id };
}
